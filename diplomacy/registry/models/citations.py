"""An entry's sources, and how entries stand to one another."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from diplomacy.calendars import PartialDate

from .base import Record
from .entries import Entry
from .sources import Source
from .words import Words


class Side(models.TextChoices):
    """On which side of a tie somebody stands or speaks."""

    OURS = "ours", _("our side")
    PARTNER = "partner", _("the partner’s side")
    THIRD = "third", _("neither side")


class Citation(Record):
    """An entry's source; optionally the field it speaks of and what it states there."""

    class About(models.TextChoices):
        TITLE = "title", _("title")
        DATE = "start", _("date")
        CLASS = "instrument", _("class of the paper")
        SIGNED = "signed", _("whether it was signed")
        PLACE = "place", _("place")
        HEAD = "head", _("name of the head")

    entry = models.ForeignKey(
        Entry, models.CASCADE, related_name="citations", verbose_name=_("entry")
    )
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="citations", verbose_name=_("source")
    )
    place = models.CharField(_("place in the source"), max_length=120, blank=True)
    about = models.CharField(_("speaks of"), max_length=12, choices=About, blank=True)
    value = models.CharField(
        _("what it states"),
        max_length=120,
        blank=True,
        help_text=_("For a date its canonical text, for a class its code; otherwise the words."),
    )
    wording = models.CharField(_("in its own words"), max_length=200, blank=True)
    side = models.CharField(
        _("side"),
        max_length=8,
        choices=Side,
        blank=True,
        help_text=_("Leave empty: the publishing organisation tells it."),
    )
    note = Words(_("public note"), max_length=300)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(about="", value="") | ~Q(about=""),
                name="citation_says_of_what_it_states_a_value",
                violation_error_message=_("Say which field the stated value belongs to."),
            ),
            models.UniqueConstraint(
                fields=["entry", "source", "about", "value"],
                name="entry_cites_a_statement_once",
                violation_error_message=_("This source is cited here already."),
            ),
        ]
        indexes = [
            # Reports of the class of a paper are few, and each may lower where a tie stands (F3).
            models.Index(
                fields=["about", "entry", "value"],
                condition=Q(about="instrument"),
                name="citation_of_class_by_entry",
            ),
            # Whether a side is told at all, and of which entries.
            models.Index(
                fields=["side", "entry"],
                condition=Q(side__gt=""),
                name="citation_of_told_side_by_entry",
            ),
        ]

    def __str__(self) -> str:
        return str(self.source)

    def clean(self) -> None:
        super().clean()
        if self.about == self.About.DATE and self.value:
            try:
                PartialDate.parse(self.value)
            except ValueError as fault:
                raise ValidationError({"value": str(fault)}) from fault


class EntryLink(Record):
    """How one entry stands to another."""

    class Kind(models.TextChoices):
        DURING = "during", _("during")
        ARISES_FROM = "arises_from", _("arises from")
        SUPERSEDES = "supersedes", _("supersedes")
        AMENDS = "amends", _("amends")
        RENEWS = "renews", _("renews")
        DELIVERS = "delivers", _("delivers")
        MAY_BE_SAME = "may_be_same", _("may be the same as")

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="links", verbose_name=_("entry"))
    kind = models.CharField(_("how"), max_length=12, choices=Kind)
    to = models.ForeignKey(
        Entry, models.PROTECT, related_name="links_here", verbose_name=_("other entry")
    )
    place = models.CharField(
        _("place in it"),
        max_length=120,
        blank=True,
        help_text=_("Where in a paper or a speech, such as “art. 3”."),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "kind", "to"],
                name="entry_link_stands_once",
                violation_error_message=_("This link stands here already."),
            ),
            models.CheckConstraint(
                condition=~Q(entry=F("to")),
                name="entry_links_to_another",
                violation_error_message=_("An entry does not link to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.to}"
