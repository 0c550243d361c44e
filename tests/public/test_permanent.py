"""The one address of anything, and what crawlers are told."""

import pytest

from diplomacy.registry.models import Document
from tests import builders
from tests.public.pages import facts

pytestmark = pytest.mark.django_db


def test_the_permanent_address_leads_to_the_page_in_the_home_language(client):
    entry = builders.agreement(builders.city())
    page = client.get(f"/id/{entry.key}/", HTTP_ACCEPT_LANGUAGE="en")
    assert (page.status_code, page["Location"]) == (303, f"/fa/agreements/{entry.key}/")


def test_the_permanent_address_of_a_tie_is_its_partners_page(client):
    tie = builders.tie()
    assert client.get(f"/id/{tie.key}/")["Location"] == f"/fa/cities/{tie.partner.key}/"
    assert client.get(f"/id/{tie.partner.key}/")["Location"] == f"/fa/cities/{tie.partner.key}/"


def test_the_cited_address_of_a_city_still_leads_to_its_page_when_the_tie_is_withdrawn(client):
    partner = builders.tie(publication="withdrawn").partner
    leads_to = client.get(f"/id/{partner.key}/")["Location"]
    assert leads_to == f"/fa/cities/{partner.key}/"
    assert client.get(leads_to).status_code == 410


def test_a_former_key_still_leads_there(client):
    entry = builders.event(builders.city(), key="old-key")
    entry.key = "new-key"
    entry.save()
    assert client.get("/id/old-key/")["Location"] == "/fa/events/new-key/"


@pytest.mark.parametrize("key", ["no-such-key", "a" * 500])
def test_an_unknown_key_is_not_there(client, key):
    assert client.get(f"/id/{key}/").status_code == 404


def test_a_draft_is_as_if_it_were_not_there(client):
    entry = builders.event(builders.city(), publication="draft")
    assert client.get(f"/id/{entry.key}/").status_code == 404


def test_nothing_can_be_posted_to_the_file_for_crawlers(client):
    assert client.post("/robots.txt").status_code == 405


def test_crawlers_are_kept_from_what_is_for_staff_only(client):
    text = client.get("/robots.txt").content.decode()
    for place in ("/fa/admin/", "/zh-hans/desk/", "/calendar/"):
        assert f"Disallow: {place}\n" in text
    assert "Disallow: /\n" not in text


def test_every_noun_with_a_page_has_a_permanent_address_and_keeps_it(client):
    tie = builders.tie()
    pact = builders.agreement(tie.partner)
    office, holder = builders.organisation(), builders.person()
    builders.took_part(pact, organisation=office, person=holder, name_shown=True)
    paper = Document.objects.create(
        entry=pact.entry_ptr, kind="text", access="public", file=builders.upload()
    )
    nouns = {
        "areas": builders.area(pact),
        "layers": builders.layer(tie),
        "organisations": office,
        "people": holder,
        "sources": pact.citations.get().source,
        "differences": builders.difference(tie),
        "questions": builders.question(tie),
    }
    for place, record in nouns.items():
        for key in (record.key, f"new-{place}"):
            former = record.key
            record.key = key
            record.save()
            for address in (former, key):
                page = client.get(f"/id/{address}/")
                assert page.get("Location") == f"/fa/{place}/{key}/"
                assert page.status_code == 303
            shown = client.get(f"/en/{place}/{key}/").content.decode()
            assert f"/id/{key}/</bdi>" in shown
    assert client.get(f"/id/{paper.key}/")["Location"] == f"/fa/documents/{paper.key}/"


def asked(client, key: str, accept: str):
    return client.get(f"/id/{key}/", headers={"accept": accept})


