"""Organisations, people, and the offices that people held in them."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from diplomacy.registry.fields import PartialDateField

from .base import KeyedQuerySet, Publication, Record
from .cities import City, Country
from .named import Alias, Named
from .sources import Source
from .words import Words, columns


class OrganisationQuerySet(KeyedQuerySet):
    def published(self) -> Self:
        """Keep those that take part, speak or decide in a published entry.

        And those that stand above one that takes part, or that a public person held office in.
        """
        same = self.model.objects.filter(pk=OuterRef("pk"))
        public = Publication.PUBLISHED
        takes_part = Exists(same.filter(participations__public=True))
        # Asked of each part: in one statement SQLite read whoever took part in anything, 0.1 s
        # for each body of a million entries that is not public by its own deeds.
        parts = self.model.objects.filter(takes_part, parent=OuterRef("pk"))
        # `along` keeps SQLite from walking all that is published (`sources.ALONG`).
        return self.filter(
            takes_part
            | Exists(same.filter(sources__citations__entry__publication__along=public))
            | Exists(same.filter(restrictions__publication=public))
            | Exists(same.filter(terms__person__in=Person.objects.published()))
            | Exists(parts)
        )


class Organisation(Named):
    """A body that acts: its kind tells the sector that takes part."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("municipality")
        DIRECTORATE = "directorate", _("directorate")
        COUNCIL = "council", _("council")
        CHAMBER = "chamber", _("chamber of commerce")
        UNIVERSITY = "university", _("university")
        CREATIVE = "creative", _("creative industry")
        MEDIA = "media", _("media house")
        MINISTRY = "ministry", _("ministry")
        EMBASSY = "embassy", _("embassy or consulate")
        NETWORK = "network", _("network")
        ASSOCIATION = "association", _("association")
        COMPANY = "company", _("company")
        UNIDENTIFIED = "unidentified", _("not identified")

    SEARCHED = tuple(columns("name"))

    name = Words(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )
    city = models.ForeignKey(
        City,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("city it speaks for"),
        help_text=_("Tells the side. Leave empty for a ministry, an embassy or others’ press."),
    )
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    remark = Words(_("public remark"), long=True)
    staff_note = models.TextField(_("note for staff"), blank=True, help_text=_("Never public."))

    history = HistoricalRecords(excluded_fields=Named.DERIVED)
    objects = OrganisationQuerySet.as_manager()

    class Meta(Named.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")),
                name="organisation_is_no_part_of_itself",
                violation_error_message=_("A body is not a part of itself."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.key


class PersonQuerySet(KeyedQuerySet):
    def published(self) -> Self:
        """Keep those whose name a published entry shows."""
        # Asked of each person: who looks at one does not read the rows of all.
        same = self.model.objects.filter(
            pk=OuterRef("pk"),
            participations__name_shown=True,
            participations__public=True,
        )
        return self.filter(Exists(same))


class Person(Named):
    """One person under all spellings of the name."""

    SEARCHED_ROWS = "aliases"

    name = Words(_("name"), max_length=160)
    own_name = models.CharField(_("name in its own script"), max_length=160, blank=True)
    own_language = models.CharField(_("language of its own name"), max_length=12, blank=True)
    pronunciation = Words(
        _("how it is said"),
        max_length=160,
        help_text=_("For speakers of each language. Empty: pinyin is made of a Chinese name."),
    )
    contact = models.TextField(
        _("contact details"), blank=True, help_text=_("For staff only; never public.")
    )
    staff_note = models.TextField(_("note for staff"), blank=True, help_text=_("Never public."))

    history = HistoricalRecords(excluded_fields=Named.DERIVED)
    objects = PersonQuerySet.as_manager()

    class Meta(Named.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name or self.own_name or self.key

    def searched_names(self) -> list[str]:
        aliases = (alias.text for alias in self.searched_rows())
        return [self.name_fa, self.name_en, self.name_zh, self.own_name, *aliases]


class PersonAlias(Alias):
    """Another spelling of a person's name."""

    NAMED = "person"

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="aliases", verbose_name=_("person")
    )

    history = HistoricalRecords()

    class Meta(Alias.Meta):
        verbose_name = _("other spelling")
        verbose_name_plural = _("other spellings")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "text", "language"],
                name="person_alias_stands_once",
                violation_error_message=_("This spelling stands here already."),
            )
        ]


class Term(Record):
    """An office held. Seen in office from 2021-12 to 2025-10 is `[..2021-12]` to `[2025-10..]`."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="terms", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="terms", verbose_name=_("organisation")
    )
    office = Words(_("office"), max_length=200)
    since = PartialDateField(_("since"), blank=True)
    until = PartialDateField(_("until"), blank=True)
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="terms",
        verbose_name=_("source"),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("term of office")
        verbose_name_plural = _("terms of office")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.office}, {self.organisation}"
