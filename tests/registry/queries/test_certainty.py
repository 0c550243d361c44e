"""How we know where a tie stands, and what is restricted."""

from datetime import date

import pytest

from diplomacy.registry.models import Difference, Event, Form, Relationship
from diplomacy.registry.queries.standing import Certainty, standing
from tests import builders

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def certainty(tie: Relationship) -> Certainty:
    return standing(tie, TODAY).certainty.value


def test_a_restriction_holds_from_its_day_to_its_last_and_ends_no_tie():
    tie = builders.tie()
    builders.agreement(tie.partner, instrument="sister", start="2000-10-27")
    held = builders.restriction(tie.partner, start="2023-01-31", end="2024-05-31")
    days = {day: standing(tie, day) for day in (date(2023, 1, 30), date(2023, 1, 31))}
    assert [found.restrictions for found in days.values()] == [(), (held,)]
    assert standing(tie, date(2024, 5, 31)).restrictions == (held,)
    assert standing(tie, date(2024, 6, 1)).restrictions == ()
    assert {found.form.value for found in days.values()} == {Form.SISTER}


def test_a_stop_of_all_contacts_is_not_called_some():
    some, every = builders.tie(), builders.tie()
    builders.restriction(some.partner, scope="travel")
    builders.restriction(every.partner, scope="all")
    assert "some contacts are suspended" in standing(some, TODAY).sentence
    assert "all contacts are suspended" in standing(every, TODAY).sentence


def test_nobody_disputes_before_anybody_spoke():
    tie = builders.tie()
    builders.agreement(tie.partner, start="2000-01-01")
    dispute = builders.difference(tie, field="instrument", state="open")
    dispute.statements.all().delete()
    dispute.statements.create(words_en="x", source=builders.source(date="2020-05"))
    assert standing(tie, date(2020, 4, 30)).certainty.value != Certainty.DISPUTED
    assert standing(tie, date(2020, 5, 1)).certainty.value == Certainty.DISPUTED
    dispute.statements.create(words_en="y", source=builders.source(date=""))
    assert standing(tie, date(2010, 1, 1)).certainty.value == Certainty.DISPUTED


def of_city(city, **fields):
    return builders.source(**({"organisation": builders.organisation(city=city)} | fields))


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([("ours", "own_news"), ("partner", "official_page")], Certainty.BOTH_SIDES),
        ([("ours", "own_news"), ("partner", "press")], Certainty.ONE_SIDE_OURS),
        ([("partner", "list"), ("", "press")], Certainty.ONE_SIDE_PARTNER),
        ([("", "state_news"), ("", "press")], Certainty.OFFICIAL_NEWS),
        ([("", "press"), ("", "list")], Certainty.PRESS_ONLY),
        ([("", "secondary")], Certainty.PRESS_ONLY),
        ([("", "list")], Certainty.LISTS_ONLY),
        ([], Certainty.NONE),
    ],
)
def test_a_side_confirms_by_its_own_word_only(kinds, expected):
    tie = builders.tie()
    cities = {"ours": builders.home_city(), "partner": tie.partner}
    sources = [
        of_city(cities[side], kind=kind) if side else builders.source(kind=kind)
        for side, kind in kinds
    ]
    builders.agreement(tie.partner, sources=sources)
    assert certainty(tie) == expected


def test_the_first_sources_are_the_word_of_each_side():
    tie = builders.tie()
    press = [builders.source() for _ in range(3)]
    theirs = of_city(tie.partner, kind="official_page")
    ours = of_city(builders.home_city(), kind="own_news")
    builders.agreement(tie.partner, sources=[*press, theirs, ours])
    assert standing(tie, TODAY).certainty.sources == (ours, theirs, *press)


def test_a_list_that_states_the_same_form_counts_and_another_does_not():
    tie = builders.tie()
    builders.agreement(tie.partner, instrument="sister", sources=[builders.source()])
    ours = of_city(builders.home_city(), kind="official_page")
    other = builders.event(tie.partner, type="list", claimed_form="friendship", sources=[ours])
    assert certainty(tie) == Certainty.PRESS_ONLY
    Event.objects.filter(pk=other.pk).update(claimed_form="sister")
    assert certainty(tie) == Certainty.ONE_SIDE_OURS


def test_a_bare_claim_confirms_nothing_even_in_our_own_news():
    tie = builders.tie()
    ours = of_city(builders.home_city(), kind="own_news")
    builders.event(tie.partner, type="claim", claimed_form="sister", sources=[ours], level="")
    assert certainty(tie) == Certainty.PRESS_ONLY


@pytest.mark.parametrize(
    ("field", "expected"),
    [("instrument", True), ("signed", True), ("step", True), ("start", False), ("name", False)],
)
def test_an_open_difference_on_class_signature_or_step_disputes_the_tie(field, expected):
    tie = builders.tie()
    paper = builders.agreement(tie.partner)
    found = Difference.objects.create(key="difference", entry=paper.entry_ptr, field=field)
    assert (certainty(tie) == Certainty.DISPUTED) is expected
    found.state = Difference.State.SETTLED
    found.save()
    assert certainty(tie) != Certainty.DISPUTED
