"""The spine: one dated, sourced thing about one or more cities, or none. Its kinds stand beside."""

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from diplomacy.registry.fields import PartialDateField

from .areas import CooperationArea
from .base import Publishable, PublishableQuerySet, Record
from .bearing import COPIED, INDEXES, Bearing, bearing
from .cities import City
from .entry_words import of_kind, on_days
from .listed import LISTED, Listed
from .searching import Unit, holds
from .sources import DateBasis
from .touching import keep_in_step
from .words import LANGUAGES, Words, columns

_TITLES = tuple(columns("title"))


class EntryQuerySet(PublishableQuerySet):
    def of_city(self, city: City) -> Self:
        """Keep the entries that name `city`."""
        return self.filter(city_rows__city=city)

    def holding(self, unit: Unit, *, public: bool = False) -> Q:
        """Return the condition of an entry that holds the unit, or whose cities or people do.

        Also the area, the word for its kind, and a date that its own may be. With `public` people
        whose names are not shown find nothing.
        """
        shown = {"participations__name_shown": True} if public else {}
        ways = [
            holds(unit, "city_rows__city", "city_rows__city__country"),
            holds(unit, "participations__organisation", "participations__city"),
            holds(unit, "participations__person") & Q(**shown),
            holds(unit, "area_rows__area"),
            of_kind(Entry, unit),
        ]
        found = holds(unit, "", "place")
        for way in ways:
            found |= Q(pk__in=Entry.objects.filter(way).values("pk"))
        return found | on_days(unit.days) if unit.days else found

    def with_leaf(self) -> Self:
        """Fetch each entry's kind row in the same query."""
        return self.select_related(*(kind.value for kind in Entry.Kind))


