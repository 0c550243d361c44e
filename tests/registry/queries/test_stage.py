"""The stage of a tie and its ladder, from records only."""

from datetime import date

import pytest

from diplomacy.registry.models import Form, Relationship
from diplomacy.registry.queries.standing import Certainty, Stage, standing
from tests import builders

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def stage(tie: Relationship, on: date = TODAY) -> Stage:
    return standing(tie, on).stage.value


def test_a_recorded_decision_ends_a_tie_whatever_else_is_recorded():
    tie = builders.tie()
    builders.agreement(tie.partner, start="2000-01-01")
    builders.event(tie.partner, type="decision", decides="ended", start="2022-03-01")
    assert stage(tie, date(2022, 2, 28)) == Stage.ESTABLISHED
    assert stage(tie, date(2022, 3, 1)) == Stage.ENDED


def test_a_decision_that_ends_a_tie_ends_its_papers_but_not_a_later_one():
    tie = builders.tie()
    builders.agreement(tie.partner, instrument="sister", start="2010-01-01", level="")
    builders.event(tie.partner, type="decision", decides="ended", start="2015-06-01")
    builders.agreement(tie.partner, instrument="mou", start="2020-01-01", level="")
    assert standing(tie, date(2015, 5, 31)).form.value == Form.SISTER
    ended = standing(tie, date(2015, 6, 1))
    assert (ended.form.value, ended.stage.value) == (Form.NONE, Stage.ENDED)
    assert (ended.tag, ended.look) == ("ended", "talks")
    assert "now" not in {rung.state for rung in ended.ladder}
    later = standing(tie, date(2020, 1, 1))
    assert (later.form.value, later.stage.value) == (Form.MOU, Stage.ESTABLISHED)


def test_a_tie_on_its_way_to_a_friendship_speaks_of_no_sister_city():
    tie, procedure = builders.aiming_tie(aim="friendship"), builders.procedure("council")
    builders.step_record(tie, procedure.steps.get(), state="waiting", waiting_on="home")
    found = standing(tie, TODAY)
    assert "friendship-city agreement in approval on our side" in found.sentence
    assert found.tag == "towards: friendship-city agreement"
    assert [(rung.label, rung.state) for rung in found.ladder] == [
        ("talks", "none"),
        ("friendship city", "goal"),
        ("legal steps", "now"),
        ("sister city", "none"),
    ]


def test_an_aim_that_both_sides_have_said_is_negotiated():
    assert stage(builders.aiming_tie()) == Stage.NEGOTIATING
    assert stage(builders.aiming_tie(aim_said_by="ours")) == Stage.NONE


def test_an_aim_is_none_before_its_first_source_said_it():
    tie = builders.aiming_tie()
    for day in ("2024-09", "2025-01-01"):
        tie.citations.create(about="aim", source=builders.source(date=day))
    assert stage(tie, date(2024, 9, 29)) == Stage.NONE
    assert stage(tie, date(2024, 9, 30)) == Stage.NEGOTIATING


def test_an_aim_whose_source_has_no_day_counts_on_every_day():
    tie = builders.aiming_tie()
    tie.citations.create(about="aim", source=builders.source(date=""))
    assert stage(tie, date(1980, 1, 1)) == Stage.NEGOTIATING


def test_a_proposal_alone_is_no_step_of_approval():
    tie, procedure = builders.aiming_tie(), builders.procedure("proposal", "council")
    builders.step_record(tie, procedure.steps.get(key="proposal"))
    assert stage(tie) == Stage.NEGOTIATING
    builders.step_record(
        tie, procedure.steps.get(key="council"), state="waiting", waiting_on="home"
    )
    found = standing(tie, TODAY).stage
    assert (found.value, found.waiting_on) == (Stage.APPROVAL, "home")


def test_a_step_with_nobody_waited_on_waits_on_what_is_not_recorded():
    tie, procedure = builders.aiming_tie(), builders.procedure("council", "ministry")
    builders.step_record(tie, procedure.steps.get(key="council"))
    assert standing(tie, TODAY).stage.waiting_on == "unrecorded"


def test_a_tie_is_ready_when_every_required_step_is_done():
    tie, procedure = builders.aiming_tie(), builders.procedure("council", "ministry")
    procedure.steps.create(key="signature", position=9, required=False)
    builders.step_record(tie, procedure.steps.get(key="council"), on="2024-01-01")
    builders.step_record(tie, procedure.steps.get(key="ministry"), on="[2024-06-21..2025-04-09]")
    before = standing(tie, date(2025, 4, 8)).stage
    assert (before.value, before.perhaps) == (Stage.APPROVAL, Stage.READY)
    assert stage(tie, date(2025, 4, 9)) == Stage.READY


