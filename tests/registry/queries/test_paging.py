"""Turning pages: every row once and in order, whatever is written meanwhile or sent to us."""

import json
from base64 import b64encode
from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diplomacy.registry.models import Country, Entry, EntryCity
from diplomacy.registry.queries.overview import in_order, public_ties
from diplomacy.registry.queries.paging import (
    CITY_NEWEST_FIRST,
    CITY_OLDEST_FIRST,
    NEWEST_FIRST,
    OLDEST_FIRST,
    Page,
    by_name,
    every_id,
    page_of,
)
from tests.builders import city, event, tie

pytestmark = pytest.mark.django_db

TEXTS = ["", "2019", "2020-05-04", "2020-05", "2021-01-01"]
STARTS = st.lists(st.sampled_from(TEXTS), max_size=9)


def walk(rows, order, size, meanwhile=lambda: None) -> list:
    """Return all rows as a reader finds them who turns every page."""
    page = page_of(rows, order, size=size)
    found = [*page.rows]
    while page.after:
        meanwhile()
        page = page_of(rows, order, after=page.after, size=size)
        found += page.rows
    return found


def expected(order) -> list[int]:
    rows = list(Entry.objects.all())
    newest = order[0].startswith("-")
    rows.sort(key=lambda e: (e.ordering_day, e.pk), reverse=newest)
    return [e.pk for e in sorted(rows, key=lambda e: e.is_undated)]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(starts=STARTS, size=st.integers(1, 4), order=st.sampled_from([NEWEST_FIRST, OLDEST_FIRST]))
def test_a_full_walk_yields_every_row_exactly_once_in_order(starts, size, order):
    Entry.objects.all().update(publication="draft")
    Entry.objects.all().delete()
    for start in starts:
        event(start=start, sources=[])
    assert [e.pk for e in walk(Entry.objects.all(), order, size)] == expected(order)
    at_once = list(every_id(Entry.objects.all(), order, size))
    assert [pk for ids in at_once for pk in ids] == expected(order)
    assert all(0 < len(ids) <= size for ids in at_once)


NAMES = ["پ", "ب", "آ", "Zed", "Äb", "ab", "重庆", "长安", "重 庆", "12", "3"]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    names=st.lists(st.sampled_from(NAMES), max_size=9),
    size=st.integers(1, 4),
    language=st.sampled_from(["fa", "en", "zh-hans"]),
)
def test_a_walk_by_name_yields_every_row_exactly_once_in_order(names, size, language):
    Country.objects.all().delete()
    for number, name in enumerate(names):
        Country.objects.create(key=f"c{number}", name_fa=name)
    with translation.override(language):
        found = walk(Country.objects.all(), by_name(), size)
        assert found == sorted(Country.objects.all(), key=lambda one: one.sort_key)
    assert len(found) == len(names)


def test_ties_stand_leading_first_then_by_the_name_of_the_partner():
    for name, leading in (("Zed", False), ("Mid", True), ("Ab", False), ("Ax", True)):
        tie(city(name_en=name), leading=leading, position=0)
    with translation.override("en"):
        found = walk(public_ties(), in_order(), 2)
    assert [one.partner.name_en for one in found] == ["Ax", "Mid", "Ab", "Zed"]


@pytest.mark.parametrize("order", [NEWEST_FIRST, OLDEST_FIRST])
def test_rows_written_while_pages_are_turned_hide_and_repeat_none(order):
    before = {event(start=start, sources=[]).pk for start in TEXTS * 2}
    starts = iter(["2025", "1999", "", "2020-05-04"] * 9)
    found = [e.pk for e in walk(Entry.objects.all(), order, 2, lambda: event(start=next(starts)))]
    assert len(found) == len(set(found))
    assert before <= set(found)
    assert [pk for pk in found if pk in before] == [pk for pk in expected(order) if pk in before]


@pytest.mark.parametrize("order", [CITY_NEWEST_FIRST, CITY_OLDEST_FIRST])
def test_undated_entries_come_last_in_both_orders(order):
    place = city()
    for start in ["", "2020", "2024"]:
        event(place, start=start, sources=[])
    days = [row.day for row in walk(EntryCity.objects.filter(city=place), order, 1)]
    assert days[-1] == date.min
    assert date.min not in days[:-1]


