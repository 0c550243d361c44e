"""How what came of a paper or a promise is measured: from where, to where, and how far by now.

Two flat tables, not one below the other: rows go with their entry into its history, its draft
copies and register files, and rows of rows would not. A value names its indicator by its code.
"""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from diplomacy.registry.fields import PartialDateField

from .base import Record
from .entries import Entry
from .sources import Source
from .words import Words

_code = RegexValidator(
    r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z",
    _("A code is made of small Latin letters, digits and single hyphens, such as “students”."),
)
_NUMBER = {"max_digits": 20, "decimal_places": 4}


class Indicator(Record):
    """What is counted of an agreement or a promise, in which unit, from where to where."""

    entry = models.ForeignKey(
        Entry, models.CASCADE, related_name="indicators", verbose_name=_("entry")
    )
    code = models.CharField(
        _("code"), max_length=40, validators=[_code], help_text=_("Its values name it so.")
    )
    name = Words(_("what is counted"), max_length=200)
    unit = Words(_("unit"), max_length=60)
    baseline = models.DecimalField(_("baseline"), null=True, blank=True, **_NUMBER)
    baseline_on = PartialDateField(_("baseline as of"), blank=True)
    target = models.DecimalField(_("target"), null=True, blank=True, **_NUMBER)
    target_on = PartialDateField(_("target due"), blank=True)
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name=_("source"),
        help_text=_("What states the target."),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "code"],
                name="indicator_code_stands_once",
                violation_error_message=_("This code stands here already."),
            ),
            models.CheckConstraint(
                condition=~Q(name_fa="") | ~Q(name_en="") | ~Q(name_zh=""),
                name="indicator_says_what_it_counts",
                violation_error_message=_("Say what is counted."),
            ),
            models.CheckConstraint(
                condition=Q(baseline__isnull=False) | Q(baseline_on=""),
                name="indicator_day_has_a_baseline",
                violation_error_message=_("A day without a baseline says nothing."),
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=False) | Q(target_on=""),
                name="indicator_day_has_a_target",
                violation_error_message=_("A day without a target says nothing."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.code


class IndicatorValue(Record):
    """What was counted by a day, and which source says so."""

    entry = models.ForeignKey(
        Entry, models.CASCADE, related_name="indicator_values", verbose_name=_("entry")
    )
    indicator = models.CharField(
        _("indicator"), max_length=40, validators=[_code], help_text=_("Its code.")
    )
    on = PartialDateField(_("as of"))
    value = models.DecimalField(_("value"), **_NUMBER)
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="indicator_values", verbose_name=_("source")
    )
    note = Words(_("public remark"), max_length=200)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("counted value")
        verbose_name_plural = _("counted values")
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "indicator", "on", "source"],
                name="indicator_value_stands_once",
                violation_error_message=_("This value stands here already."),
            ),
            models.CheckConstraint(
                condition=~Q(on=""),
                name="indicator_value_has_a_day",
                violation_error_message=_("Say as of when this was counted."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value:f}"
