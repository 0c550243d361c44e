"""Where a tie stands: the rules F1 to F5 and the words, day by day."""

from datetime import date

import pytest
from django.utils import translation

from diplomacy.registry.models import (
    Form,
    Participation,
    Relationship,
)
from diplomacy.registry.queries.standing import (
    Certainty,
    Stage,
    form_history,
    standing,
    standings,
    with_contacts,
)
from tests import builders

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def form(tie: Relationship, on: date = TODAY) -> Form:
    return standing(tie, on).form.value


def test_a_tie_without_entries_has_no_form_no_stage_and_no_evidence():
    found = standing(builders.tie(), TODAY)
    assert (found.form.value, found.stage.value) == (Form.NONE, Stage.NONE)
    assert found.certainty.value == Certainty.NONE


def test_a_paper_binds_from_its_signature():
    tie = builders.tie()
    builders.agreement(tie.partner, instrument="sister", start="1989-05-06", level="")
    assert form(tie, date(1989, 5, 5)) == Form.NONE
    assert form(tie, date(1989, 5, 6)) == Form.SISTER


def test_a_recorded_day_in_force_goes_before_the_signature():
    tie = builders.tie()
    builders.agreement(
        tie.partner, instrument="sister", start="1989-05-06", in_force="1990-01-01", level=""
    )
    assert form(tie, date(1989, 12, 31)) == Form.NONE
    assert form(tie, date(1990, 1, 1)) == Form.SISTER


def test_a_draft_of_a_paper_never_binds():
    tie = builders.tie()
    builders.agreement(tie.partner, instrument="sister", paper_state="draft", level="")
    assert form(tie) == Form.NONE


def test_a_draft_of_a_paper_never_binds_even_where_it_is_the_first_act_of_the_city():
    tie = builders.tie()
    builders.agreement(tie.partner, instrument="sister", paper_state="draft", level="city")
    assert form(tie) == Form.NONE


def test_the_last_day_of_a_term_counts():
    tie = builders.tie()
    builders.agreement(tie.partner, start="2010-01-01", expires="2015-12-31", level="")
    assert form(tie, date(2015, 12, 31)) == Form.MOU
    assert form(tie, date(2016, 1, 1)) == Form.NONE


def test_the_day_on_which_a_party_ended_a_paper_does_not_count():
    tie = builders.tie()
    builders.agreement(tie.partner, start="2010-01-01", terminated="2015-06-01", level="")
    assert form(tie, date(2015, 5, 31)) == Form.MOU
    assert form(tie, date(2015, 6, 1)) == Form.NONE


def test_only_a_paper_of_both_ends_raises_the_form():
    tie = builders.tie()
    builders.agreement(tie.partner, instrument="sister", parties=False, level="province")
    one_end = builders.agreement(tie.partner, instrument="sister", parties=False, level="province")
    Participation.objects.create(entry=one_end, role="party", city=tie.partner)
    assert form(tie) == Form.NONE


def test_the_pact_of_a_district_is_not_the_city_s():
    ours = builders.tie()
    district = builders.city(kind="district", parent=builders.home_city())
    theirs = builders.tie(ours.partner, home_end=district)
    paper = builders.agreement(ours.partner, instrument="friendship", parties=False, level="")
    for end in (district, ours.partner):
        Participation.objects.create(entry=paper, role="party", city=end)
    assert (form(ours), form(theirs)) == (Form.NONE, Form.FRIENDSHIP)
    assert theirs not in Relationship.objects.of_the_city()


def test_accession_to_a_network_never_raises_the_form():
    tie = builders.tie()
    builders.agreement(tie.partner, instrument="accession", level="third_party")
    assert form(tie) == Form.NONE


def test_where_reports_differ_on_the_class_the_lower_one_stands():
    tie = builders.tie()
    paper = builders.agreement(tie.partner, instrument="mou", sources=[])
    builders.cite(paper, about="instrument", value="mou")
    builders.cite(paper, about="instrument", value="loi")
    assert form(tie) == Form.LOI


@pytest.mark.parametrize("kind", ["claim", "list"])
def test_words_never_raise_the_form(kind):
    tie = builders.tie()
    builders.event(tie.partner, type=kind, claimed_form="sister")
    assert form(tie) == Form.NONE


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, Form.CONTACT),
        ({"level": "council"}, Form.CONTACT),
        ({"level": "citizens"}, Form.CONTACT),
        ({"level": "national"}, Form.NONE),
        ({"level": "province"}, Form.NONE),
        ({"level": ""}, Form.NONE),
        ({"weight": "courtesy"}, Form.CONTACT),
        ({"weight": "context"}, Form.NONE),
        ({"start": ""}, Form.NONE),
        ({"direction": "others"}, Form.NONE),
        ({"progress": "announced"}, Form.NONE),
        ({"progress": "cancelled"}, Form.NONE),
        ({"publication": "draft"}, Form.NONE),
        ({"publication": "withdrawn"}, Form.NONE),
    ],
)
def test_without_a_paper_a_dated_meeting_of_the_ends_is_a_contact(fields, expected):
    tie = builders.tie()
    builders.delegation(tie.partner, **fields)
    assert form(tie) == expected


