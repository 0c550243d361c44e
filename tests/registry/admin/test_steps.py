"""Staff record how far a tie has come; a step cannot overtake one that is known to be open."""

import pytest

from diplomacy.registry.models import Relationship, StepLink, StepRecord
from tests import builders

from .screens import change_page, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def vote_before_signature() -> tuple[Relationship, StepRecord, StepRecord]:
    """A tie with both steps recorded as waiting; the signature requires the vote."""
    vote, signature = builders.procedure("vote", "signature").steps.all()
    StepLink.objects.create(step=signature, kind="requires", other=vote)
    tie = builders.tie(publication="draft")
    records = [
        builders.step_record(tie, step, state="waiting", on="2020-01-01")
        for step in (vote, signature)
    ]
    return tie, *records


def save(client, tie, **typed):
    page = client.get(change_page(tie))
    return client.post(change_page(tie), sent(page, **typed))


@pytest.mark.parametrize("state", ["waiting", "refused"])
def test_a_step_is_not_done_before_one_that_it_requires_and_the_message_names_it(
    recorder, vote_before_signature, state
):
    tie, *_, signature = vote_before_signature
    answer = save(recorder, tie, **{"steps-0-state": state, "steps-1-state": "done"})
    assert answer.status_code == 200
    assert "“signature” requires “vote”" in answer.content.decode()
    signature.refresh_from_db()
    assert signature.state == "waiting"


def test_both_steps_may_be_recorded_as_done_in_one_save(recorder, vote_before_signature):
    tie, *records = vote_before_signature
    answer = save(recorder, tie, **{"steps-0-state": "done", "steps-1-state": "done"})
    assert answer.status_code == 302
    assert {r.state for r in StepRecord.objects.all()} == {"done"}
    assert len(records) == 2


def test_a_required_step_that_nobody_recorded_stands_in_nobodys_way(
    recorder, vote_before_signature
):
    tie, vote, signature = vote_before_signature
    vote.delete()
    assert save(recorder, tie, **{"steps-0-state": "done"}).status_code == 302
    signature.refresh_from_db()
    assert signature.state == "done"


def test_a_refusal_after_the_day_of_the_later_step_does_not_undo_it(
    recorder, vote_before_signature
):
    tie, *_ = vote_before_signature
    typed = {
        "steps-0-state": "refused",
        "steps-0-on": "2022-01-01",
        "steps-1-state": "done",
        "steps-1-on": "2021-01-01",
    }
    assert save(recorder, tie, **typed).status_code == 302


def test_a_step_that_was_not_needed_is_no_obstacle(recorder, vote_before_signature):
    tie, *_ = vote_before_signature
    typed = {"steps-0-state": "not_needed", "steps-1-state": "done"}
    assert save(recorder, tie, **typed).status_code == 302


def test_a_new_row_is_held_to_the_rule_too(recorder, vote_before_signature):
    tie, _, signature = vote_before_signature
    step = signature.step_id
    signature.delete()
    typed = {"steps-TOTAL_FORMS": "2", "steps-1-step": step, "steps-1-state": "done"}
    answer = save(recorder, tie, **typed)
    assert "requires “vote”" in answer.content.decode()
    assert StepRecord.objects.count() == 1
