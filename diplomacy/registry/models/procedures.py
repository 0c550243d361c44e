"""The legal path to a pact, as data per country, and how far each tie has come on it."""

from collections.abc import Sequence
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from diplomacy.registry.fields import PartialDateField

from .base import Keyed, Publication, Record, RecordQuerySet
from .cities import Country
from .entries import Entry
from .people import Organisation
from .relationships import Form, Relationship
from .sources import Source
from .words import Words, columns


class Procedure(Keyed):
    """A country's path to a form of tie: a template that its legal office must confirm."""

    SEARCHED = tuple(columns("name"))

    country = models.ForeignKey(
        Country, models.PROTECT, related_name="procedures", verbose_name=_("country")
    )
    name = Words(_("name"), max_length=200)
    goal = models.CharField(_("leads to"), max_length=10, choices=Form, default=Form.SISTER)
    legal_basis = Words(_("legal basis"), long=True)
    remark = Words(_("public remark"), long=True)

    history = HistoricalRecords(excluded_fields=["search"])

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name or self.key

    @property
    def required_steps(self) -> set[int]:
        """Return the primary keys of the steps that must be done before signature."""
        return {step.pk for step in self.steps.all() if step.required}


class Step(Record):
    """A step of a procedure. `position` is for display; what must come first is a `StepLink`."""

    procedure = models.ForeignKey(
        Procedure, models.CASCADE, related_name="steps", verbose_name=_("procedure")
    )
    key = models.CharField(_("key"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"))
    name = Words(_("name"), max_length=200)
    evidence = Words(_("where this step is known from"), long=True)
    required = models.BooleanField(
        _("required before signature"),
        default=True,
        help_text=_("Off for the signature itself and for what follows it."),
    )
    is_proposal = models.BooleanField(
        _("is the proposal"),
        default=False,
        help_text=_("A tie with nothing recorded beyond this is not yet in approval."),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["procedure", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "key"],
                name="procedure_has_a_step_once",
                violation_error_message=_("This procedure has a step with this key already."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.key


class StepLink(Record):
    """How a step bears on another one of its procedure."""

    class Kind(models.TextChoices):
        REQUIRES = "requires", _("requires")
        ALLOWS = "allows", _("allows")
        PRECLUDES = "precludes", _("precludes")

    step = models.ForeignKey(Step, models.CASCADE, related_name="links", verbose_name=_("step"))
    kind = models.CharField(_("how"), max_length=10, choices=Kind)
    other = models.ForeignKey(
        Step, models.CASCADE, related_name="links_here", verbose_name=_("other step")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("link between steps")
        verbose_name_plural = _("links between steps")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["step", "kind", "other"], name="step_link_stands_once"),
            models.CheckConstraint(
                condition=~Q(step=F("other")),
                name="step_links_to_another",
                violation_error_message=_("A step does not bear on itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.get_kind_display()} {self.other}"


class StepRecordQuerySet(RecordQuerySet):
    def published(self) -> Self:
        """Keep the steps of published ties whose evidence, if an entry, is published too."""
        return self.filter(
            Q(evidence__isnull=True) | Q(evidence__publication=Publication.PUBLISHED),
            relationship__publication=Publication.PUBLISHED,
        )


class StepRecord(Record):
    """What is recorded of one step for one tie; council votes come years before a paper."""

    class State(models.TextChoices):
        DONE = "done", _("done")
        WAITING = "waiting", _("waiting")
        REFUSED = "refused", _("refused")
        NOT_NEEDED = "not_needed", _("not needed")

    class WaitingOn(models.TextChoices):
        HOME = "home", _("our side")
        PARTNER = "partner", _("the partner")

    relationship = models.ForeignKey(
        Relationship, models.CASCADE, related_name="steps", verbose_name=_("tie")
    )
    step = models.ForeignKey(Step, models.PROTECT, related_name="records", verbose_name=_("step"))
    state = models.CharField(_("state"), max_length=10, choices=State)
    on = PartialDateField(
        _("on"), blank=True, help_text=_("Done on, refused on, or waiting since.")
    )
    waiting_on = models.CharField(_("waiting on"), max_length=8, choices=WaitingOn, blank=True)
    body = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("body"),
    )
    evidence = models.ForeignKey(
        Entry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="step_records",
        verbose_name=_("evidence"),
    )
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )

    history = HistoricalRecords()
    objects = StepRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of the tie")
        verbose_name_plural = _("steps of the tie")
        ordering = ["step__position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(waiting_on="") | Q(state="waiting"),
                name="only_a_waiting_step_waits_on_a_side",
                violation_error_message=_("Only a step that waits can wait on somebody."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.get_state_display()}"


def steps_in_the_way(records: Sequence[StepRecord]) -> list[tuple[StepRecord, StepRecord]]:
    """Return each step recorded as done with the record of one that it requires and that is not.

    `records` are all of one tie, as they are to stand. Of a required step its latest record by the
    day of the other counts. In the way is one that waits or was refused; one that nobody recorded
    is not: records are incomplete by nature. One query.
    """
    done = [record for record in records if record.state == StepRecord.State.DONE]
    links = StepLink.objects.filter(
        kind=StepLink.Kind.REQUIRES, step__in=[record.step_id for record in done]
    )
    required: dict[int, list[int]] = {}
    for link in links:
        required.setdefault(link.step_id, []).append(link.other_id)
    pairs = [
        (record, _latest_by(record, other, records))
        for record in done
        for other in required.get(record.step_id, ())
    ]
    blocking = (StepRecord.State.WAITING, StepRecord.State.REFUSED)
    return [(record, latest) for record, latest in pairs if latest and latest.state in blocking]


def _latest_by(
    record: StepRecord, other_id: int, records: Sequence[StepRecord]
) -> StepRecord | None:
    """Return the last record of the other step that does not surely follow `record`."""
    until = [r for r in records if r.step_id == other_id and r.on.first <= record.on.last]
    # A record without a date precedes all others, as in the stage.
    return max(until, key=lambda r: r.on.ordering_day, default=None)
