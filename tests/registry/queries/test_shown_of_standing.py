"""The page of a tie with a long history shows the same, made of the few entries that it names."""

from datetime import date
from random import Random

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from diplomacy.registry.models import Relationship, Restriction
from diplomacy.registry.queries.city_detail import public_tie
from diplomacy.registry.queries.overview import public_ties
from diplomacy.registry.queries.standing import Standing, standing_shown, with_contacts
from diplomacy.registry.queries.standing.shown import MOST_WHOLE
from tests import builders
from tests.repeatable import repeatable

from .test_enough_for_standing import DATES, Made, values

pytestmark = pytest.mark.django_db
SOURCES = ["press", "own_news", "state_news", "official_page", "signed_paper", "list"]


def shown(where: Standing) -> tuple:
    """Return what the templates of the page take of a standing."""
    said, stops = where.said, where.restrictions
    return (
        values(where)[:4] + values(where)[5:],
        [(len(entries) > 3, entries[:3]) for entries in (where.form.entries, where.stage.entries)],
        where.activity.entries,
        [(one.event, one.citations) for one in said[:20]],
        (len(said) > 4, len(said) > 20),
        (stops[-5:], stops[:3], len(stops) > 3, len(stops) > 5),
        [stop.body for stop in stops[-5:]],
        where.certainty.sources[:3],
    )


def both(tie: Relationship, day: date) -> tuple[Standing, Standing]:
    return tuple(standing_shown(tie, day, is_long=is_long) for is_long in (True, False))


@given(st.integers(0, 2**32))
@repeatable(3)
def test_a_page_shows_the_same_of_a_few_as_of_all(seed):
    with transaction.atomic():
        Made(Random(seed))
        for day in DATES:
            for tie in with_contacts(public_ties(), public=True, on=day):
                few, all_of_it = both(tie, day)
                assert shown(few) == shown(all_of_it), (seed, tie, day)
        transaction.set_rollback(True)


def _much(tie: Relationship, chance: Random, form: str) -> None:
    """Make more of each than a page names, in no order, drafts and what is to come among it."""
    city, home = tie.partner, tie.home_end
    bodies = [None, builders.organisation(city=home), builders.organisation(city=city)]
    common = builders.source(kind="press")

    def shared(most: int) -> dict:
        sources = [
            builders.source(kind=chance.choice(SOURCES), organisation=chance.choice(bodies))
            for _ in range(chance.randrange(most))
        ]
        return {
            "start": f"{chance.randrange(1990, 2023)}-0{chance.randrange(1, 10)}",
            "publication": "draft" if chance.random() < 0.1 else "published",
            "sources": [common, *sources] if chance.random() < 0.9 else sources,
        }

    for kind, number in (("claim", 32), ("list", 30), ("assessment", 8)):
        for _ in range(number):
            form_said = "" if kind == "assessment" else chance.choice(["", form, "mou"])
            builders.event(city, type=kind, claimed_form=form_said, **shared(2))
    for _ in range(14):
        builders.restriction(city, scope=chance.choice(Restriction.Scope.values), **shared(1))
    for _ in range(14 if form else 0):
        paper = builders.agreement(city, instrument=chance.choice([form, "loi"]), **shared(2))
        if chance.random() < 0.1:
            builders.cite(paper, common, about="instrument", value="loi")


@pytest.mark.parametrize(("seed", "form"), [(1, "sister"), (2, "friendship"), (3, "")])
def test_of_more_than_a_page_names_it_names_the_same(seed, form):
    tie = builders.tie()
    _much(tie, Random(seed), form)
    (tie,) = with_contacts(public_ties(), public=True, on=date(2020, 6, 1))
    few, all_of_it = both(tie, date(2020, 6, 1))
    assert len(few.said) < len(all_of_it.said) > 40
    assert len(all_of_it.restrictions) > 5
    assert shown(few) == shown(all_of_it)


def test_sources_beyond_the_first_papers_are_found():
    """Own words and further sources come late among many papers of one source."""
    tie = builders.tie()
    common, late = builders.source(kind="press"), builders.source(kind="press")
    body = builders.organisation(city=tie.partner)
    own = builders.source(kind="own_news", organisation=body)
    for number in range(9):
        sources = [common, *([late] if number == 6 else []), *([own] if number == 7 else [])]
        builders.agreement(tie.partner, instrument="sister", start=f"200{number}", sources=sources)
    today = timezone.localdate()
    (tie,) = with_contacts(public_ties(), public=True, on=today)
    few, all_of_it = both(tie, today)
    assert few.certainty.sources[:3] == (own, common, late)
    assert shown(few) == shown(all_of_it)
    assert len(few.form.entries) < len(all_of_it.form.entries)


def test_what_bears_on_a_tie_is_long_or_not():
    tie = builders.tie()
    for _ in range(MOST_WHOLE):
        builders.event(tie.partner, type="claim", start="2001")
    today = timezone.localdate()
    assert not public_tie(tie.partner.key, today, with_parts=True).long_ground
    builders.event(tie.partner, type="claim", start="2002")
    assert public_tie(tie.partner.key, today, with_parts=True).long_ground
