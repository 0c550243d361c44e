"""What the page of a layer shows of its ties and of the fields of work placed under it."""

from datetime import date

from django.db.models import Exists, Max, Min, OuterRef, Prefetch, Q, Value
from django.db.models.functions import Coalesce
from msgspec import Struct

from diplomacy.registry.models import (
    CooperationArea,
    DiplomacyLayer,
    Entry,
    EntryArea,
    Relationship,
)

from .entry_list import with_verdict
from .matrix import public_rows
from .recorded import InSector, in_sectors
from .sectors import Sector

MOST_ENTRIES = 40  # in the fields of work of a layer, the latest
MOST_MEETING = 20  # in several layers at once, the latest
MEETING_AMONG = 10_000  # of the latest entries: where few are in several, all would be read


class TakingPart(Struct, frozen=True):
    """A tie with the sectors that took part in it."""

    tie: Relationship
    sectors: tuple[InSector, ...]


class Held(Struct, frozen=True):
    """What stands in the fields of work of a layer, newest first, its promises apart."""

    promises: tuple[Entry, ...]
    entries: tuple[Entry, ...]
    has_more: bool


def sectors_of_ties(ties: list[Relationship], on: date) -> tuple[TakingPart, ...]:
    """Return the sectors with any entry of each of the ties; ties without one are left out.

    One query.
    """
    found, _naming = in_sectors(public_rows(ties), on)
    rows = (
        TakingPart(
            tie,
            tuple(
                found[tie.partner_id, sector]
                for sector in Sector
                if (tie.partner_id, sector) in found
            ),
        )
        for tie in ties
    )
    return tuple(row for row in rows if row.sectors)


def entries_in_layer(layer: DiplomacyLayer, areas: list[CooperationArea]) -> Held:
    """Return the latest published entries in `areas`, those under the layer. One query at most.

    Each promise has its last `verdict`, as `entry_list.with_verdict` gives it.
    """
    if not areas:
        return Held((), (), False)
    under = EntryArea.objects.filter(area__layer=layer)
    # Of many all would be put in order; of few all days be walked.
    if areas[0].many:
        under = Q(Exists(under.filter(entry=OuterRef("pk"))))
    else:
        under = Q(pk__in=under.values("entry"))
    entries = with_verdict(Entry.objects.published().filter(under).with_leaf())
    found = list(entries.order_by("-ordering_day", "-id")[: MOST_ENTRIES + 1])
    shown, promise = found[:MOST_ENTRIES], Entry.Kind.COMMITMENT
    return Held(
        tuple(entry for entry in shown if entry.kind == promise),
        tuple(entry for entry in shown if entry.kind != promise),
        len(found) > MOST_ENTRIES,
    )


def entries_in_several_layers() -> tuple[Entry, ...]:
    """Return the latest published entries whose fields of work stand under more than one layer.

    Among the latest of all, since there may be none. Each with its areas and their layers. Two
    queries.
    """
    latest = Entry.objects.published().order_by("-ordering_day", "-id")
    # The first and the last instead of their number, for which PostgreSQL would sort all rows.
    first, last = Min("area__layer"), Max("area__layer")
    placed = EntryArea.objects.order_by().filter(area__layer__isnull=False)
    placed = placed.filter(entry__in=latest.values("pk")[:MEETING_AMONG])
    several = placed.values("entry").annotate(n=last).filter(n__gt=first)
    found = Entry.objects.published().filter(pk__in=several.values("entry")).with_leaf()
    areas = Prefetch("area_rows", EntryArea.objects.select_related("area__layer"))
    # By no column, but what is worked out of it: else PostgreSQL walks all entries by their day,
    # since it takes those in several layers to be many.
    day = Coalesce("ordering_day", Value(date.min))
    return tuple(found.prefetch_related(areas).order_by(day.desc(), "-id")[:MOST_MEETING])
