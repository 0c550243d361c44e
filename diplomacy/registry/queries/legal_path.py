"""How far a tie has come on the legal paths of both its ends, step by step."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, Q, TextChoices
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from diplomacy.registry.models import (
    Form,
    Procedure,
    Relationship,
    Step,
    StepLink,
    StepRecord,
)

from .standing import Standing


class Place(TextChoices):
    """Where a tie is at a step."""

    DONE = "done", _("done")
    NOT_NEEDED = "not_needed", _("not needed")
    WAITING = "waiting", _("waiting")
    REFUSED = "refused", _("refused")
    NEXT = "next", _("can come next")
    UNRECORDED = "unrecorded", _("not recorded")


PASSED = (Place.DONE, Place.NOT_NEEDED)


class StepOfTie(Struct, frozen=True):
    """A step with its latest record; `days` waited, where the day it began is known."""

    step: Step
    place: Place
    record: StepRecord | None
    days: int | None
    requires: tuple[Step, ...]


class PathOfTie(Struct, frozen=True):
    """A procedure of the country of one end; `side` is "home", "partner" or "" for neither."""

    procedure: Procedure
    side: str
    steps: tuple[StepOfTie, ...]


def legal_paths(tie: Relationship, standing: Standing, on: date) -> tuple[PathOfTie, ...]:
    """Return the procedures of both ends' countries with what is published of each step.

    Our side's first. Four queries, however many steps and records.
    """
    latest = _latest(tie, on)
    countries = (tie.home_end.country_id, tie.partner.country_id)
    of_records = [record.step.procedure_id for record in latest.values()]
    links = StepLink.objects.select_related("other").order_by("other__position")
    procedures = Procedure.objects.filter(
        Q(country__in=[country for country in countries if country]) | Q(pk__in=of_records)
    ).prefetch_related(Prefetch("steps"), Prefetch("steps__links", links))
    paths = [_path(procedure, tie, standing, latest, on) for procedure in procedures]
    return tuple(sorted(paths, key=lambda path: ("home", "partner", "").index(path.side)))


def _latest(tie: Relationship, on: date) -> dict[int, StepRecord]:
    """Return the last published record of each step up to the day `on`."""
    records = StepRecord.objects.published().filter(relationship=tie)
    found = records.select_related("step", "evidence", "body", "source")
    in_order = sorted(found, key=lambda record: (record.on.ordering_day, record.pk))
    return {r.step_id: r for r in in_order if not r.on.is_known or r.on.last <= on}


def _path(
    procedure: Procedure,
    tie: Relationship,
    standing: Standing,
    latest: dict[int, StepRecord],
    on: date,
) -> PathOfTie:
    steps = list(procedure.steps.all())
    open_to_more = _sought(procedure, tie, standing)
    return PathOfTie(
        procedure=procedure,
        side=_side(procedure, tie),
        steps=tuple(
            StepOfTie(
                step=step,
                place=_place(step, steps, latest, open_to_more),
                record=latest.get(step.pk),
                days=_days(latest.get(step.pk), on),
                requires=tuple(_others(step, StepLink.Kind.REQUIRES)),
            )
            for step in steps
        ),
    )


def _sought(procedure: Procedure, tie: Relationship, standing: Standing) -> bool:
    """Whether the tie is on its way to what the procedure leads to."""
    goal = Form(procedure.goal).rung
    return bool(tie.aim) and standing.form.value.rung < goal <= Form(tie.aim).rung


def _side(procedure: Procedure, tie: Relationship) -> str:
    if procedure.country_id == tie.home_end.country_id:
        return "home"
    return "partner" if procedure.country_id == tie.partner.country_id else ""


def _place(
    step: Step, steps: list[Step], latest: dict[int, StepRecord], open_to_more: bool
) -> Place:
    if record := latest.get(step.pk):
        return Place(record.state)
    return Place.NEXT if open_to_more and _may_follow(step, steps, latest) else Place.UNRECORDED


def _may_follow(step: Step, steps: list[Step], latest: dict[int, StepRecord]) -> bool:
    """Whether the links allow the step now: all that it requires is passed, nothing precludes it.

    A step whose successor is recorded is behind the tie, and so is the proposal once anything is:
    that nobody recorded them makes them no next step.
    """
    passed = {one.pk for one in steps if one.pk in latest and Place(latest[one.pk].state) in PASSED}
    recorded = [one for one in steps if one.pk in latest]
    if step.is_proposal and recorded:
        return False
    if any(step in _others(one, StepLink.Kind.REQUIRES) for one in recorded):
        return False
    precluded = [o for one in recorded if one.pk in passed for o in _precluded(one)]
    allowing = [one.pk for one in steps if step in _others(one, StepLink.Kind.ALLOWS)]
    return (
        step not in precluded
        and all(other.pk in passed for other in _needed(step, steps))
        and (not allowing or not passed.isdisjoint(allowing))
    )


def _needed(step: Step, steps: list[Step]) -> list[Step]:
    """Return what the step requires, and what those require that it allows: it leads up to them."""
    leads_to = [step, *_others(step, StepLink.Kind.ALLOWS)]
    return [o for one in steps if one in leads_to for o in _others(one, StepLink.Kind.REQUIRES)]


def _precluded(step: Step) -> Iterable[Step]:
    return _others(step, StepLink.Kind.PRECLUDES)


def _others(step: Step, kind: StepLink.Kind) -> list[Step]:
    return [link.other for link in step.links.all() if link.kind == kind]


def _days(record: StepRecord | None, on: date) -> int | None:
    waits = record and record.state == StepRecord.State.WAITING and record.on.is_day
    return (on - record.on.first).days if waits else None
