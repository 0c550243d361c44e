"""What other sites show of a tie: where it stands, or the latest of its history."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, Q, prefetch_related_objects
from msgspec import Struct

from diplomacy.registry.models import (
    Citation,
    Entry,
    EntryCity,
    Relationship,
    Source,
    TieCitation,
    TieLayer,
)

from .deeds import deeds
from .paging import CITY_NEWEST_FIRST, CITY_OLDEST_FIRST
from .standing import Standing, standing

NEWEST = 6  # entries up to today
COMING = 2  # entries after it

_WITH_LEAF = ("entry", *(f"entry__{kind.value}" for kind in Entry.Kind))


class TieInShort(Struct, frozen=True):
    """Where a tie stands, its last dated deed, and how many sources tell of it."""

    standing: Standing
    last: Entry | None
    sources: int


class LatestOfTie(Struct, frozen=True):
    """The nearest of what is to come and the latest before it, newest first; `found` are all."""

    standing: Standing
    coming: tuple[Entry, ...]
    past: tuple[Entry, ...]
    found: int

    @property
    def is_whole(self) -> bool:
        return self.found == len(self.coming) + len(self.past)


def tie_in_short(tie: Relationship, on: date) -> TieInShort:
    """Return the tie that `public_tie` gave for the day `on`, in short. Eight queries."""
    rows = deeds(on).filter(city=tie.partner).select_related(*_WITH_LEAF)
    last = _with_citations(row.entry for row in rows[:1])
    return TieInShort(standing(tie, on), last[0] if last else None, _sources(tie))


def latest_of_tie(tie: Relationship, on: date) -> LatestOfTie:
    """Return the latest of the tie that `public_tie` gave for the day `on`. Nine queries."""
    rows = EntryCity.objects.filter(city=tie.partner, public=True)
    shown = rows.select_related(*_WITH_LEAF)
    coming = list(shown.filter(day__gt=on).order_by(*CITY_OLDEST_FIRST)[:COMING])
    past = shown.filter(day__lte=on).order_by(*CITY_NEWEST_FIRST)[:NEWEST]
    entries = _with_citations(row.entry for row in (*coming[::-1], *past))
    number = len(coming)
    return LatestOfTie(
        standing(tie, on), tuple(entries[:number]), tuple(entries[number:]), rows.count()
    )


def _with_citations(entries: Iterable[Entry]) -> list[Entry]:
    """Fetch the citations of entries with their sources. One query."""
    found = list(entries)
    citations = Prefetch("citations", Citation.objects.select_related("source"))
    prefetch_related_objects(found, citations)
    return found


def _sources(tie: Relationship) -> int:
    """Return how many sources the tie and the entries that name its partner rest on. One query."""
    entries = EntryCity.objects.filter(city=tie.partner, public=True).values("entry")
    found = Source.objects.filter(
        Q(pk__in=Citation.objects.filter(entry__in=entries).values("source"))
        | Q(pk__in=TieCitation.objects.filter(relationship=tie).values("source"))
        | Q(pk__in=TieLayer.objects.filter(relationship=tie).values("source"))
    )
    return found.count()
