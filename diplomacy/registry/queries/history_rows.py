"""Entries as histories show them with their sources: of each record only the columns that are read.

A page shows sixty entries, which were six hundred records: five leaves of each, mostly empty.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

import msgspec
from django.db import router
from django.db.models import Model, OuterRef, QuerySet, Subquery

from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models import (
    Citation,
    CooperationArea,
    DiplomacyLayer,
    Entry,
    EntryArea,
    EntryCity,
    Source,
)
from diplomacy.registry.models.words import columns

from .along import lay_along, told_of
from .standing.light import EntryColumns, record

_ENTRY = EntryColumns(
    (
        *("id", "key", "kind", "start", "end", "ordering_day"),
        *columns("title"),
        *columns("summary"),
    ),
    {
        "agreement": ("instrument", "paper_state", "in_force", "expires", "terminated"),
        "delegation": ("direction", "progress"),
        "event": ("type",),
        "commitment": ("force",),
        "restriction": ("scope",),
    },
)
_CITATION = ("id", "entry_id", "source_id", "about", "value")
_SOURCE = ("id", "key", "title", "publisher", "language", "url", "linked", "archived_url")
_AREA_ROW = ("id", "entry_id", "area_id")
_AREA = ("id", "key", "layer_id", "position", *columns("name"))
_LAYER = ("id", "key", "position", *columns("name"))
_OF_SOURCE = tuple(f"source__{name}" for name in _SOURCE)
_OF_AREA = (
    *(f"area__{name}" for name in _AREA),
    *(f"area__layer__{name}" for name in _LAYER),
)


def entry_columns(way: str = "") -> list[str]:
    """Return the columns of rows from which `entries_of` makes the entries to which `way` leads."""
    return _ENTRY.names(way)


def entries_of(rows: Iterable[Sequence[Any]]) -> list[Entry]:
    """Return the entry of each row that ends in `entry_columns`, as one of its kind."""
    width, db = _ENTRY.width, router.db_for_read(Entry)
    return [_ENTRY.entry(row[-width:], db) for row in rows]


def joined(*parts: tuple[QuerySet[EntryCity], int]) -> QuerySet:
    """Return the keys of the first rows of each part, so many of it, for one query.

    SQLite joins parts that end somewhere only if each is one in another.
    """
    few = [EntryCity.objects.order_by().filter(pk__in=rows.values("pk")[:n]) for rows, n in parts]
    keys = [rows.values("pk") for rows in few]
    return keys[0].union(*keys[1:], all=True)


def with_citations(entries: list[Entry]) -> list[Entry]:
    """Fetch for each entry its citations with their sources. One query."""
    rows = _citations([entry.pk for entry in entries])
    lay_along(entries, "citations", _naming(rows, Citation, "source", _CITATION, _of_source))
    return entries


def with_told(entries: list[Entry]) -> list[Entry]:
    """Fetch for each entry its citations with their sources, its areas with layers. One query."""
    return lay_told(entries, _told([entry.pk for entry in entries]))


def told_along(rows: QuerySet, entry: str = "entry") -> QuerySet:
    """Have each row tell, for `lay_told`, the citations and the areas of the `entry` it names."""
    citations = Citation.objects.filter(entry=OuterRef(entry))
    areas = EntryArea.objects.filter(entry=OuterRef(entry))
    return rows.annotate(
        told_citations=Subquery(told_of(citations, *_CITATION, *_OF_SOURCE)),
        told_areas=Subquery(told_of(areas, *_AREA_ROW, *_OF_AREA)),
    )


def lay_told(entries: list[Entry], rows: Sequence[Any]) -> list[Entry]:
    """Do as `with_told` for the entries of the rows. No query."""
    citations = _decoded(row.told_citations for row in rows)
    lay_along(entries, "citations", _naming(citations, Citation, "source", _CITATION, _of_source))
    areas = _decoded(row.told_areas for row in rows)
    lay_along(entries, "area_rows", _naming(areas, EntryArea, "area", _AREA_ROW, _of_area))
    return entries


def _decoded(texts: Iterable[str | None]) -> Iterator[list]:
    """Yield the rows of each text in the order of their keys, as the tables have them."""
    for text in texts:
        yield from sorted(msgspec.json.decode(text or "[]"))


def _naming(
    rows: Iterable[Sequence[Any]],
    model: type[Model],
    named: str,
    own: tuple[str, ...],
    of: Callable[[Sequence[Any], str], Model],
) -> Iterator[Model]:
    """Yield a record of each row, which names another: one for all that name the same."""
    held: dict[int, Model] = {}
    db, place, start = router.db_for_read(model), own.index(f"{named}_id"), len(own)
    for values in rows:
        one = record(model, zip(own, values, strict=False), db)
        if (key := values[place]) not in held:
            held[key] = of(values[start:], db)
        one._state.fields_cache[named] = held[key]
        yield one


def _of_source(values: Sequence[Any], db: str) -> Source:
    held = dict(zip(_SOURCE, values, strict=True))
    held["linked"] = bool(held["linked"])  # in a text of SQLite it is a number
    return record(Source, held, db)


def _of_area(values: Sequence[Any], db: str) -> CooperationArea:
    area = record(CooperationArea, zip(_AREA, values, strict=False), db)
    of_layer = values[len(_AREA) :]
    area._state.fields_cache["layer"] = (
        record(DiplomacyLayer, zip(_LAYER, of_layer, strict=True), db) if of_layer[0] else None
    )
    return area


@kept
def _citations(entries: Collection[int]) -> QuerySet:
    return Citation.objects.filter(entry__in=entries).values_list(*_CITATION, *_OF_SOURCE)


@kept
def _told(entries: Collection[int]) -> QuerySet:
    told = told_along(Entry.objects.order_by().filter(pk__in=entries), "pk")
    return told.values_list("told_citations", "told_areas", named=True)
