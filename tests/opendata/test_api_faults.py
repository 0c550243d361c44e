"""What the API refuses it refuses in words, by name, in one shape, and never with a 500."""

from datetime import date

import pytest

from diplomacy.opendata.api_lists import API_LISTS
from diplomacy.opendata.objects import NOUNS
from diplomacy.registry.models import Entry
from tests import builders

pytestmark = pytest.mark.django_db
FIELDS = {"status", "message", "parameter", "allowed", "retry_after", "withdrawn_on", "reason"}


def refused(client, address: str, status: int, **asked):
    answer = client.get(address, asked)
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-cache"
    told = answer.json()
    assert told.keys() == FIELDS
    assert told["status"] == status
    assert told["message"]
    return told


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("colour=red", "colour"),
        ("city=nowhere", "city"),
        ("city=NOWHERE", "city"),
        ("city=%00", "city"),
        ("city=" + "a" * 2000, "city"),
        ("city=a&city=b", "city"),
        ("instrument=spell", "instrument"),
        ("year=99", "year"),
        ("year=0000", "year"),
        ("year=1599", "year"),
        ("year=%DB%B1%DB%B4%DB%B0%DB%B3", "year"),
        ("order=", "order"),
        ("order=best", "order"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=-1", "limit"),
        ("limit=1e3", "limit"),
        ("limit=%D9%A3", "limit"),
        ("limit=", "limit"),
        ("limit=" + "9" * 500, "limit"),
        ("after=", "after"),
        ("after=x", "after"),
        ("after=WyIyMDIwIiwiMSJd", "after"),
        ("after=%00", "after"),
        ("after=" + "a" * 5000, "after"),
        ("before=W10", "before"),
        ("lang=de", "lang"),
        ("lang=", "lang"),
        ("lang=en&lang=fa", "lang"),
        ("on=2020-01-01", "on"),
        ("%ED%A0%80=1", "…"),
        ("a%00b=1", "…"),
    ],
)
def test_a_wrong_parameter_is_named(client, query, parameter):
    told = refused(client, f"/api/v1/agreements/?{query}", 400)
    assert told["parameter"] == parameter
    assert parameter in told["message"]


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2020-02-30", "29 days"),
        ("1403-12-31", "30"),
        ("2020-13-01", "no month 13"),
        ("1100-01-01", "out of range"),
        ("2020", "2024-09-25"),
        ("", "2024-09-25"),
        ("yesterday", "2024-09-25"),
        ("2020-01-01T00:00:00Z", "2024-09-25"),
        ("%s", "2024-09-25"),
    ],
)
def test_a_day_that_cannot_be_is_explained(client, on, words):
    told = refused(client, "/api/v1/ties/", 400, on=on, lang="en")
    assert told["parameter"] == "on"
    assert words in told["message"]


def test_a_code_that_is_not_known_tells_those_that_are(client):
    told = refused(client, "/api/v1/timeline/", 400, kind="spell")
    assert told["allowed"] == list(Entry.Kind.values)


def test_two_directions_at_once_are_refused(client):
    for _ in range(3):
        builders.agreement()
    links = client.get("/api/v1/agreements/?limit=1").json()["links"]
    cursor = links["next"].partition("after=")[2]
    told = refused(client, "/api/v1/agreements/", 400, after=cursor, before=cursor)
    assert told["parameter"] == "before"


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "no such parameter"), ("fa", "پارامتر"), ("zh", "没有该参数")]
)
def test_what_is_wrong_is_told_in_the_language_asked_for(client, lang, words):
    told = refused(client, "/api/v1/ties/", 400, colour="red", lang=lang)
    assert words in told["message"]
    told = client.get("/api/v1/ties/?colour=1", headers={"accept-language": lang})
    assert words in told.json()["message"]


