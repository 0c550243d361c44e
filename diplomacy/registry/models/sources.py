"""Where a fact can be read again."""

import re
from functools import reduce
from operator import or_
from typing import Self

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from diplomacy.registry.fields import PartialDateField

from .base import Keyed, KeyedQuerySet, Publication
from .searching import Unit
from .words import Words, columns

web_address = URLValidator(schemes=["http", "https"])
_FOLLOWABLE = re.compile(r"https?://[^/\\\s]\S*\Z", re.IGNORECASE)


def followable(address: str) -> bool:
    """Tell whether a browser that follows the address asks another server, and runs nothing.

    Forms and files are held to `web_address`; this holds what came into the table past them.
    """
    return _FOLLOWABLE.match(address) is not None


class DateBasis(models.TextChoices):
    """How we know a date."""

    STATED = "stated", _("stated by the source")
    INFERRED = "inferred", _("inferred")
    BOUNDED = "bounded", _("bounded")


# The ways in which something that readers see rests on a source.
_PUBLIC = Publication.PUBLISHED
# No index answers `along`, so SQLite comes to an entry from the row that names it. By "=" it began
# with all that is published, for each source anew: 10 s for a list in a register of 100,000.
ALONG = "publication__along"
_SHOWN_BY = (
    {f"citations__entry__{ALONG}": _PUBLIC},
    {"tie_citations__relationship__publication": _PUBLIC},
    {"tie_layers__relationship__publication": _PUBLIC},
    {"figures__city__is_home": True},
    {"figures__city__ties__publication": _PUBLIC},
    {"difference_statements__difference__entry__publication": _PUBLIC},
    {"difference_statements__difference__relationship__publication": _PUBLIC},
    {"difference_statements__difference__city__is_home": True},
    {"difference_statements__difference__city__ties__publication": _PUBLIC},
    {"commitment_reviews__commitment__publication": _PUBLIC},
    {"indicators__entry__publication": _PUBLIC},
    {"indicator_values__entry__publication": _PUBLIC},
    {
        "terms__person__participations__name_shown": True,
        f"terms__person__participations__entry__{ALONG}": _PUBLIC,
    },
)


class SourceQuerySet(KeyedQuerySet):
    def holding(self, unit: Unit) -> Q:
        """Return the condition of a source that holds the unit, or is dated within it."""
        found = super().holding(unit)
        if days := unit.days:
            found |= Q(date__first__gte=days.first, date__last__lte=days.last)
        return found

    def published(self) -> Self:
        """Keep the sources on which something published rests, or what is said of it."""
        # Asked of each source, not of all citations: 10 ms in place of 280 for one source among
        # 20,000 with 200,000 citations. Said twice, or PostgreSQL reads all of each way before it.
        same = self.model.objects.filter(pk=OuterRef("pk"), pk__gte=OuterRef("pk"))
        return self.filter(reduce(or_, (Exists(same.filter(**way)) for way in _SHOWN_BY)))


class Source(Keyed):
    """A paper, page, report or list in which a fact can be read again."""

    class Kind(models.TextChoices):
        """By weight: what a source of this kind proves."""

        SIGNED_PAPER = "signed_paper", _("signed paper")
        OFFICIAL_PAGE = "official_page", _("official page")
        OWN_NEWS = "own_news", _("own news of a party")
        STATE_NEWS = "state_news", _("state news")
        PRESS = "press", _("press")
        SECONDARY = "secondary", _("secondary source")
        LIST = "list", _("list or data set")

    SEARCHED = ("title", "publisher", "public_url")
    SEARCHED_IN_TEXT = tuple(columns("remark"))

    title = models.CharField(_("title as printed"), max_length=300)
    language = models.CharField(
        _("language"),
        max_length=12,
        blank=True,
        help_text=_("A language tag: fa, en, zh, ar, de …"),
    )
    publisher = models.CharField(_("publisher as printed"), max_length=200, blank=True)
    # Organisations stand above sources (their cities have figures, which have sources).
    organisation = models.ForeignKey(
        "registry.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sources",
        verbose_name=_("publishing organisation"),
        help_text=_("Its city tells which side speaks here. Leave empty for others’ press."),
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    date = PartialDateField(_("date"), blank=True)
    date_basis = models.CharField(
        _("basis of the date"), max_length=10, choices=DateBasis, blank=True
    )
    date_why = Words(_("why this date"))
    url = models.CharField(_("address"), max_length=600, blank=True, validators=[web_address])
    linked = models.BooleanField(
        _("may be linked"),
        default=True,
        help_text=_("Off for mirrors and scrapers: the source is cited without a link."),
    )
    archived_url = models.CharField(
        _("archived copy"), max_length=600, blank=True, validators=[web_address]
    )
    remark = Words(_("public remark on reliability"), long=True)
    staff_note = models.TextField(_("note for staff"), blank=True, help_text=_("Never public."))

    history = HistoricalRecords(excluded_fields=["search"])
    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["key"]
        indexes = [
            models.Index(fields=["-date", "-id"], name="source_by_date"),
            # Those of a body, whose word they are: of all others SQLite would think first.
            models.Index(
                fields=["organisation", "kind"],
                condition=models.Q(organisation__isnull=False),
                name="source_of_body_by_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.publisher})" if self.publisher else self.title

    @property
    def public_url(self) -> str:
        """Return the address a reader may follow, or an empty text."""
        wanted = self.archived_url or (self.url if self.linked else "")
        return wanted if followable(wanted) else ""
