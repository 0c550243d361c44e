"""The spine: one dated, sourced thing about one or more cities, or none. Its kinds stand beside."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from diplomacy.calendars import PartialDate
from diplomacy.registry.fields import PartialDateField

from .areas import CooperationArea
from .base import Publication, Publishable, PublishableQuerySet, Record
from .cities import City
from .sources import DateBasis, Source
from .words import LANGUAGES, Words, columns


class EntryQuerySet(PublishableQuerySet):
    def of_city(self, city: City) -> Self:
        """Keep the entries that name `city`."""
        return self.filter(city_rows__city=city)

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

    SEARCHED = (*columns("title"), *columns("summary"), "reference")
    KIND: "Entry.Kind | None" = None

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

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        indexes = [
            models.Index(fields=["publication", "-ordering_day", "-id"], name="entry_by_day"),
            models.Index(
                fields=["kind", "publication", "-ordering_day", "-id"], name="entry_by_kind_and_day"
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

    def exact_languages(self) -> set[str]:
        """Return the languages whose title is a source's own words."""
        return {code.strip() for code in self.exact_titles.split(",") if code.strip()}

    def clean(self) -> None:
        super().clean()
        if unknown := self.exact_languages() - set(LANGUAGES):
            raise ValidationError(
                {
                    "exact_titles": _("Use fa, en and zh, not %(unknown)s.")
                    % {"unknown": ", ".join(unknown)}
                }
            )
        if self.end.is_known and self.end.last < self.start.first:
            raise ValidationError({"end": _("The last day must not come before the first.")})

    def prepare(self) -> None:
        """Set what is derived: the kind and the ordering day."""
        self.kind = self.KIND
        self.ordering_day = self.start.ordering_day

    def save(self, *args, **kwargs) -> None:
        if self.KIND is None:
            raise TypeError("An entry is written through its kind, never as a bare Entry.")
        self.prepare()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "ordering_day", "kind"}
        with transaction.atomic():
            super().save(*args, **kwargs)
            self.city_rows.exclude(**self._city_row()).update(**self._city_row())

    def _city_row(self) -> dict:
        """Return what each city row copies of this entry."""
        return {
            "day": self.ordering_day,
            "kind": self.kind,
            "public": self.publication == Publication.PUBLISHED,
        }


class EntryCity(Record):
    """A city that an entry names. The copies let one index answer a city's timeline."""

    entry = models.ForeignKey(
        Entry, models.CASCADE, related_name="city_rows", verbose_name=_("entry")
    )
    city = models.ForeignKey(
        City, models.PROTECT, related_name="entry_rows", verbose_name=_("city")
    )
    day = models.DateField(editable=False, default=date.min)
    kind = models.CharField(max_length=12, editable=False, default="")
    public = models.BooleanField(editable=False, default=False)

    history = HistoricalRecords(excluded_fields=["day", "kind", "public"])

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
        indexes = [
            models.Index(fields=["city", "public", "-day", "-entry"], name="entry_city_by_day"),
        ]

    def __str__(self) -> str:
        return str(self.city)

    def save(self, *args, **kwargs) -> None:
        vars(self).update(self.entry._city_row())
        super().save(*args, **kwargs)


class EntryArea(Record):
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

    def __str__(self) -> str:
        return str(self.area)


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