def test_steps_that_are_only_possibly_done_leave_the_tie_perhaps_ready():
    tie, procedure = builders.aiming_tie(), builders.procedure("council")
    bounds = "[2024-06-21..2025-04-09]"
    builders.step_record(tie, procedure.steps.get(), on=bounds)
    found = standing(tie, date(2025, 4, 8)).stage
    assert (found.value, found.perhaps) == (Stage.NEGOTIATING, Stage.READY)


def test_a_word_of_ours_without_its_year_is_a_prospect_known_from_its_source():
    tie = builders.tie()
    spoken = builders.event(tie.partner, weight="context", start="sh:XXXX-09-15")
    found = standing(tie, TODAY)
    assert (found.stage.value, found.stage.entries) == (Stage.PROSPECT, (spoken,))
    assert found.certainty.value == Certainty.PRESS_ONLY


def test_a_meeting_of_others_is_no_word_of_ours():
    tie = builders.tie()
    builders.delegation(tie.partner, direction="others")
    assert stage(tie) == Stage.NONE


def test_a_paper_with_no_further_aim_is_established():
    tie = builders.tie()
    builders.agreement(tie.partner)
    assert stage(tie) == Stage.ESTABLISHED


def test_a_proposal_explores_and_our_own_word_is_a_prospect():
    proposed, spoken_of = builders.tie(), builders.tie()
    builders.commitment(proposed.partner, force="proposal", start="2020-01-01")
    builders.event(spoken_of.partner, type="meeting", weight="context", start="2020-01-01")
    assert (stage(proposed), stage(spoken_of)) == (Stage.EXPLORING, Stage.PROSPECT)
    assert (stage(proposed, date(2019, 12, 31)), stage(spoken_of, date(2019, 12, 31))) == (
        Stage.NONE,
        Stage.NONE,
    )


def test_a_finished_memorandum_without_further_aim_is_not_two_of_four():
    tie = builders.tie()
    builders.delegation(tie.partner, start="2019-07-13")
    builders.agreement(tie.partner, start="2025-03-01")
    rungs = standing(tie, TODAY).ladder
    assert [rung.state for rung in rungs] == ["done", "now", "none", "none"]
    assert [rung.when.text for rung in rungs] == ["2019-07-13", "2025-03-01", "", ""]


def test_a_rung_below_a_pact_is_done_only_where_it_is_recorded():
    bare, told = builders.tie(), builders.tie()
    for tie in (bare, told):
        builders.agreement(tie.partner, instrument="sister", start="2020-01-01")
    builders.delegation(told.partner, start="2018-01-01")
    builders.agreement(told.partner, instrument="mou", start="2019-01-01")
    states = [[rung.state for rung in standing(tie, TODAY).ladder] for tie in (bare, told)]
    assert states == [["passed", "passed", "passed", "now"], ["done", "done", "passed", "now"]]


def test_a_pact_in_approval_is_the_goal_above_the_legal_steps():
    tie, procedure = builders.aiming_tie(), builders.procedure("intent", "council")
    builders.agreement(tie.partner, instrument="loi", start="2024-09-25")
    builders.step_record(tie, procedure.steps.get(key="intent"), on="2024-09-25")
    found = standing(tie, TODAY)
    assert [rung.state for rung in found.ladder] == ["passed", "done", "now", "goal"]
    assert found.look == "pending"
    assert found.ladder[1].label == "letter of intent"


@pytest.mark.parametrize("make", [builders.agreement, builders.restriction])
def test_a_signed_paper_or_a_closed_channel_is_no_word_of_our_side_alone(make):
    tie = builders.tie()
    make(tie.partner, start="" if make is builders.agreement else "2020-01-01")
    assert standing(tie, TODAY).stage.value == Stage.NONE


@pytest.mark.parametrize(("met", "known"), [("2018-04-10", True), ("[..2021-03-29]", False)])
def test_talks_that_came_after_the_paper_are_no_day_of_the_first_rung(met, known):
    tie = builders.tie()
    builders.agreement(tie.partner, instrument="friendship", start="2018-04-11")
    builders.event(tie.partner, type="gift", level="city", start=met)
    assert standing(tie, TODAY).ladder[0].when.is_known is known
