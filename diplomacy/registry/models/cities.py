"""Places: the home city, its districts, and those that host or are a party."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from diplomacy.registry.fields import PartialDateField

from .base import KeyedQuerySet, Publication, Record
from .named import Alias, Named
from .sources import Source, web_address
from .words import Words, columns


class Country(Named):
    """A country by its ISO 3166-1 code; its names are editable, since lists disagree on some."""

    SEARCHED = tuple(columns("name"))

    name = Words(_("name"), max_length=120)

    history = HistoricalRecords(excluded_fields=Named.DERIVED)

    class Meta(Named.Meta):
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name or self.key.upper()


class CityQuerySet(KeyedQuerySet):
    def home(self) -> "City | None":
        """Return the home city with the register's identity, or None before it is set."""
        return self.filter(is_home=True).select_related("identity").first()

    def published(self) -> Self:
        """Keep the home city and every place that a published entry or tie shows."""
        # Asked of each city: who looks at one does not read the rows of all.
        rows = self.model._meta.get_field("entry_rows").related_model.objects.order_by()
        ties = self.model._meta.get_field("ties").related_model.objects.order_by()
        to_it = ties.filter(partner=OuterRef("pk"), publication=Publication.PUBLISHED)
        # From one or two cities only: they are read once, for each city reads all ties.
        from_here = ties.filter(publication=Publication.PUBLISHED).values("home_end")
        return self.filter(
            Q(is_home=True)
            | Exists(rows.filter(city=OuterRef("pk"), public=True))
            | Exists(to_it)
            | Q(pk__in=from_here)
        )


class City(Named):
    """A place that can host or be a party."""

    class Kind(models.TextChoices):
        CITY = "city", _("city")
        PROVINCE = "province", _("province")
        DISTRICT = "district", _("district")
        PORT = "port", _("port")

    SEARCHED_ROWS = "aliases"

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.CITY)

    name = Words(_("name"), max_length=120)
    own_name = models.CharField(
        _("name in its own script"),
        max_length=120,
        blank=True,
        help_text=_("As its own people write it."),
    )
    own_language = models.CharField(
        _("language of its own name"),
        max_length=12,
        blank=True,
        help_text=_("A tag: zh-Hans, it, ru"),
    )
    pronunciation = Words(
        _("how it is said"),
        max_length=160,
        help_text=_("For speakers of each language. Empty: pinyin is made of a Chinese name."),
    )
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cities",
        verbose_name=_("country"),
    )
    region = Words(_("province or region"), max_length=120)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
        help_text=_("For a district: its city."),
    )
    is_home = models.BooleanField(
        _("home city"), default=False, help_text=_("The city whose register this is: one at most.")
    )
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    geonames_id = models.PositiveIntegerField(_("GeoNames id"), null=True, blank=True)
    wikidata_id = models.CharField(_("Wikidata id"), max_length=20, blank=True)
    website = models.CharField(_("website"), max_length=300, blank=True, validators=[web_address])
    staff_note = models.TextField(_("note for staff"), blank=True, help_text=_("Never public."))

    history = HistoricalRecords(excluded_fields=Named.DERIVED)
    objects = CityQuerySet.as_manager()

    class Meta(Named.Meta):
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_home"],
                condition=Q(is_home=True),
                name="there_is_one_home_city",
                violation_error_message=_("Another city is the home city already."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")),
                name="city_is_no_part_of_itself",
                violation_error_message=_("A place is not a part of itself."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="city_has_both_coordinates_or_none",
                violation_error_message=_("Give both latitude and longitude, or neither."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.key

    def searched_names(self) -> list[str]:
        aliases = (alias.text for alias in self.searched_rows())
        return [self.name_fa, self.name_en, self.name_zh, self.own_name, *aliases]


class CityAlias(Alias):
    """Another spelling or name, in a language or in none in particular."""

    NAMED = "city"

    city = models.ForeignKey(City, models.CASCADE, related_name="aliases", verbose_name=_("city"))

    history = HistoricalRecords()

    class Meta(Alias.Meta):
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [
            models.UniqueConstraint(
                fields=["city", "text", "language"],
                name="city_alias_stands_once",
                violation_error_message=_("This name stands here already."),
            )
        ]


class CityFigure(Record):
    """A number said of a city: how many, as of when, of what exactly, by which source."""

    class Kind(models.TextChoices):
        POPULATION = "population", _("population")
        SISTER_CITIES = "sister_cities", _("sister cities in all")

    city = models.ForeignKey(City, models.CASCADE, related_name="figures", verbose_name=_("city"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.POPULATION)
    value = models.BigIntegerField(_("value"), validators=[MinValueValidator(0)])
    as_of = PartialDateField(_("as of"), blank=True)
    of_what = Words(
        _("of what"),
        max_length=160,
        help_text=_("The city, the county, or as the source prints it."),
    )
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("source"),
    )
    shown = models.BooleanField(_("the one we show"), default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "kind"],
                condition=Q(shown=True),
                name="city_shows_one_figure_of_a_kind",
                violation_error_message=_("Another figure of this kind is shown already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"
