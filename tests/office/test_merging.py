"""Merging on the desk: choosing two records, seeing what would happen, undoing it."""

import html5lib
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from diplomacy.accounts.roles import Role
from diplomacy.registry.merging import NOUNS, merge
from diplomacy.registry.models import City, Merge, TwinnedPlace, TwinningSource
from tests import builders
from tests.registry.admin.conftest import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> Client:
    client = Client()
    client.force_login(member("administrator"))
    return client


def page(name: str, *args: object) -> str:
    return reverse(f"desk:{name}", args=args)


@pytest.mark.parametrize("role", Role)
def test_only_administrators_merge(role):
    client = Client()
    client.force_login(member(role))
    done = merge(builders.city(), builders.city(), member("administrator"))
    allowed = role == Role.ADMINISTRATOR
    for address in (page("merges"), page("merge")):
        assert client.get(address).status_code == (200 if allowed else 403)
    assert client.post(page("merge"), {}).status_code == (409 if allowed else 403)
    undone = client.post(page("merge-undo", done.pk))
    assert undone.status_code == (302 if allowed else 403)
    done.refresh_from_db()
    assert bool(done.undone_at) == allowed


def test_a_visitor_is_sent_to_sign_in(client):
    for address in (page("merges"), page("merge")):
        assert client.get(address).status_code == 302


def test_a_record_is_found_by_any_name_in_any_script(chief):
    made = builders.city("Kept", "ماندگار شهر", "留城")
    for words in ("kept", "ماندگارشهر", "留城"):
        answer = chief.get(page("merge"), {"noun": "city", "keep_words": words})
        assert answer.context["sides"][0].chosen == made


def test_two_chosen_records_show_what_would_happen_and_nothing_happens(chief):
    kept, other = builders.city("Kept", wikidata_id="Q1"), builders.city("Gone", wikidata_id="Q2")
    builders.event(other)
    builders.event(other, kept, title_en="Of both")
    listed = TwinningSource.objects.create(key="list", date="2024-01-01")
    TwinnedPlace.objects.create(source=listed, name="Printed", city=other)
    answer = chief.get(page("merge"), {"noun": "city", "keep": "kept", "other": "gone"})
    text = answer.content.decode()
    assert answer.context["moves"] == [("entries", 1)]
    for shown in ("Of both", "Q1", "Q2", "Gone"):
        assert shown in text
    assert City.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("noun", NOUNS)
def test_each_noun_is_merged_and_parted_from_the_list(chief, noun):
    maker = {"relationship": builders.tie}.get(noun, getattr(builders, noun, None))
    kept, other = maker(), maker()
    typed = {"noun": noun, "keep": kept.key, "other": other.key}
    answer = chief.post(page("merge"), typed, follow=True)
    assert "is merged into" in answer.content.decode()
    assert not type(other).objects.filter(pk=other.pk).exists()
    answer = chief.post(page("merge-undo", Merge.objects.get().pk), follow=True)
    assert "is back" in answer.content.decode()
    assert type(other).objects.filter(key=other.key).exists()


def test_what_stands_in_the_way_is_said_and_the_choice_is_kept(chief):
    kept, other = builders.city("Kept"), builders.city("Gone")
    builders.tie(kept)
    builders.tie(other)
    typed = {"noun": "city", "keep": "kept", "other": "gone"}
    for answer in (chief.get(page("merge"), typed), chief.post(page("merge"), typed)):
        assert "Merge one of these ties into the other first." in answer.content.decode()
        assert [side.chosen for side in answer.context["sides"]] == [kept, other]
    assert answer.status_code == 422


def test_an_undo_that_is_refused_says_why(chief):
    done = merge(builders.city(), builders.city(), member("administrator"))
    chief.post(page("merge-undo", done.pk))
    again = chief.post(page("merge-undo", done.pk), follow=True)
    assert "undone already" in again.content.decode()
    assert chief.get(page("merge-undo", done.pk)).status_code == 405
    assert chief.post(page("merge-undo", 10**15)).status_code == 404


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"noun": "source"}, 404),
        ({"noun": "\x00"}, 404),
        ({"keep": "\x00", "other": "\x00"}, 200),
        ({"keep": "x" * 5000, "keep_words": "\x00" * 300}, 200),
        ({"keep_words": "%" * 500}, 200),
        ({"keep": "nobody", "other": "nothing"}, 200),
    ],
)
def test_no_parameter_breaks_the_page(chief, given, status):
    assert chief.get(page("merge"), given).status_code == status


@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_the_pages_are_whole_in_every_language_without_foreign_digits(chief, language):
    kept, other = builders.city(), builders.city(latitude=35.5, longitude=1.0)
    builders.event(kept, other)
    merge(builders.city(), builders.city(), member("administrator"))
    with translation.override(language):
        addresses = [page("merges"), page("merge")]
    for address in addresses:
        answer = chief.get(address, {"keep": kept.key, "other": other.key})
        text = answer.content.decode()
        html5lib.parse(text)
        assert answer.status_code == 200
        # With its fraction: the numbers of made-up names may hold the same two digits.
        assert ("۳۵.۵" in text) == (language == "fa" and address == addresses[1])


def test_the_list_costs_the_same_at_five_and_at_twenty_merges(chief):
    costs = []
    for number in (5, 15):
        for _one in range(number):
            merge(builders.city(), builders.city(), member("administrator"))
        with CaptureQueriesContext(connection) as asked:
            chief.get(page("merges"))
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 12
