"""Calendars to subscribe to: every day as recorded, and none that nobody recorded."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diplomacy.registry.models import City, Delegation, EntryLink
from diplomacy.registry.queries.calendar_days import calendar_days
from tests import builders
from tests.public.subscribing import (
    events_of,
    spans_of,
)

pytestmark = pytest.mark.django_db

CALENDAR = "/en/calendar.ics"
APPROXIMATE = f"{CALENDAR}?approximate=yes"


@pytest.fixture
def partner(settings) -> City:
    """A city with a published tie."""
    settings.SITE_URL = "https://register.test"
    return builders.tie().partner


def titles(response) -> list[str]:
    return [event.summary.value for event in events_of(response)]


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2024-09-25", "", (date(2024, 9, 25), date(2024, 9, 26))),
        ("1403-07-04", "", (date(2024, 9, 25), date(2024, 9, 26))),
        ("1403-12-30", "", (date(2025, 3, 20), date(2025, 3, 21))),
        ("2024-08-30", "2024-09-02", (date(2024, 8, 30), date(2024, 9, 3))),
        ("2024-12-31", "2025-01-01", (date(2024, 12, 31), date(2025, 1, 2))),
        # How long it took is not known: it has its first day, and no more.
        ("2024-08-30", "2024-09", (date(2024, 8, 30), date(2024, 8, 31))),
        ("2024-08-30", "[2024-08-30..]", (date(2024, 8, 30), date(2024, 8, 31))),
    ],
)
def test_what_is_recorded_to_the_day_has_that_day(client, partner, start, end, days):
    builders.event(partner, start=start, end=end)
    assert spans_of(client.get(CALENDAR)) == spans_of(client.get(APPROXIMATE)) == [days]


@pytest.mark.parametrize(
    ("start", "days"),
    [
        ("2024-09", (date(2024, 9, 1), date(2024, 10, 1))),
        ("1403-07", (date(2024, 9, 22), date(2024, 10, 22))),
        ("2024", (date(2024, 1, 1), date(2025, 1, 1))),
        ("1403", (date(2024, 3, 20), date(2025, 3, 21))),
        ("2024~", (date(2024, 1, 1), date(2025, 1, 1))),
        ("2024-09-25~", (date(2024, 9, 25), date(2024, 9, 26))),
        ("[2024-09-25..2024-10-02]", (date(2024, 9, 25), date(2024, 10, 3))),
        ("[2022-03,2022-05]", (date(2022, 3, 1), date(2022, 6, 1))),
    ],
)
def test_what_is_not_recorded_to_the_day_stands_there_only_when_asked_for_and_says_so(
    client, partner, start, days
):
    builders.event(partner, title_en="A", start=start)
    assert spans_of(client.get(CALENDAR)) == []
    asked = client.get(APPROXIMATE)
    assert spans_of(asked) == [days]
    event = events_of(asked)[0]
    assert event.summary.value.startswith("A (day not known: ")
    assert "The day is not known: this spans every possible day." in event.description.value
    assert "day not known" in event.categories.value


@pytest.mark.parametrize(
    "start", ["", "[..2025]", "[..2025-05-13]", "[2025-10-19..]", "XXXX-05-28"]
)
def test_what_lies_between_no_two_days_is_in_no_calendar(client, partner, start):
    builders.event(partner, start=start)
    assert spans_of(client.get(CALENDAR)) == spans_of(client.get(APPROXIMATE)) == []


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        ("fa", "الف (روز آن دانسته نیست: مهر ۱۴۰۳ · سپتامبر–اکتبر ۲۰۲۴)", "همهٔ روزهای ممکن"),
        ("en", "A (day not known: September–October 2024 · Mehr 1403)", "every possible day"),
        ("zh-hans", "甲（具体日期不详：2024年9月至10月 · 伊朗历1403年7月）", "所有可能的日期"),
    ],
)
def test_that_the_day_is_not_known_is_said_in_the_language(client, partner, language, title, text):
    builders.event(partner, start="1403-07", **builders.three("title", "الف", "A", "甲"))
    event = events_of(client.get(f"/{language}/calendar.ics?approximate=yes"))[0]
    assert event.summary.value == title
    assert text in event.description.value


@pytest.mark.parametrize(
    ("progress", "start", "title", "status"),
    [
        ("completed", "2020-01-01", "A", "CONFIRMED"),
        ("under_way", "2020-01-01", "Under way: A", "CONFIRMED"),
        ("planned", "2090-01-01", "Planned: A", "TENTATIVE"),
        ("announced", "2090-01-01", "Announced: A", "TENTATIVE"),
        ("announced", "2020-01-01", "Whether it took place is not recorded: A", "TENTATIVE"),
        ("postponed", "2090-01-01", "Postponed: A", "CANCELLED"),
        ("cancelled", "2020-01-01", "Cancelled: A", "CANCELLED"),
    ],
)
def test_a_visit_is_as_sure_as_its_state(client, partner, progress, start, title, status):
    builders.delegation(partner, title_en="A", progress=progress, start=start)
    event = events_of(client.get(CALENDAR))[0]
    assert (event.summary.value, event.status.value) == (title, status)


def test_every_state_of_a_visit_has_its_status(client, partner):
    for progress in Delegation.Progress:
        builders.delegation(partner, progress=progress)
    assert len(events_of(client.get(CALENDAR))) == len(Delegation.Progress)


@pytest.mark.parametrize(
    ("make", "fields", "status"),
    [
        (builders.agreement, {}, "CONFIRMED"),
        (builders.agreement, {"start": "2090-01-01"}, "TENTATIVE"),
        (builders.agreement, {"paper_state": "draft"}, "TENTATIVE"),
        (builders.event, {}, "CONFIRMED"),
        (builders.event, {"start": "2090-01-01"}, "TENTATIVE"),
        (builders.event, {"type": "plan"}, "TENTATIVE"),
        (builders.commitment, {}, "CONFIRMED"),
        (builders.restriction, {"start": "2090-01-01"}, "CONFIRMED"),
    ],
)
def test_what_is_to_come_is_not_yet_certain(client, partner, make, fields, status):
    make(partner, **fields)
    assert events_of(client.get(CALENDAR))[0].status.value == status


def test_a_promise_does_not_look_as_if_it_were_kept_on_the_day_on_which_it_was_given(
    client, partner
):
    builders.commitment(partner, title_en="A forum", force="plan", start="2025-05-13")
    builders.commitment(partner, title_en="A week", force="proposal", start="2025-05")
    assert titles(client.get(APPROXIMATE)) == [
        "Said then (proposal): A week (day not known: May 2025 · Ordibehesht–Khordad 1404)",
        "Said then (plan): A forum",
    ]


def test_a_day_that_no_source_states_says_so_and_why(client, partner):
    builders.event(partner, start="2013-08-20", date_basis="inferred", date_why_en="A Tuesday.")
    builders.event(partner, start="2013-08-21", date_basis="stated")
    inferred, stated = (event.description.value for event in events_of(client.get(CALENDAR)))
    assert inferred.startswith("20 August 2013 · 29 Mordad 1392 · inferred\nA Tuesday.\n")
    assert "inferred" not in stated


def test_mere_words_are_in_no_calendar(client, partner):
    for words in ("claim", "list", "assessment"):
        builders.event(partner, type=words)
    assert events_of(client.get(APPROXIMATE)) == []


def test_the_end_of_a_term_and_the_day_of_a_promise_are_in_it(client, partner):
    paper = builders.agreement(partner, title_en="Pact", start="2020", expires="2090-01-01")
    promise = builders.commitment(partner, title_en="Promise", start="2020", due="2090-02-01")
    first, second = events_of(client.get(CALENDAR))
    assert first.summary.value == "Last day of the term: Pact"
    assert first.uid.value == f"term-{paper.key}@register.test"
    assert first.dtstart.value == date(2090, 1, 1)
    assert second.summary.value == "Due: Promise"
    assert second.uid.value == f"due-{promise.key}@register.test"
    assert first.status.value == second.status.value == "CONFIRMED"


@pytest.mark.parametrize(
    ("expires", "terminated", "found"),
    [
        ("2030-01-01", "", ["Last day of the term: Pact"]),
        ("2030-01-01", "2025-01-01", ["Ended by a party: Pact"]),
        ("2030-01-01", "2030-01-01", ["Ended by a party: Pact"]),
        ("2030-01-01", "[..2025]", []),
        ("2030-01-01", "2025", []),
        ("", "2025-01-01", ["Ended by a party: Pact"]),
        ("2030-01", "", []),
        ("2030", "2025-01", []),
    ],
)
def test_a_term_that_a_party_cut_short_has_no_last_day(client, partner, expires, terminated, found):
    ends = {"expires": expires, "terminated": terminated}
    builders.agreement(partner, title_en="Pact", start="2020", **ends)
    assert titles(client.get(CALENDAR)) == found


@pytest.mark.parametrize(("state", "found"), [("published", 0), ("draft", 1), ("withdrawn", 1)])
def test_only_a_published_paper_that_renews_another_takes_its_end(client, partner, state, found):
    old = builders.agreement(partner, start="2020", expires="2030-01-01")
    new = builders.agreement(partner, start="2029", publication=state)
    EntryLink.objects.create(entry=new.entry_ptr, kind="renews", to=old.entry_ptr)
    assert len(events_of(client.get(CALENDAR))) == found


@pytest.mark.parametrize(
    ("fields", "verdict", "found"),
    [
        ({}, "", 1),
        ({}, "in_progress", 1),
        ({}, "delivered", 0),
        ({}, "not_delivered", 0),
        ({"force": "proposal"}, "", 0),
        ({"due": "2030-01"}, "", 0),
    ],
)
def test_only_what_was_promised_and_is_open_falls_due(client, partner, fields, verdict, found):
    promise = builders.commitment(partner, **{"start": "2020", "due": "2030-01-01"} | fields)
    if verdict:
        promise.reviews.create(verdict=verdict, on="2025-01-01", words_en="So it is.")
    assert len(events_of(client.get(CALENDAR))) == found


def test_a_month_in_which_something_ends_is_spanned_when_asked_for(client, partner):
    builders.agreement(partner, title_en="Pact", start="", expires="2030-02")
    event = events_of(client.get(APPROXIMATE))[0]
    assert (event.dtstart.value, event.dtend.value) == (date(2030, 2, 1), date(2030, 3, 1))
    assert event.summary.value.startswith("Last day of the term: Pact (day not known: ")


def test_what_ends_or_is_due_is_looked_for_in_its_own_table(partner):
    """Whatever the database knows of its tables, no walk over all published entries."""
    with CaptureQueriesContext(connection) as asked:
        calendar_days()
    dated = [row["sql"] for row in asked if "NULLS LAST" in row["sql"]]
    assert len(dated) == 3
    for sql in dated:
        with connection.cursor() as cursor:
            way = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
            cursor.execute(f"{way} {sql}")
            plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
        first = re.search(r"(SCAN|SEARCH|Scan) .*", plan)[0]
        assert re.match(r"(SCAN|Scan on) registry_(agreement|commitment)\b", first), plan
