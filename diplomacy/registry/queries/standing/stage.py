"""The stage of a tie, from records only: the first rule that applies (domain.md, section 2)."""

from datetime import date

from msgspec.structs import replace

from diplomacy.calendars import UNKNOWN, PartialDate
from diplomacy.registry.models import Event, Form, Relationship, Step, StepRecord

from .axes import FormAxis, Stage, StageAxis
from .record import TieRecord

_ENDINGS = {
    Event.Decides.ENDED: Stage.ENDED,
    Event.Decides.NOT_PURSUED: Stage.NOT_PURSUED,
}
_BOTH_WANT = (Relationship.SaidBy.BOTH, Relationship.SaidBy.SIGNED_TEXT)


def stage_on(record: TieRecord, form: FormAxis, on: date) -> StageAxis:
    """Return the stage on the day `on`, given the form on that day."""
    if ending := _ending(record, form, on):
        return ending
    aim = record.relationship.aim
    if not aim or Form(aim).rung <= form.value.rung:
        return _by_form(record, form, on)
    stage = _towards_the_aim(record, on) or _by_form(record, form, on)
    if stage.value != Stage.READY and _is_ready(_latest_records(record.steps, on, sure=False)):
        return replace(stage, perhaps=Stage.READY)
    return stage


def _by_form(record: TieRecord, form: FormAxis, on: date) -> StageAxis:
    """Return the stage of a tie on no recorded way to more."""
    tie = record.relationship
    if form.value.rung > Form.CONTACT.rung:
        return StageAxis(Stage.ESTABLISHED, "", form.since, form.entries)
    if form.value == Form.CONTACT or _by(tie.first_proposal, on):
        return StageAxis(Stage.EXPLORING, "", form.since, form.entries)
    act = record.first_act
    if act and _by(act.start, on):
        return StageAxis(Stage.PROSPECT, "", act.start, (act,))
    return StageAxis(Stage.NONE, "", UNKNOWN, ())


def _ending(record: TieRecord, form: FormAxis, on: date) -> StageAxis | None:
    """Return the latest recorded decision that ended the tie or did not pursue it.

    Such a decision ended the papers before it: one in force was signed afterwards, and goes on.
    """
    if form.value.rung > Form.CONTACT.rung:
        return None
    for decision in reversed(record.decisions):
        if decision.decides and decision.start.last <= on:
            ending = _ENDINGS[Event.Decides(decision.decides)]
            return StageAxis(ending, "", decision.start, (decision,))
    return None


def _by(first: PartialDate | None, on: date) -> bool:
    """Whether the first of its kind surely came by `on`; one without a date counts on every day."""
    return first is not None and (first.ordering_day == date.min or first.last <= on)


def _towards_the_aim(record: TieRecord, on: date) -> StageAxis | None:
    """Return `ready`, approval or negotiation; None while only one side has said the aim.

    The aim has no day of its own: it was said by the day of the first source that is cited for it.
    """
    latest = _latest_records(record.steps, on, sure=True)
    if not any(_counts(step) for step in latest.values()):
        tie = record.relationship
        said = tie.aim_since is None or _by(tie.aim_since, on)
        both = said and tie.aim_said_by in _BOTH_WANT
        return StageAxis(Stage.NEGOTIATING, "", UNKNOWN, ()) if both else None
    entries = tuple(dict.fromkeys(r.evidence for r in latest.values() if r.evidence))
    since = max((r.on for r in latest.values() if _counts(r)), key=_order)
    if _is_ready(latest):
        return StageAxis(Stage.READY, "", since, entries)
    sides = {r.waiting_on for r in latest.values() if r.state == StepRecord.State.WAITING}
    waiting_on = next((side for side in ("home", "partner") if side in sides), "unrecorded")
    return StageAxis(Stage.APPROVAL, waiting_on, since, entries)


def has_steps(record: TieRecord, on: date) -> bool:
    """Whether a step beyond the proposal is recorded as done by the day."""
    latest = _latest_records(record.steps, on, sure=True).values()
    return any(_counts(step) and step.state == StepRecord.State.DONE for step in latest)


def _latest_records(steps: list[StepRecord], on: date, *, sure: bool) -> dict[Step, StepRecord]:
    """Return the last record of each step by `on`. One without a date counts on every day."""
    latest: dict[Step, StepRecord] = {}
    for record in sorted(steps, key=lambda r: (_order(r.on), r.pk)):
        day = record.on.last if sure else record.on.first
        if not record.on.is_known or day <= on:
            latest[record.step] = record
    return latest


def _order(day: PartialDate) -> date:
    return day.ordering_day


def _counts(record: StepRecord) -> bool:
    return not record.step.is_proposal and record.state != StepRecord.State.NOT_NEEDED


def _is_ready(latest: dict[Step, StepRecord]) -> bool:
    """Whether all that a procedure requires before signature is done, or was not needed."""
    passed = (StepRecord.State.DONE, StepRecord.State.NOT_NEEDED)
    by_procedure: dict[int, set[int]] = {}
    for step, record in latest.items():
        if record.state in passed:
            by_procedure.setdefault(step.procedure_id, set()).add(step.pk)
    return any(
        step.procedure.required_steps <= by_procedure.get(step.procedure_id, set())
        for step in latest
    )
