"""What was promised, by whom, with what force, and what came of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from diplomacy.registry.fields import PartialDateField

from .base import Record, RecordQuerySet
from .entries import Entry
from .sources import Source
from .words import Words


class Commitment(Entry):
    """A promise in words (its summary), made on its date; who owes it is a participant."""

    KIND = Entry.Kind.COMMITMENT
    ASPECT = "force"

    class Force(models.TextChoices):
        UNDERTAKING = "undertaking", _("undertaking")
        PLAN = "plan", _("plan")
        PROPOSAL = "proposal", _("proposal")
        READINESS = "readiness", _("readiness")
        POSSIBILITY = "possibility", _("possibility")
        ANSWER_AWAITED = "answer_awaited", _("answer awaited")

    # Only these were promised; the others would accuse people of breaking what they never promised.
    PROMISED = (Force.UNDERTAKING, Force.PLAN)

    force = models.CharField(_("force"), max_length=16, choices=Force)
    due = PartialDateField(_("due"), blank=True)
    due_words = Words(_("due, in words"), max_length=160)

    history = HistoricalRecords(excluded_fields=["search", "ordering_day", "aspect"])

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        indexes = [models.Index("due__last", name="commitment_by_last_due_day")]


class ReviewQuerySet(RecordQuerySet):
    def last_of(self, commitment: models.OuterRef) -> Self:
        """Keep the reviews of a promise of the outer query, the last first, for a subquery."""
        return self.filter(commitment=commitment).order_by("-on", "-id")


class CommitmentReview(Record):
    """A dated verdict with its evidence. Without one a promise is not yet assessed."""

    class Verdict(models.TextChoices):
        NOT_ASSESSED = "not_assessed", _("not yet assessed")
        NO_EVIDENCE = "no_evidence", _("no evidence available")
        NOT_STARTED = "not_started", _("not started")
        IN_PROGRESS = "in_progress", _("in progress")
        STALLED = "stalled", _("stalled")
        PARTLY = "partly", _("partly delivered")
        DELIVERED = "delivered", _("delivered")
        NOT_DELIVERED = "not_delivered", _("not delivered")
        WITHDRAWN = "withdrawn", _("withdrawn by agreement")

    # After these nothing more is to be found out; the others leave a promise open.
    CLOSING = (Verdict.DELIVERED, Verdict.NOT_DELIVERED, Verdict.WITHDRAWN)
    # These say nothing of what came of it, and may go without a sentence.
    UNDECIDED = (Verdict.NOT_ASSESSED, Verdict.NO_EVIDENCE)

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, related_name="reviews", verbose_name=_("commitment")
    )
    on = PartialDateField(_("reviewed on"), blank=True)
    verdict = models.CharField(_("verdict"), max_length=16, choices=Verdict)
    words = Words(_("public sentence"), long=True)
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitment_reviews",
        verbose_name=_("evidence"),
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewer"),
    )

    history = HistoricalRecords()
    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=["not_assessed", "no_evidence"])
                | ~Q(words_fa="")
                | ~Q(words_en="")
                | ~Q(words_zh=""),
                name="verdict_has_a_sentence",
                violation_error_message=_(
                    "A verdict needs a public sentence that gives its reason."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()