@pytest.fixture
def nouns():
    """A record of each noun of the programming interface, by its name there."""
    tie = builders.tie()
    pact = builders.agreement(tie.partner)
    office, holder = builders.organisation(), builders.person()
    builders.took_part(pact, organisation=office, person=holder, name_shown=True)
    return {
        "cities": tie.partner,
        "ties": tie,
        "agreements": pact,
        "delegations": builders.delegation(tie.partner),
        "events": builders.event(tie.partner),
        "commitments": builders.commitment(tie.partner),
        "restrictions": builders.restriction(tie.partner),
        "areas": builders.area(pact),
        "layers": builders.layer(tie),
        "organisations": office,
        "people": holder,
        "sources": pact.citations.get().source,
        "differences": builders.difference(tie),
        "questions": builders.question(tie),
    }


@pytest.mark.parametrize("accept", ["application/json", "application/json, text/html;q=0.5"])
def test_who_wants_json_is_led_to_the_record(client, nouns, accept):
    for noun, record in nouns.items():
        answer = asked(client, record.key, accept)
        assert (answer.status_code, answer["Location"]) == (303, f"/api/v1/{noun}/{record.key}/")
        assert "Accept" in answer["Vary"]
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert client.get(answer["Location"]).status_code == 200


def test_who_wants_linked_data_gets_the_facts_of_the_page(client, nouns):
    for noun, record in nouns.items():
        answer = asked(client, record.key, "application/ld+json")
        page = client.get(asked(client, record.key, "*/*")["Location"])
        assert (answer.status_code, answer.json()) == (200, facts(page)[0]), noun
        assert answer["Content-Type"] == "application/ld+json"
        assert "Accept" in answer["Vary"]
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert not answer.cookies


@pytest.mark.parametrize(
    "accept",
    [
        "*/*",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "application/*;q=0.2, */*",
        "image/png",
        "application/json;q=0",
        "application/json;q=0.1, text/html",
        "",
        "/",
        "a/b/c;q=nan",
        "application/json;q=x" * 200,
        "\x00",
    ],
)
def test_everybody_else_is_led_to_the_page(client, accept):
    entry = builders.event(builders.city())
    answer = asked(client, entry.key, accept)
    if "q=x" in accept:
        assert answer.status_code == 303
    else:
        assert answer["Location"] == f"/fa/events/{entry.key}/"
    assert "Accept" in answer["Vary"]


@pytest.mark.parametrize("accept", ["application/json", "application/ld+json"])
def test_programs_are_told_in_json_what_is_hidden_gone_or_moved(client, accept):
    city = builders.city()
    draft = builders.event(city, publication="draft")
    gone = builders.event(city, publication="withdrawn")
    moved = builders.event(city, key="old-key")
    moved.key = "new-key"
    moved.save()
    missing = asked(client, "no-such-key", accept)
    hidden = asked(client, draft.key, accept)
    assert (hidden.status_code, hidden.content) == (404, missing.content)
    withdrawn = asked(client, gone.key, accept)
    for answer, status in ((missing, 404), (withdrawn, 410)):
        assert (answer.status_code, answer.json()["status"]) == (status, status)
        assert answer["Content-Type"] == "application/json"
        assert answer["Access-Control-Allow-Origin"] == "*"
    led = asked(client, "old-key", accept)
    assert (led.status_code, led.get("Location")) in (
        (303, "/api/v1/events/new-key/"),
        (200, None),
    )


def test_programs_are_told_that_the_tie_of_a_city_is_withdrawn(client):
    tie = builders.tie(publication="withdrawn")
    for key in (tie.key, tie.partner.key):
        assert asked(client, key, "application/json").status_code == 410
        assert asked(client, key, "application/ld+json").status_code == 410


def test_of_a_document_there_is_the_file_alone(client):
    pact = builders.agreement(builders.city())
    paper = Document.objects.create(
        entry=pact.entry_ptr, kind="text", access="public", file=builders.upload()
    )
    answer = asked(client, paper.key, "application/json")
    assert (answer.status_code, answer["Location"]) == (303, f"/fa/documents/{paper.key}/")
