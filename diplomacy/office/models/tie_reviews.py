"""The review of a tie: what staff saw when they looked at it as a whole, and what they advise."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from diplomacy.registry.models import Relationship
from diplomacy.registry.models.base import Record


class TieReview(Record):
    """A sheet about one tie, for staff only. Signed off it keeps the facts it was written on."""

    class Verdict(models.TextChoices):
        KEEP = "keep", _("keep")
        DEEPEN = "deepen", _("deepen")
        PAUSE = "pause", _("pause")
        END = "end", _("end")

    relationship = models.ForeignKey(
        Relationship, models.PROTECT, related_name="+", verbose_name=_("tie")
    )
    on = models.DateField(_("day of the review"))
    verdict = models.CharField(_("advice"), max_length=8, choices=Verdict, blank=True)
    reasons = models.TextField(_("reasons"), blank=True, help_text=_("For staff; never public."))
    next_on = models.DateField(_("next review"), null=True, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("prepared by"),
    )
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("signed off by"),
    )
    signed_at = models.DateTimeField(_("signed off"), null=True, editable=False)
    facts = models.JSONField(_("facts it rests on"), null=True, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("review of a tie")
        verbose_name_plural = _("reviews of ties")
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["relationship"],
                condition=Q(signed_at__isnull=True),
                name="tie_has_one_open_review",
                violation_error_message=_("A review of this tie is open already."),
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True, facts__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False, facts__isnull=False)
                & ~Q(verdict="")
                & ~Q(reasons=""),
                name="signed_review_has_advice_reasons_and_facts",
                violation_error_message=_("A signed review gives its advice and its reasons."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.relationship}, {self.on}"

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None