class Entry(Publishable):
    """What every kind shares. Written through its kind only (domain.md, section 5, rule 1)."""

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", _("agreement")
        DELEGATION = "delegation", _("delegation")
        EVENT = "event", _("event")
        COMMITMENT = "commitment", _("commitment")
        RESTRICTION = "restriction", _("restriction")

    class Level(models.TextChoices):
        """Who acted."""

        CITY = "city", _("city")
        COUNCIL = "council", _("council")
        PROVINCE = "province", _("province")
        NATIONAL = "national", _("national")
        CITIZENS = "citizens", _("citizens")
        ORGANISATION = "organisation", _("organisation")
        THIRD_PARTY = "third_party", _("third party")

    class Weight(models.TextChoices):
        SUBSTANTIVE = "substantive", _("substantive")
        COURTESY = "courtesy", _("courtesy")
        CONTEXT = "context", _("context: about the tie, not between its ends")

    SEARCHED = (*columns("title"), "reference")
    SEARCHED_IN_TEXT = (*columns("summary"), *columns("venue"))
    SEARCHED_ROWS = "documents"
    KIND: "Entry.Kind | None" = None
    ASPECT = ""  # the column by which a list of its kind is narrowed first

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, editable=False)
    title = Words(_("title"), max_length=300)
    exact_titles = models.CharField(
        _("languages of exact titles"),
        max_length=12,
        blank=True,
        help_text=_(
            "“fa, zh” where these titles are a source’s own words; the others are our labels."
        ),
    )
    summary = Words(_("summary"), long=True)
    start = PartialDateField(_("date"), blank=True)
    end = PartialDateField(_("last day"), blank=True, help_text=_("Only if it took several days."))
    date_basis = models.CharField(
        _("basis of the date"), max_length=10, choices=DateBasis, blank=True
    )
    date_why = Words(
        _("why this date"), help_text=_("How an inferred or bounded date was reached.")
    )
    place = models.ForeignKey(
        City, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    venue = Words(_("venue"), max_length=200)
    reference = models.CharField(_("reference number"), max_length=80, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=Level, blank=True)
    weight = models.CharField(
        _("weight"), max_length=12, choices=Weight, default=Weight.SUBSTANTIVE
    )
    # The middle of the span or the known bound: it orders lists and is never NULL. Undated: year 1.
    ordering_day = models.DateField(editable=False, default=date.min)
    # A copy of the column `ASPECT`, so that one index answers a list that is narrowed by it.
    aspect = models.CharField(max_length=20, editable=False, default="")

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        indexes = [
            models.Index(fields=["publication", "-ordering_day", "-id"], name="entry_by_day"),
            models.Index(
                fields=["kind", "publication", "-ordering_day", "-id"], name="entry_by_kind_and_day"
            ),
            # Lists of staff, who see every state.
            models.Index(fields=["kind", "-ordering_day", "-id"], name="entry_of_kind_by_day"),
            models.Index(
                fields=["kind", "publication", "aspect", "-ordering_day", "-id"],
                name="entry_by_aspect_and_day",
            ),
            models.Index(
                fields=["publication", "-published_at", "-id"], name="entry_by_appearance"
            ),
            models.Index(
                fields=["place", "kind", "publication", "-ordering_day", "-id"],
                condition=Q(place__isnull=False),
                name="entry_of_place_by_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.key

    @classmethod
    def address_noun(cls) -> str:
        return "entry"

    @property
    def leaf(self) -> "Entry":
        """Return the row of this entry's kind."""
        return self if self.KIND else getattr(self, self.kind)

    @property
    def is_undated(self) -> bool:
        return self.ordering_day == date.min

    def searched_texts(self) -> list[str]:
        """Return its texts, and the titles of its public documents."""
        papers = [paper for paper in self.searched_rows() if paper.access == "public"]
        return [*super().searched_texts(), *(getattr(one, c) for one in papers for c in _TITLES)]

    def exact_languages(self) -> set[str]:
        """Return the languages whose title is a source's own words."""
        return {code.strip() for code in self.exact_titles.split(",") if code.strip()}

    def clean(self) -> None:
        super().clean()
        if unknown := self.exact_languages() - set(LANGUAGES):
            told = _("Use fa, en and zh, not %(unknown)s.") % {"unknown": ", ".join(unknown)}
            raise ValidationError({"exact_titles": told})
        if self.end.is_known and self.end.last < self.start.first:
            raise ValidationError({"end": _("The last day must not come before the first.")})

    def derived(self) -> dict[str, Any]:
        return super().derived() | self.in_lists()

    def in_lists(self) -> dict[str, Any]:
        """Return the columns by which lists sort and narrow it, which are derived too."""
        return {
            "kind": self.KIND,
            "ordering_day": self.start.ordering_day,
            "aspect": getattr(self, self.ASPECT),
        }

    def save(self, *args, **kwargs) -> None:
        if self.KIND is None:
            raise TypeError("An entry is written through its kind, never as a bare Entry.")
        with transaction.atomic():
            super().save(*args, **kwargs)
            listed, of_cities = self.listed(), self.city_row_copies()
            self.city_rows.exclude(**of_cities).update(**of_cities)
            self.participations.exclude(**listed).update(**listed)
            keep_in_step([self.pk])

    def listed(self) -> dict[str, Any]:
        """Return what each row of somebody who took part copies of this entry."""
        return {"day": self.ordering_day, "kind": self.kind, "public": self.is_published}

    def city_row_copies(self) -> dict[str, Any]:
        """Return what each city row copies of this entry."""
        return self.listed() | bearing(self.leaf if self.kind else self)


class EntryRow(Record):
    """A city or an area of an entry, of which `touching` makes pairs."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        with transaction.atomic():
            # As stored, and locked: somebody may have published or withdrawn it in the meantime.
            self.copy(Entry.objects.locked().with_leaf().get(pk=self.entry_id))
            super().save(*args, **kwargs)
            keep_in_step([self.entry_id])

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            deleted = super().delete(*args, **kwargs)
            keep_in_step([self.entry_id])
        return deleted

    def copy(self, entry: Entry) -> None:
        """Take from the entry what the row copies of it."""


class EntryCity(Listed, Bearing, EntryRow):
    """A city that an entry names. The copies let one index answer a city's timeline."""

    entry = models.ForeignKey(
        Entry, models.CASCADE, related_name="city_rows", verbose_name=_("entry")
    )
    city = models.ForeignKey(
        City, models.PROTECT, related_name="entry_rows", verbose_name=_("city")
    )

    history = HistoricalRecords(excluded_fields=[*LISTED, *COPIED])

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "city"],
                name="entry_names_a_city_once",
                violation_error_message=_("This city stands here already."),
            )
        ]
        indexes = INDEXES

    def __str__(self) -> str:
        return str(self.city)

    def copy(self, entry: Entry) -> None:
        vars(self).update(entry.city_row_copies())


class EntryArea(EntryRow):
    """A field of work that an entry touches: agreed in it, or only expected of it."""

    class Standing(models.TextChoices):
        AGREED = "agreed", _("agreed")
        EXPECTED = "expected", _("expected")

    entry = models.ForeignKey(
        Entry, models.CASCADE, related_name="area_rows", verbose_name=_("entry")
    )
    area = models.ForeignKey(
        CooperationArea, models.PROTECT, related_name="entry_rows", verbose_name=_("area")
    )
    standing = models.CharField(
        _("standing"), max_length=10, choices=Standing, default=Standing.AGREED
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "area"],
                name="entry_touches_an_area_once",
                violation_error_message=_("This area stands here already."),
            )
        ]
        indexes = [models.Index(fields=["area", "standing"], name="entry_area_by_standing")]

    def __str__(self) -> str:
        return str(self.area)
