"""Where sources disagree, and what is not known."""

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .base import Keyed, KeyedQuerySet, Publication, Record
from .cities import City
from .entries import Entry
from .relationships import Relationship
from .sources import Source
from .words import Words, columns


class AboutQuerySet(KeyedQuerySet):
    _found_by = ("", "city", "relationship__partner")

    def published(self) -> Self:
        """Keep those about a published tie or entry, or about a city whose tie is published."""
        public = Publication.PUBLISHED
        about = self.model.objects
        return self.filter(
            Q(relationship__publication=public)
            | Q(entry__publication=public)
            | Q(city__is_home=True)
            | Q(pk__in=about.filter(city__ties__publication=public).values("pk"))
        )


class About(Keyed):
    """A remark on exactly one subject: a tie, an entry or a city."""

    relationship = models.ForeignKey(
        Relationship, models.CASCADE, null=True, blank=True, verbose_name=_("tie")
    )
    entry = models.ForeignKey(Entry, models.CASCADE, null=True, blank=True, verbose_name=_("entry"))
    city = models.ForeignKey(City, models.CASCADE, null=True, blank=True, verbose_name=_("city"))

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(relationship__isnull=False, entry__isnull=True, city__isnull=True)
                | Q(relationship__isnull=True, entry__isnull=False, city__isnull=True)
                | Q(relationship__isnull=True, entry__isnull=True, city__isnull=False),
                name="%(class)s_has_one_subject",
                violation_error_message=_("Choose one subject: a tie, an entry or a city."),
            )
        ]

    @property
    def subject(self) -> models.Model:
        return self.relationship or self.entry or self.city


class Difference(About):
    """A point on which sources disagree, what we follow, and why."""

    class Field(models.TextChoices):
        CLASS = "instrument", _("class of the paper")
        SIGNED = "signed", _("whether it was signed")
        STEP = "step", _("step of the procedure")
        DATE = "start", _("date")
        NAME = "name", _("name")
        FIGURE = "figure", _("figure")
        SOURCES = "sources", _("number of sources")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        SETTLED = "settled", _("settled")

    # An open difference on these makes the tie's form or stage disputed; a day or a name does not.
    DISPUTES = (Field.CLASS, Field.SIGNED, Field.STEP)

    SEARCHED = (*columns("point"),)
    SEARCHED_IN_TEXT = (*columns("followed"), *columns("why"))

    field = models.CharField(_("about what"), max_length=12, choices=Field)
    point = Words(_("the point in question"), max_length=200)
    followed = Words(_("what we follow"), max_length=300)
    why = Words(_("why"), long=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("settled by"),
    )

    history = HistoricalRecords(excluded_fields=["search"])
    objects = AboutQuerySet.as_manager()

    class Meta(About.Meta):
        abstract = False
        verbose_name = _("difference between sources")
        verbose_name_plural = _("differences between sources")
        ordering = ["key"]
        default_related_name = "differences"

    def __str__(self) -> str:
        return self.point or self.key

    def clean(self) -> None:
        super().clean()
        if self.state == self.State.SETTLED and not self.why:
            raise ValidationError({"state": _("Say why before you settle it.")})


class DifferenceStatement(Record):
    """What one source states on the point."""

    difference = models.ForeignKey(
        Difference, models.CASCADE, related_name="statements", verbose_name=_("difference")
    )
    words = Words(_("what is stated"), max_length=250)
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="difference_statements",
        verbose_name=_("source"),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.words


class OpenQuestion(About):
    """What is not known, and where it was looked for: absence of evidence, never a claim."""

    SEARCHED = (*columns("question"),)
    SEARCHED_IN_TEXT = (*columns("looked_for"),)

    question = Words(_("question"), long=True)
    looked_for = Words(_("what was looked for"), long=True)
    answered_by = models.ForeignKey(
        Entry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("answered by"),
    )

    history = HistoricalRecords(excluded_fields=["search"])
    objects = AboutQuerySet.as_manager()

    class Meta(About.Meta):
        abstract = False
        verbose_name = _("open question")
        verbose_name_plural = _("open questions")
        ordering = ["key"]
        default_related_name = "open_questions"

    def __str__(self) -> str:
        return self.question or self.key

    @property
    def answer(self) -> Entry | None:
        """Return the published entry that answers it, if there is one."""
        return self.answered_by if self.answered_by and self.answered_by.is_published else None
