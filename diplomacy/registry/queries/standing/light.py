"""Records of which only some columns are read: a standing may rest on hundreds of entries."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db import models, router
from django.db.models import QuerySet
from django.db.models.base import ModelState

from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models import (
    KINDS,
    Citation,
    Entry,
    Organisation,
    Source,
)

_SHARED = ("id", "key", "kind", "title_fa", "title_en", "title_zh", "start", "end")
_OF_KIND = {
    Entry.Kind.AGREEMENT: ("instrument", "paper_state", "in_force", "expires", "terminated"),
    Entry.Kind.EVENT: ("type", "claimed_form", "stated_count", "decides"),
    Entry.Kind.RESTRICTION: ("scope", "body_id"),
}
_BODY = ("id", "key", "name_fa", "name_en", "name_zh")
_CITATION = ("id", "entry_id", "about", "value", "side", "source_id")
_SOURCE = (
    *("id", "key", "title", "publisher", "language", "kind"),
    *("url", "linked", "archived_url", "organisation_id"),
)
_ABOVE = ("id", "city_id", "parent_id")
LEAVES = {kind.KIND.value: kind for kind in KINDS}


def entry_columns() -> list[str]:
    """Return the columns of rows of cities from which `entries_with` makes entries."""
    of_kind = (f"entry__{kind.value}__{name}" for kind, names in _OF_KIND.items() for name in names)
    of_body = (f"entry__restriction__body__{name}" for name in _BODY)
    return [*(f"entry__{name}" for name in _SHARED), *of_kind, *of_body]


def entries_with(rows: Iterable[tuple]) -> Iterator[tuple[Entry, list[Any]]]:
    """Yield the entry of each row of `entry_columns`, of its kind, and what follows these columns.

    What else is asked of an entry is read then, by a query of its own.
    """
    start, places = len(_SHARED), {}
    for kind, names in _OF_KIND.items():
        places[kind.value] = slice(start, start + len(names))
        start += len(names)
    end = start + len(_BODY)
    db = router.db_for_read(Entry)
    for values in rows:
        held = dict(zip(_SHARED, values, strict=False))
        held["entry_ptr_id"] = held["id"]
        kind = held["kind"]
        if kind in places:
            held |= zip(_OF_KIND[kind], values[places[kind]], strict=True)
        entry = record(LEAVES[kind], held, db)
        if kind == Entry.Kind.RESTRICTION and held["body_id"]:
            entry.body = record(Organisation, zip(_BODY, values[start:end], strict=True), db)
        yield entry, list(values[end:])


def citations_with_sources(entries: Collection[int]) -> Iterator[Citation]:
    """Yield the citations of entries with their sources and the bodies above these. One query."""
    sources: dict[int, Source] = {}
    after, before = len(_CITATION), -len(_ABOVE)
    db = router.db_for_read(Citation)
    for values in _citations(entries):
        citation = record(Citation, zip(_CITATION, values, strict=False), db)
        source = sources.get(citation.source_id)
        if source is None:
            source = record(Source, zip(_SOURCE, values[after:], strict=False), db)
            source.organisation = _body(values[2 * before : before], values[before:], db)
            sources[citation.source_id] = source
        citation.source = source
        yield citation


@kept
def _citations(entries: Collection[int]) -> QuerySet:
    ways = ("source__", "source__organisation__", "source__organisation__parent__")
    tables = tuple(zip(ways, (_SOURCE, _ABOVE, _ABOVE), strict=True))
    columns = [*_CITATION, *(way + name for way, names in tables for name in names)]
    return Citation.objects.filter(entry__in=entries).values_list(*columns)


def _body(own: tuple, above: tuple, db: str) -> Organisation | None:
    if own[0] is None:
        return None
    body = record(Organisation, zip(_ABOVE, own, strict=True), db)
    over = above[0] and record(Organisation, zip(_ABOVE, above, strict=True), db)
    body.parent = over or None
    return body


def record(table: type[models.Model], held: Any, db: str) -> Any:
    """Return a stored record with these columns, as `only()` would in ten times the time."""
    record = table.__new__(table)
    state = ModelState()
    state.adding, state.db = False, db
    vars(record).update(held, _state=state)
    return record
