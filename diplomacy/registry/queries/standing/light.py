"""Records of which only some columns are read: a standing may rest on hundreds of entries."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.db import models, router
from django.db.models import QuerySet
from django.db.models.base import ModelState
from msgspec import Struct

from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models import (
    KINDS,
    Citation,
    Entry,
    Organisation,
    Source,
)

_BODY = ("id", "key", "name_fa", "name_en", "name_zh")
_CITATION = ("id", "entry_id", "about", "value", "side", "source_id")
_SOURCE = (
    *("id", "key", "title", "publisher", "language", "kind"),
    *("url", "linked", "archived_url", "organisation_id"),
)
_ABOVE = ("id", "city_id", "parent_id")
LEAVES = {kind.KIND.value: kind for kind in KINDS}


class EntryColumns(Struct, frozen=True):
    """The columns that are read of entries: those that kinds share, "id" first, and of each kind.

    What else is asked of an entry is read then, by a query of its own.
    """

    shared: tuple[str, ...]
    of_kind: dict[str, tuple[str, ...]]

    def names(self, way: str = "") -> list[str]:
        """Return the columns of rows from which `entry` makes the entry to which `way` leads."""
        of_kind = (f"{kind}__{name}" for kind, names in self.of_kind.items() for name in names)
        return [f"{way}{name}" for name in (*self.shared, *of_kind)]

    @property
    def width(self) -> int:
        return len(self.shared) + sum(map(len, self.of_kind.values()))

    def entry(self, values: Sequence[Any], db: str) -> Entry:
        """Return the entry, as one of its kind, of a row that begins with these columns."""
        held = dict(zip(self.shared, values, strict=False))
        held["entry_ptr_id"], start = held["id"], len(self.shared)
        for kind, names in self.of_kind.items():
            if kind == held["kind"]:
                held |= zip(names, values[start : start + len(names)], strict=True)
            start += len(names)
        return record(LEAVES[held["kind"]], held, db)


_ENTRY = EntryColumns(
    ("id", "key", "kind", "title_fa", "title_en", "title_zh", "start", "end"),
    {
        "agreement": ("instrument", "paper_state", "in_force", "expires", "terminated"),
        "event": ("type", "claimed_form", "stated_count", "decides"),
        "restriction": ("scope", "body_id"),
    },
)


def entry_columns() -> list[str]:
    """Return the columns of rows of cities from which `entries_with` makes entries."""
    return [*_ENTRY.names("entry__"), *(f"entry__restriction__body__{name}" for name in _BODY)]


def entries_with(rows: Iterable[tuple]) -> Iterator[tuple[Entry, list[Any]]]:
    """Yield the entry of each row of `entry_columns`, and what follows these columns."""
    start, end = _ENTRY.width, _ENTRY.width + len(_BODY)
    db = router.db_for_read(Entry)
    for values in rows:
        entry = _ENTRY.entry(values, db)
        if entry.kind == Entry.Kind.RESTRICTION and entry.body_id:
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