@pytest.mark.parametrize("order", [NEWEST_FIRST, OLDEST_FIRST])
def test_the_way_back_shows_what_the_way_forward_showed(order):
    for start in TEXTS:
        event(start=start, sources=[])
    rows = Entry.objects.all()
    pages = [page_of(rows, order, size=2)]
    while pages[-1].after:
        pages.append(page_of(rows, order, after=pages[-1].after, size=2))
    back = page_of(rows, order, before=pages[-1].before, size=2)
    assert back.rows == pages[-2].rows
    assert page_of(rows, order, before=back.before, size=2).rows == pages[0].rows


def test_lists_are_walked_by_their_position_and_key_too():
    for key in ("cc", "aa", "bb"):
        Country.objects.create(key=key, name_en=key)
    assert [row.key for row in walk(Country.objects.all(), ("key",), 1)] == ["aa", "bb", "cc"]


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "=" * 10,
        "a" * 5000,
        "W10",  # []
        "WyIyMDIwLTAxLTAxIl0",  # too short a list
        "WyJub3QgYSBkYXkiLCIxIl0",  # ["not a day","1"]
        "WyIyMDIwLTAxLTAxIiwiOTk5OTk5OTk5OTk5OTk5OTk5OTkiXQ",  # an id no database can hold
        "WyIyMDIwLTAxLTAxXHUwMDAwIiwiMSJd",  # a NUL
        "WyIyMDIwLTAxLTAxIiwxXQ",  # a number where a text belongs
        "W1tbW1tbW1tbW1tbW1tb",
        "سلام",
        "\0",
    ],
)
def test_a_forged_or_cut_cursor_gives_the_first_page(cursor):
    event(start="2020")
    first = page_of(Entry.objects.all(), NEWEST_FIRST)
    assert page_of(Entry.objects.all(), NEWEST_FIRST, after=cursor) == first
    assert page_of(Entry.objects.all(), NEWEST_FIRST, before=cursor) == first


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    cursor=st.one_of(
        st.text(max_size=60),
        st.binary(max_size=60).map(lambda held: b64encode(held).decode()),
        st.lists(st.text(max_size=12), max_size=3).map(
            lambda held: b64encode(json.dumps(held).encode()).decode()
        ),
        st.tuples(st.dates().map(str), st.integers().map(str)).map(
            lambda held: b64encode(json.dumps(held).encode()).decode()
        ),
    ),
    order=st.sampled_from([NEWEST_FIRST, OLDEST_FIRST]),
)
def test_whatever_cursor_is_sent_the_page_holds_rows_of_the_list_in_order(cursor, order):
    if not Entry.objects.exists():
        for start in TEXTS:
            event(start=start, sources=[])
    whole = expected(order)
    for page in (
        page_of(Entry.objects.all(), order, after=cursor, size=2),
        page_of(Entry.objects.all(), order, before=cursor, size=2),
    ):
        found = [row.pk for row in page.rows]
        place = whole.index(found[0])
        assert found == whole[place : place + len(found)]


@pytest.mark.parametrize(
    "moment",
    [
        "0001-01-01",
        "2020-01-01 00:00:00",  # of no zone
        "0001-01-01 00:00:00+14:00",  # before the first day there is
        "9999-12-31 23:59:59-14:00",
    ],
)
def test_a_moment_that_no_row_can_hold_gives_the_first_page(moment):
    event(published_at=datetime(2020, 1, 1, tzinfo=UTC))
    cursor = b64encode(json.dumps([moment, "1"]).encode()).decode()
    order = ("-published_at", "-id")
    first = page_of(Entry.objects.all(), order)
    assert page_of(Entry.objects.all(), order, after=cursor) == first


def test_a_page_costs_one_query_however_deep(django_assert_num_queries):
    for _ in range(6):
        event(start="2020", sources=[])
    rows = Entry.objects.all()
    first = page_of(rows, NEWEST_FIRST, size=2)
    second = page_of(rows, NEWEST_FIRST, after=first.after, size=2)
    with django_assert_num_queries(1):
        page_of(rows, NEWEST_FIRST, after=second.after, size=2)


def test_nothing_to_show_is_one_whole_page():
    page = page_of(Entry.objects.all(), NEWEST_FIRST)
    assert page == Page((), "", "")
    assert page.is_whole
