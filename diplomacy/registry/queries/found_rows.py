"""What a page shows of found records, asked by their keys through statements that are kept."""

from collections.abc import Sequence
from datetime import date
from itertools import cycle
from typing import TypeVar

import msgspec
from django.db import router
from django.db.models import Case, F, Model, OuterRef, QuerySet, Subquery, Value, When

from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models import (
    CooperationArea,
    Document,
    Entry,
    EntryArea,
    EntryCity,
    Participation,
    Relationship,
)
from diplomacy.registry.models.base import Keyed
from diplomacy.registry.models.words import LANGUAGES, Text, columns

from .along import Light, told_of
from .found_told import is_told, records_of, told
from .nouns import KINDS, NOUNS
from .standing import Tag, tags, with_form_and_stage
from .standing.light import EntryColumns

Row = TypeVar("Row", bound=Model)

# By what an entry is found, and what a page says that it is.
_ENTRY = EntryColumns(
    ("id", "key", "kind", "start", *Entry.SEARCHED, *Entry.SEARCHED_IN_TEXT),
    {
        "agreement": ("instrument",),
        "delegation": (*columns("purpose"), *columns("outcome")),
        "event": ("type",),
    },
)
_CITIES = Light("city_rows", EntryCity, "city", ("is_home", *columns("name")))
_AREAS = Light("area_rows", EntryArea, "area", CooperationArea.SEARCHED)


def shown_of(noun: str, keys: list[int]) -> list[Keyed]:
    """Return the public ones of these records, in the order of the keys.

    With what a page shows of each. One query.
    """
    if noun in KINDS:
        return shown_entries(keys)
    found = _rows(keys, noun=noun)
    if is_told(noun):
        found = [record for text in found for record in records_of(noun, text or "[]")]
    return _in_order(found, keys)


def shown_entries(keys: list[int]) -> list[Entry]:
    """Return the published ones, in the order of the keys, with what else they are found by.

    That is cities and areas, the titles of papers and the names of who took part. One query.
    """
    rows, db = _entries(keys), router.db_for_read(Entry)
    found = [_ENTRY.entry(row, db) for row in rows]
    _CITIES.lay(found, (row[-4] for row in rows))
    _AREAS.lay(found, (row[-3] for row in rows))
    for entry, (*_, papers, parts) in zip(found, rows, strict=True):
        entry.papers_shown, entry.parts_shown = _texts(papers), _texts(parts)
    return _in_order(found, keys)


def where_they_stand(cities: Sequence[Keyed], on: date) -> dict[int, Tag]:
    """Return how far the city's public ties with these are, by the key of the partner."""
    found = _ties([city.pk for city in cities], on=on)
    where = tags(found, on) if found else {}
    return {tie.partner_id: where[tie.pk] for tie in found}


def _in_order(found: list[Row], keys: list[int]) -> list[Row]:
    by_key = {one.pk: one for one in found}
    return [by_key[pk] for pk in keys if pk in by_key]


@kept
def _rows(keys: list[int], *, noun: str) -> QuerySet:
    rows = NOUNS[noun].rows().filter(pk__in=keys)
    return told(noun, rows).values_list("told", flat=True) if is_told(noun) else rows


@kept
def _entries(keys: list[int]) -> QuerySet[Entry, tuple]:
    papers = Document.objects.published().filter(entry=OuterRef("pk"))
    parts = Participation.objects.filter(entry=OuterRef("pk"))
    names = [
        Case(When(name_shown=True, then=F(f"person__{column}")), default=Value(""))
        for column in columns("name")
    ]
    bodies = (f"organisation__{column}" for column in columns("name"))
    return (
        Entry.objects.published()
        .filter(pk__in=keys)
        .values_list(
            *_ENTRY.names(),
            _CITIES.told("entry"),
            _AREAS.told("entry"),
            Subquery(told_of(papers, "pk", *columns("title"))),
            Subquery(told_of(parts, "pk", *names, *bodies)),
        )
    )


def _texts(told: str | None) -> list[Text]:
    """Return the texts of rows in the order of their keys, three languages after one another."""
    rows = sorted(msgspec.json.decode(told or "[]"))
    return [
        Text(text, code)
        for _pk, *row in rows
        for text, code in zip(row, cycle(LANGUAGES), strict=False)
        if text
    ]


@kept
def _ties(cities: list[int], *, on: date) -> QuerySet[Relationship]:
    ties = Relationship.objects.published().of_the_city().filter(partner__in=cities)
    return with_form_and_stage(ties, on)
