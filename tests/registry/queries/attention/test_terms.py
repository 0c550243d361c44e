"""Papers near the end of their term or the day for notice."""

import pytest

from diplomacy.registry.models import EntryLink
from diplomacy.registry.queries.attention import Group
from tests import builders
from tests.registry.queries.attention.asking import day, keys, lines

pytestmark = pytest.mark.django_db


def paper(**fields):
    return builders.agreement(builders.city(), **({"start": "2015-01-01"} | fields))


@pytest.mark.parametrize(
    ("expires", "near"),
    [(day(181), False), (day(180), True), (day(0), True), (day(-90), True), (day(-91), False)],
)
def test_a_term_needs_attention_half_a_year_before_and_three_months_after_its_end(expires, near):
    paper(expires=expires)
    assert bool(lines(Group.TERMS)) is near


@pytest.mark.parametrize(("expires", "near"), [("2027-11-24", True), ("2027-11-25", False)])
def test_the_day_for_notice_counts_in_place_of_the_end_of_the_term(expires, near):
    # Six months before are 24 and 25 May 2027: 180 and 181 days from today.
    paper(expires=expires, notice_months=6)
    assert bool(lines(Group.TERMS)) is near


def test_a_paper_whose_day_for_notice_is_past_stays_until_its_term_ends():
    paper(expires=day(340), notice_months=12)
    (line,) = lines(Group.TERMS)
    assert line.why.startswith("the day for notice is past; the term ends in 11 months")


@pytest.mark.parametrize("months", [0, None, 120, 32767])
def test_a_notice_period_that_cannot_be_does_no_harm(months):
    paper(expires=day(100), notice_months=months)
    assert len(lines(Group.TERMS)) == 1


@pytest.mark.parametrize("expires", ["", "[2020..]", "XXXX-05-04"])
def test_a_paper_without_a_known_end_needs_no_attention(expires):
    paper(expires=expires, notice_months=6)
    assert not lines(Group.TERMS)


@pytest.mark.parametrize("fields", [
    {"paper_state": "draft"}, {"terminated": "2026-01-01"}, {"publication": "withdrawn"},
])  # fmt: skip
def test_a_paper_that_does_not_bind_needs_no_attention(fields):
    paper(expires=day(10), **fields)
    assert not lines(Group.TERMS)


@pytest.mark.parametrize("kind", ["renews", "supersedes"])
def test_a_paper_renewed_or_replaced_needs_no_attention(kind):
    old, new = paper(expires=day(-10)), paper()
    link = EntryLink.objects.create(entry=new.entry_ptr, kind=kind, to=old.entry_ptr)
    assert not lines(Group.TERMS)
    link.delete()
    assert keys(Group.TERMS) == [old.key]


def test_a_withdrawn_renewal_renews_nothing():
    old, new = paper(expires=day(-10)), paper(publication="withdrawn")
    EntryLink.objects.create(entry=new.entry_ptr, kind="renews", to=old.entry_ptr)
    assert keys(Group.TERMS) == [old.key]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"expires": day(40)}, "the term ends in 40 days: 4 January 2027 (14 Dey 1405)"),
        ({"expires": day(0)}, "the term ends today: 25 November 2026 (4 Azar 1405)"),
        (
            {"expires": day(-20)},
            "the term ended 20 days ago: 5 November 2026 (14 Aban 1405); no renewal is recorded",
        ),
        (
            {"expires": day(-20), "renewal": "automatic"},
            "the term ended 20 days ago: 5 November 2026 (14 Aban 1405); it renews by itself",
        ),
        (
            {"expires": "2027-02-05", "notice_months": 1},
            "notice in 41 days at the latest: 5 January 2027 (15 Dey 1405);"
            " the term ends 5 February 2027 (16 Bahman 1405)",
        ),
    ],
)
def test_a_line_says_what_is_to_be_done_by_when(fields, why):
    paper(**fields)
    assert [line.why for line in lines(Group.TERMS)] == [why]


@pytest.mark.parametrize(
    ("fields", "stage"),
    [
        ({"expires": day(180)}, "180"),
        ({"expires": day(90)}, "90"),
        ({"expires": day(30)}, "30"),
        ({"expires": day(7)}, "7"),
        ({"expires": day(-1)}, "ended"),
        ({"expires": "2027-02-05", "notice_months": 1}, "notice-90"),
    ],
)
def test_the_stage_changes_as_the_day_comes_near(fields, stage):
    paper(**fields)
    assert [line.stage for line in lines(Group.TERMS)] == [stage]


def test_the_next_day_to_act_comes_first():
    later, soon, over = paper(expires=day(90)), paper(expires=day(5)), paper(expires=day(-5))
    assert keys(Group.TERMS) == [over.key, soon.key, later.key]
