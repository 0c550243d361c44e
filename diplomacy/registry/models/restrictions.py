"""Decisions that close a channel between the ends of a tie."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .entries import Entry
from .people import Organisation


class Restriction(Entry):
    """A channel closed by a body's decision, from its date until its last day, or still."""

    KIND = Entry.Kind.RESTRICTION
    ASPECT = "scope"

    class Scope(models.TextChoices):
        ALL = "all", _("all contacts")
        OFFICIAL_POLITICAL = "official_political", _("official political contacts")
        TECHNICAL = "technical", _("technical contacts")
        TRAVEL = "travel", _("travel")
        FUNDING = "funding", _("funding")

    scope = models.CharField(_("scope"), max_length=20, choices=Scope)
    body = models.ForeignKey(
        Organisation, models.PROTECT, related_name="restrictions", verbose_name=_("decided by")
    )
    review_on = models.DateField(_("next review"), null=True, blank=True)

    history = HistoricalRecords(excluded_fields=["search", "ordering_day", "aspect"])

    class Meta:
        verbose_name = _("restriction")
        verbose_name_plural = _("restrictions")
