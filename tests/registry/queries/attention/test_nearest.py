"""The anniversaries that readers are told of are the same as if all papers were read."""

from datetime import date, timedelta
from random import Random
from types import SimpleNamespace

import pytest

from diplomacy.calendars import UNKNOWN, PartialDate
from diplomacy.registry.queries.attention import nearest
from diplomacy.registry.queries.attention.anniversaries import anniversary_ahead, celebrated
from diplomacy.registry.queries.attention.nearest import nearest_anniversaries
from tests import builders

LIMIT = 6


def all_read(on: date) -> list:
    """Return the first ones of all papers that are celebrated."""
    coming = [
        found for paper in celebrated(on, public=True) if (found := anniversary_ahead(paper, on))
    ]
    coming.sort(key=lambda one: (one.years % 10 != 0, one.day.ordering_day, one.paper.pk))
    return coming[:LIMIT]


def told(found: list) -> list:
    return [(one.paper.pk, one.years, one.day) for one in found]


def a_date(random: Random, years: range, *, solar: bool) -> str:
    year = random.choice(years) - (621 if solar else 0)
    month = random.randint(1, 12)
    day = random.choice([1, 28, 29, random.randint(1, 29)])
    if month == 2 and not solar:
        day = min(day, 28)
    return f"{year}-{month:02}" + random.choice(["", f"-{day:02}", f"-{day:02}"])


def test_no_anniversary_lies_outside_the_days_that_are_looked_at():
    random = Random(7)
    leap = ["1988-02-29", "2004-02-29", "2004-02", "1379-12-30", "1379-12", "1375-12-30", "1375-12"]
    starts = [
        a_date(random, range(1968, 2027), solar=solar) for solar in (0, 1) for _ in range(800)
    ]
    seen = 0
    for text in starts + leap * 40:
        on = date(2024, 1, 1) + timedelta(random.randrange(2000))
        paper = SimpleNamespace(
            start=PartialDate.parse(text), expires=UNKNOWN, terminated=UNKNOWN, pk=1
        )
        found = anniversary_ahead(paper, on)
        if found and found.years < nearest.LONGEST:
            ((first, last),) = nearest._spans(on, [found.years], found.day.ordering_day)
            assert first <= paper.start.ordering_day <= last, (text, on)
            seen += 1
    assert seen > 800


@pytest.fixture
def papers(db):
    """More papers than are all read at once; more and more of them in summer, some of long ago."""
    random, partner = Random(11), builders.tie(leading=True).partner
    builders.agreement(partner, instrument="loi", start="1990-08-02")
    classes = ("sister", "friendship", "mou", "mou", "loi")
    for number in range(nearest.FEW * 2):
        start = a_date(random, range(1950, 2026), solar=number % 3 == 0)
        if number % 4 == 0:
            start = f"{random.randrange(1966, 2017, 10)}-{random.choice(['07', '07-20', '08-01'])}"
        ends = random.choice([{}, {}, {}, {"expires": "2026-07-25"}, {"terminated": "2027-01-01"}])
        builders.agreement(
            instrument=random.choice(classes),
            start=start,
            publication="published" if number % 7 else "draft",
            **ends,
        )


def test_the_same_are_told_as_of_all(papers, django_assert_max_num_queries):
    asked = set()
    for days in range(0, 400, 14):
        on = date(2026, 6, 1) + timedelta(days)
        with django_assert_max_num_queries(3) as captured:
            found = nearest_anniversaries(on, LIMIT)
        assert told(found) == told(all_read(on)), on
        asked.add(len(captured))
    assert asked >= {1, 2}


@pytest.mark.django_db
def test_few_are_read_at_once(django_assert_num_queries):
    on = date(2026, 6, 1)
    for start in ("2000-07-01", "1996-12-24", "2001"):
        builders.agreement(builders.city(), instrument="sister", start=start)
    with django_assert_num_queries(1):
        found = nearest_anniversaries(on, LIMIT)
    assert told(found) == told(all_read(on))
    assert [one.years for one in found] == [30, 26]