@pytest.mark.parametrize(
    "address",
    [
        "/api/",
        "/api/v2/",
        "/api/v1/nothing/",
        "/api/v1/nothing/at-all/",
        "/api/v1/ties/no-such-tie/",
        "/api/v1/timeline/no-such-entry/",
        "/api/v1/ties/a/b/c/",
        "/api/v1/ties/%00/",
        "/api/v1/ties/%0A/",
        "/api/v1/ties/%FF/",
        "/api/v1/آ/",
        "/api/v1/nothing.csv",
        "/api/v1/ties/x.json",
    ],
)
def test_an_address_that_leads_nowhere_says_so_in_json(client, address):
    refused(client, address, 404)


def test_an_address_without_its_last_slash_leads_on(client):
    for address in ("/api/v1", "/api/v1/ties", "/api/v1/ties/x", "/api/nothing"):
        assert client.get(address).headers["Location"] == f"{address}/"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, method):
    client.handler.enforce_csrf_checks = True
    for address in ("/api/v1/", "/api/v1/ties/", "/api/v1/ties/x/", "/api/nothing/"):
        answer = getattr(client, method)(address, data="{}", content_type="application/json")
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert answer.json()["status"] == 405


def told_by(answer) -> dict[str, str]:
    """Return the headers but for the one that is another for each request."""
    return {name: value for name, value in answer.items() if name != "X-Request-ID"}


@pytest.mark.parametrize("publication", ["draft", "in_review"])
def test_a_draft_is_answered_as_what_never_was(client, publication):
    hidden = builders.agreement(publication=publication)
    never = client.get("/api/v1/agreements/never/")
    answer = client.get(f"/api/v1/agreements/{hidden.key}/")
    assert (answer.status_code, answer.content) == (404, never.content)
    assert told_by(answer) == told_by(never)


def test_what_was_withdrawn_tells_the_day_and_the_reason_and_nothing_else(client):
    reason = builders.three("withdrawn_reason", "اشتباه", "A mistake", "有误")
    gone = {"publication": "withdrawn", "withdrawn_on": date(2024, 5, 6)} | reason
    pact, tie = builders.agreement(title_en="Secret", **gone), builders.tie(**gone)
    for address in (
        f"/api/v1/agreements/{pact.key}/",
        f"/api/v1/ties/{tie.key}/",
        f"/api/v1/cities/{tie.partner.key}/",
    ):
        told = refused(client, address, 410, lang="en")
        assert (told["withdrawn_on"], told["reason"]["text"]) == ("2024-05-06", "A mistake")
        assert "Secret" not in str(told)
    assert client.get(f"/api/v1/events/{pact.key}/").status_code == 404


def test_a_former_key_leads_to_the_new_address(client):
    tie = builders.tie()
    pact, body = builders.agreement(tie.partner), builders.organisation()
    builders.took_part(pact, organisation=body)
    records = {"ties": tie, "agreements": pact, "organisations": body, "cities": tie.partner}
    for noun, record in records.items():
        former, record.key = record.key, f"new-{noun}"
        record.save()
        answer = client.get(f"/api/v1/{noun}/{former}/?lang=en")
        assert answer.status_code == 308
        assert answer.headers["Location"].endswith(f"/api/v1/{noun}/new-{noun}/?lang=en")
        assert client.get(answer.headers["Location"].partition("8000")[2]).status_code == 200


def test_too_many_parameters_are_no_fault_of_ours(client):
    query = "&".join(f"a{number}=1" for number in range(7000))
    for address in ("/api/v1/", "/api/v1/ties/", "/api/v1/ties/x/"):
        refused(client, f"{address}?{query}", 400)


@pytest.mark.parametrize("name", API_LISTS)
def test_every_list_refuses_what_it_does_not_know(client, name):
    assert refused(client, f"/api/v1/{name}/", 400, colour="red")["parameter"] == "colour"
    assert refused(client, f"/api/v1/{name}/", 400, after="W10")["parameter"] == "after"
    if name in NOUNS:
        assert refused(client, f"/api/v1/{name}/x/", 400, limit="1")["parameter"] == "limit"
