"""Nothing hidden leaves by the API: no word, no number, no tag, no place in an order."""

from collections.abc import Iterator
from itertools import cycle

import pytest
from django.db import transaction

from diplomacy.opendata.api_lists import API_LISTS
from diplomacy.opendata.objects import NOUNS
from diplomacy.registry.models import Delegation, Document, Entry, Person, Source
from tests import builders
from tests.canaries import canaries, register
from tests.opendata.register import everything, hidden_neighbours

__all__ = ["canaries", "register"]

pytestmark = pytest.mark.django_db

PARAMETERS = ("", "limit=1", "limit=1&order=oldest", "city=partnerville-1", "words=e", "words=zq",
              "year=2020", "kind=event", "form=none", "on=2030-01-01", "state=open")  # fmt: skip


def addresses() -> Iterator[str]:
    """Yield every address of the API: lists however narrowed, objects of every key there is."""
    yield "/api/v1/"
    for name, listed in API_LISTS.items():
        known = {one.name for one in listed.parameters}
        for query in PARAMETERS:
            if {part.partition("=")[0] for part in query.split("&") if part} <= known:
                yield f"/api/v1/{name}/?{query}"
    for name, noun in NOUNS.items():
        for key in noun.model._base_manager.values_list("key", flat=True):
            yield f"/api/v1/{name}/{key}/"


def test_no_hidden_word_shows_at_any_address(client, register, canaries):
    """Readers' languages take turns: a record is told in all three, only a refusal in theirs."""
    assert len(canaries.words) > 200
    statuses = set()
    for address, language in zip(addresses(), cycle(("fa", "en", "zh")), strict=False):
        answer = client.get(address, headers={"accept-language": language})
        statuses.add(answer.status_code)
        said = answer.content + str(dict(answer.headers)).encode()
        # Nothing is said back of an address that a reader knew already.
        asked = {word for word in canaries.words if word in address}
        shown = {word for word in canaries.words - asked if word.encode() in said}
        assert not shown, f"{address} shows {shown}"
        if asked:
            assert answer.status_code in (404, 410)
    assert statuses <= {200, 400, 404, 410}
    assert 410 in statuses


def test_no_hidden_word_is_known_as_a_value(client, register, canaries):
    never = client.get("/api/v1/agreements/?city=never-was").content
    for word in sorted(canaries.words)[::20]:
        assert client.get("/api/v1/agreements/", {"city": word}).content == never
        assert client.get("/api/v1/sources/", {"words": word}).json()["items"] == []


def answers(client, public: list[str]) -> dict[str, tuple]:
    found = {}
    for address in public:
        answer = client.get(address)
        headers = {name: value for name, value in answer.items() if name != "X-Request-ID"}
        found[address] = (answer.status_code, answer.content, headers)
    return found


def test_whatever_is_hidden_every_answer_is_the_same_to_the_byte(client):
    tie = everything()
    public = [address.replace("partnerville-1", tie.partner.key) for address in addresses()]
    before = answers(client, public)
    with transaction.atomic():
        hidden_neighbours(tie)
        assert answers(client, public) == before
    assert sum(status == 200 for status, *_ in before.values()) > 40


def test_hidden_records_are_answered_as_if_they_had_never_been(client):
    tie = everything()
    public = set(addresses())
    hidden_neighbours(tie)
    never = {name: client.get(f"/api/v1/{name}/never-was/").content for name in NOUNS}
    for address in set(addresses()) - public:
        name = address.split("/")[3]
        answer = client.get(address)
        assert answer.status_code in (404, 410)
        if answer.status_code == 404:
            assert answer.content == never[name]


def test_what_staff_keep_to_themselves_is_not_in_a_public_record(client):
    visit = builders.delegation(builders.tie().partner, sources=[])
    Delegation.objects.filter(pk=visit.pk).update(cost=4711, currency="XTS", cost_shown=False)
    Entry.objects.filter(pk=visit.pk).update(staff_note="hush-note")
    unlinked = builders.source(url="https://unlinked.test/hush", linked=False)
    Source.objects.filter(pk=unlinked.pk).update(staff_note="hush-note")
    builders.cite(visit, unlinked)
    shown, unnamed = builders.person(contact="hush-contact"), builders.person(name_en="hush-name")
    builders.took_part(visit, person=shown, name_shown=True)
    builders.took_part(visit, person=unnamed, name_shown=False, office_en="a clerk")
    Document.objects.create(
        entry=visit.entry_ptr, kind="report", title_en="hush-paper", access="restricted",
        file=builders.upload(),
    )  # fmt: skip
    told = ""
    for address in addresses():
        told += client.get(address, headers={"accept-language": "en"}).content.decode()
    assert "a clerk" in told
    assert unlinked.title in told
    assert shown.name_en in told
    for hidden in ("4711", "XTS", "hush", "unlinked.test"):
        assert hidden not in told
    assert client.get(f"/api/v1/people/{unnamed.key}/").status_code == 404


def test_a_cost_that_is_released_is_told(client):
    visit = builders.delegation(builders.tie().partner)
    Delegation.objects.filter(pk=visit.pk).update(cost=4711, currency="XTS", cost_shown=True)
    told = client.get(f"/api/v1/delegations/{visit.key}/").json()
    assert (float(told["cost"]), told["currency"]) == (4711, "XTS")
    assert Person.objects.count() == 0
