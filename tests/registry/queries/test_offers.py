"""What residents may take part in: the day decides, and the last day still counts."""

from datetime import date

import pytest

from diplomacy.registry.models import EntryLink
from diplomacy.registry.publishing import missing
from diplomacy.registry.queries.offers import offers
from tests import builders

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)


def shown(on: date = TODAY) -> tuple[list[str], list[str]]:
    """Return the keys of what is open and of what opens later."""
    found = offers(on)
    return [event.key for event in found.open], [event.key for event in found.later]


@pytest.mark.parametrize(
    ("start", "end", "where"),
    [
        ("2026-06-01", "2026-06-14", "nowhere"),
        ("2026-06-01", "2026-06-15", "open"),  # its last day still counts
        ("2026-06-15", "2026-06-20", "open"),  # and so does its first
        ("2026-06-16", "2026-06-20", "later"),
        ("2026-06-14", "", "nowhere"),
        ("2026-06-15", "", "open"),  # a single day
        ("2026-06-16", "", "later"),
        ("2026-06", "", "open"),  # until its last possible day
        ("2026-05", "", "nowhere"),
        ("2026", "2026-05", "nowhere"),
        ("2026-07", "2027", "later"),
        ("", "2026-06-15", "open"),
        ("", "2026-06-14", "nowhere"),
        ("", "", "nowhere"),
        ("2026-01-01", "[2026-06-15..]", "nowhere"),  # open for ever, as it were
        ("[2026-01-01..]", "", "nowhere"),
    ],
)
def test_an_offer_stands_where_its_days_say(start, end, where):
    key = builders.offer(builders.city(), start=start, end=end).key
    now, later = shown()
    assert (key in now, key in later) == (where == "open", where == "later")


def test_a_past_offer_leaves_by_itself():
    key = builders.offer(builders.city(), start="2026-06-01", end="2026-06-15").key
    assert shown(date(2026, 5, 31)) == ([], [key])
    assert shown(date(2026, 6, 1)) == ([key], [])
    assert shown(date(2026, 6, 15)) == ([key], [])
    assert shown(date(2026, 6, 16)) == ([], [])


@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_what_is_not_published_is_not_open(state):
    builders.offer(builders.city(), start="2026-06-15", publication=state)
    assert shown() == ([], [])


def test_what_another_entry_supersedes_is_called_off():
    place = builders.city()
    old, new = builders.offer(place, start="2026-06-15"), builders.event(place)
    link = {"entry": new.entry_ptr, "to": old.entry_ptr, "kind": "supersedes"}
    EntryLink.objects.create(**link)
    assert shown() == ([], [])


def test_a_hidden_entry_calls_nothing_off():
    place = builders.city()
    old, new = builders.offer(place, start="2026-06-15"), builders.event(place, publication="draft")
    EntryLink.objects.create(entry=new.entry_ptr, to=old.entry_ptr, kind="supersedes")
    assert shown() == ([old.key], [])


def test_an_event_that_offers_nothing_is_no_offer():
    builders.event(builders.city(), start="2026-06-15")
    assert shown() == ([], [])


def test_the_next_to_close_comes_first_and_then_the_next_to_open():
    place = builders.city()
    days = [("2026-07-01", "2026-09-01"), ("2026-06-20", "2026-12-01"), ("2026-06-01", "2026-07")]
    late, soon, month = (builders.offer(place, start=a, end=b).key for a, b in days)
    today = builders.offer(place, start="2026-06-15").key
    assert shown() == ([today, month], [soon, late])


@pytest.mark.parametrize(
    ("start", "end", "lacking"),
    [
        ("2026-06-15", "", set()),
        ("2026", "2026-09", set()),
        ("", "2026-09", set()),
        ("", "", {"start"}),
        ("[2026-06-15..]", "", {"end"}),
        ("2026-06-15", "[2026-09..]", {"end"}),
    ],
)
def test_staff_are_told_before_publishing_of_an_offer_without_a_last_day(start, end, lacking):
    why = builders.three("date_why", "نامعلوم", "Not known", "不详")
    made = builders.offer(builders.city(), start=start, end=end, publication="draft", **why)
    assert set(missing(made)) == lacking
