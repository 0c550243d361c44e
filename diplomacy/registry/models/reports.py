"""The annual report: made of the register, frozen with its data on the day of publication."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from .base import Record, RecordQuerySet
from .words import Words


class ReportQuerySet(RecordQuerySet):
    def published(self) -> Self:
        return self.filter(state=YearReport.State.PUBLISHED)


class YearReport(Record):
    """The report of one year; a year below 1600 is Solar Hijri, any other Gregorian.

    `frozen` is what the register said when it was published (`queries.annual_report` writes and
    reads it); a draft shows what the register says today.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("of a report", "draft")
        PUBLISHED = "published", pgettext_lazy("of a report", "published")
        WITHDRAWN = "withdrawn", pgettext_lazy("of a report", "withdrawn")

    year = models.PositiveSmallIntegerField(
        _("year"),
        unique=True,
        validators=[MinValueValidator(1300), MaxValueValidator(2100)],
        help_text=_("1403 is Solar Hijri, 2024 Gregorian."),
    )
    introduction = Words(_("introduction"), long=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    frozen = models.JSONField(_("what it was made of"), null=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("published by"),
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, editable=False)
    withdrawn_reason = Words(_("public reason for withdrawal"), max_length=300)

    history = HistoricalRecords()
    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("annual report")
        verbose_name_plural = _("annual reports")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", frozen__isnull=True, published_at__isnull=True)
                | ~Q(state="draft") & Q(frozen__isnull=False, published_at__isnull=False),
                name="report_is_frozen_once_published",
                violation_error_message=_("A published report keeps what it was made of."),
            )
        ]

    def __str__(self) -> str:
        return str(self.year)
