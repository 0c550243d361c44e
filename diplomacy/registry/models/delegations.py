"""Visits and calls, whoever travels."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from diplomacy.registry.fields import PartialDateField

from .base import Record
from .cities import City
from .entries import Entry
from .people import Organisation
from .words import Words, columns


class Delegation(Entry):
    """A visit: announced with its day past, it counts for nothing until somebody records it."""

    KIND = Entry.Kind.DELEGATION
    ASPECT = "direction"
    SEARCHED_IN_TEXT = (*Entry.SEARCHED_IN_TEXT, *columns("purpose"), *columns("outcome"))

    class Direction(models.TextChoices):
        INCOMING = "incoming", _("incoming")
        OUTGOING = "outgoing", _("outgoing")
        ONLINE = "online", _("online")
        OTHERS = "others", _("others’ meeting")

    class Progress(models.TextChoices):
        PLANNED = "planned", _("planned")
        ANNOUNCED = "announced", _("announced")
        UNDER_WAY = "under_way", _("under way")
        COMPLETED = "completed", _("completed")
        POSTPONED = "postponed", _("postponed")
        CANCELLED = "cancelled", _("cancelled")

    direction = models.CharField(_("direction"), max_length=10, choices=Direction)
    progress = models.CharField(
        _("state of the visit"), max_length=10, choices=Progress, default=Progress.COMPLETED
    )
    purpose = Words(_("purpose"), max_length=300)
    invited_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("inviting body"),
    )
    outcome = Words(_("outcome"), long=True)
    cost = models.DecimalField(_("cost"), max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(
        _("currency"),
        max_length=3,
        blank=True,
        validators=[RegexValidator(r"\A[A-Z]{3}\Z", _("Three letters, such as IRR or CNY."))],
    )
    cost_shown = models.BooleanField(
        _("cost is public"), default=False, help_text=_("Off: for staff only.")
    )
    report_filed_on = models.DateField(_("report filed on"), null=True, blank=True)

    history = HistoricalRecords(excluded_fields=["search", "ordering_day", "aspect"])

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        indexes = [models.Index(fields=["progress", "entry_ptr"], name="delegation_by_progress")]
        constraints = [
            models.CheckConstraint(
                condition=Q(cost__isnull=True, currency="") | Q(cost__gte=0) & ~Q(currency=""),
                name="delegation_cost_has_a_currency",
                violation_error_message=_("Give the cost with its currency, or neither."),
            )
        ]


class ProgrammeLine(Record):
    """A stop or a meeting of a visit."""

    delegation = models.ForeignKey(
        Delegation, models.CASCADE, related_name="programme", verbose_name=_("delegation")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    day = PartialDateField(_("day"), blank=True)
    place = models.ForeignKey(
        City, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    text = Words(_("stop or meeting"), max_length=300)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("programme line")
        verbose_name_plural = _("programme")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text
