"""Where a tie stands in a sentence: composed from tables, or a reviewer's own while it holds."""

from datetime import date
from itertools import cycle, product

import pytest
from django.db import IntegrityError
from django.utils import translation

from diplomacy.calendars import UNKNOWN, PartialDate
from diplomacy.registry.models import Form, Relationship, Restriction
from diplomacy.registry.queries.standing import (
    Activity,
    ActivityAxis,
    Certainty,
    CertaintyAxis,
    FormAxis,
    Stage,
    StageAxis,
    Standing,
    standing,
)
from tests import builders

TODAY = date(2025, 6, 1)
DATES = [
    UNKNOWN,
    PartialDate.of(date(2024, 9, 25)),
    PartialDate.parse("2024"),
    PartialDate.parse("[..2025]"),
]
TOWARDS_AN_AIM = (Stage.NEGOTIATING, Stage.APPROVAL, Stage.READY)
ENDS = {"en": (".", "; "), "fa": (".", "؛ "), "zh-hans": ("。", "；")}
OWN = builders.three("sentence", "جملهٔ ما", "Our own words", "我们的话")


def made_up(form, stage, waiting_on, aim, scopes, certainty, since, has_paper) -> Standing:
    tie = Relationship(aim=aim)
    tie.has_paper = has_paper
    return Standing(
        relationship=tie,
        on=TODAY,
        form=FormAxis(form, since, None, ()),
        stage=StageAxis(stage, waiting_on, UNKNOWN, ()),
        activity=ActivityAxis(Activity.NO_DATA, UNKNOWN, TODAY, ()),
        restrictions=tuple(Restriction(scope=scope) for scope in scopes),
        certainty=CertaintyAxis(certainty, ()),
    )


@pytest.mark.parametrize("language", ENDS)
def test_whatever_the_values_the_sentence_has_one_to_three_clauses_and_a_full_stop(language):
    stop, between = ENDS[language]
    aims = [aim for aim in Form if aim.rung > Form.CONTACT.rung]
    stages = [
        (stage, waiting, aim)
        for stage in Stage
        for waiting in (("home", "partner", "unrecorded") if stage == Stage.APPROVAL else ("",))
        for aim in (aims if stage in TOWARDS_AN_AIM else [""])
    ]
    suspended = [(), ("official_political",), ("all",)]
    with translation.override(language):
        for (form, stage, scopes, certainty), (since, paper) in zip(
            product(Form, stages, suspended, Certainty), cycle(product(DATES, (True, False)))
        ):
            said = made_up(form, *stage, scopes, certainty, since, paper).sentence
            clauses = said.removesuffix(stop).split(between)
            assert said.endswith(stop)
            assert 1 <= len(clauses) <= 3, said
            assert all(clause.strip() for clause in clauses), said


@pytest.fixture
def tie(db):
    """A memorandum of 2020, and a reviewer's sentence of a day in 2023."""
    made = builders.tie(sentence_on=date(2023, 5, 4), **OWN)
    builders.agreement(made.partner, start="2020-01-01")
    return made


def test_a_reviewers_sentence_stands_with_its_day(tie):
    found = standing(tie, TODAY)
    assert found.sentence == "Our own words"
    assert found.written_on == date(2023, 5, 4)
    assert not found.has_stale_sentence


def test_before_its_day_the_sentence_is_composed(tie):
    found = standing(tie, date(2023, 5, 3))
    assert found.sentence.startswith("Memorandum of understanding signed")
    assert found.written_on is None
    assert not found.has_stale_sentence


def test_on_its_day_the_reviewers_sentence_holds(tie):
    assert standing(tie, date(2023, 5, 4)).written_on == date(2023, 5, 4)


def test_a_sentence_is_not_shown_in_another_language(tie):
    tie.sentence_zh = ""
    tie.save()
    with translation.override("zh-hans"):
        found = standing(tie, TODAY)
        assert found.sentence.endswith("。")
        assert found.written_on is None


@pytest.mark.parametrize(
    "change",
    [
        lambda partner: builders.agreement(partner, instrument="sister", start="2024-02-01"),
        lambda partner: builders.restriction(partner, start="2024-02-01"),
        lambda partner: builders.event(
            partner, type="decision", decides="ended", start="2024-02-01"
        ),
    ],
)
def test_a_change_of_the_standing_makes_the_sentence_stale(tie, change):
    change(tie.partner)
    found = standing(tie, TODAY)
    assert found.has_stale_sentence
    assert found.sentence != "Our own words"
    assert found.written_on is None
    assert standing(tie, date(2024, 1, 31)).sentence == "Our own words"


def test_a_visit_makes_no_sentence_stale(tie):
    builders.delegation(tie.partner, start="2024-02-01")
    assert not standing(tie, TODAY).has_stale_sentence


def test_a_draft_makes_the_sentence_stale_for_staff_only(tie):
    builders.agreement(tie.partner, instrument="sister", start="2024-02-01", publication="draft")
    assert standing(tie, TODAY).sentence == "Our own words"
    assert standing(tie, TODAY, public=False).has_stale_sentence


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [OWN, {"sentence_on": date(2023, 5, 4)}])
def test_a_sentence_has_a_day_and_a_day_a_sentence(fields):
    with pytest.raises(IntegrityError):
        builders.tie(**fields)


def test_a_sentence_costs_no_query_more(tie, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        assert standing(tie, TODAY).sentence == "Our own words"