def test_a_decision_of_one_end_is_no_contact():
    tie = builders.tie()
    builders.event(tie.partner, type="decision", level="council")
    assert form(tie) == Form.NONE


def test_a_year_is_sure_from_its_last_day_and_perhaps_so_before():
    tie = builders.tie()
    builders.delegation(tie.partner, start="2019-07-13")
    builders.agreement(tie.partner, start="2025", level="")
    assert standing(tie, date(2024, 12, 31)).form.perhaps is None
    between = standing(tie, date(2025, 6, 1)).form
    assert (between.value, between.perhaps) == (Form.CONTACT, Form.MOU)
    after = standing(tie, date(2025, 12, 31)).form
    assert (after.value, after.perhaps) == (Form.MOU, None)


def test_a_date_open_at_its_start_makes_nothing_possible_before_it():
    tie = builders.tie()
    builders.agreement(tie.partner, start="[..2021-07-02]", level="")
    before = standing(tie, date(2021, 7, 1)).form
    assert (before.value, before.perhaps) == (Form.NONE, None)
    assert form(tie, date(2021, 7, 2)) == Form.MOU


def test_since_is_the_earliest_paper_in_force_on_the_rung():
    tie = builders.tie()
    builders.agreement(tie.partner, start="2010-05-01")
    builders.agreement(tie.partner, start="2018-02-03")
    assert standing(tie, TODAY).form.since.text == "2010-05-01"


def test_the_history_of_the_form_has_no_gap_and_marks_what_is_only_possible():
    tie = builders.tie()
    builders.delegation(tie.partner, start="2019-07-13")
    builders.agreement(tie.partner, start="2025", level="")
    spans = form_history([tie], TODAY)[tie.pk]
    assert [(s.form, s.first, s.last, s.perhaps) for s in spans] == [
        (Form.CONTACT, date(2019, 7, 13), date(2024, 12, 31), False),
        (Form.MOU, date(2025, 1, 1), date(2025, 12, 30), True),
        (Form.MOU, date(2025, 12, 31), TODAY, False),
    ]


def test_the_sentence_says_what_is_signed_and_what_is_not():
    tie = builders.tie()
    builders.agreement(tie.partner, start="2025", level="")
    found = standing(tie, TODAY)
    assert found.sentence == (
        "Memorandum of understanding signed, 2025 (1403–04); no sister-city pact is signed; "
        "known from the press only."
    )
    with translation.override("zh-hans"):
        assert found.sentence.endswith("；未签署友好城市协议；仅见于媒体报道。")


@pytest.mark.parametrize("language", ["fa", "zh-hans"])
def test_every_value_has_its_words_in_each_language(language):
    values = [*Form, *Stage, *Certainty]
    english = [str(value.label) for value in values]
    with translation.override(language):
        assert not [e for v, e in zip(values, english, strict=True) if str(v.label) == e]


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        ({"expires": "2021-05-04"}, "In contact since 4 May 2020; known from the press only."),
        ({"instrument": "minutes"}, "In contact since 4 May 2020; known from the press only."),
        ({"start": ""}, "No tie recorded"),
        ({"start": "2030-01-01"}, "No tie recorded"),
        ({"level": "organisation", "parties": False}, "No tie recorded"),
    ],
)
def test_the_sentence_does_not_say_that_nothing_is_signed_where_a_signed_paper_stands(
    paper, expected
):
    tie = builders.tie()
    builders.agreement(tie.partner, **paper)
    with translation.override("en"):
        said = standing(tie, TODAY).sentence
    assert said.startswith(expected)
    assert "signed" not in said


def test_the_contacts_of_a_tie_are_found_from_its_partner_and_not_in_the_whole_register():
    ties = with_contacts(Relationship.objects.all(), public=True, on=TODAY)
    assert "entry_by_day" not in ties.explain()


@pytest.mark.parametrize("number", [1, 12])
def test_many_ties_cost_what_one_does(number, django_assert_num_queries):
    procedure = builders.procedure("council")
    for _ in range(number):
        tie = builders.aiming_tie()
        builders.delegation(tie.partner)
        builders.agreement(tie.partner)
        builders.step_record(tie, procedure.steps.get())
    ties = list(Relationship.objects.all())
    with django_assert_num_queries(5):
        standings(ties, TODAY)
