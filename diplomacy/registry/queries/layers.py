"""What the page of a layer shows of its ties and of the fields of work placed under it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from diplomacy.registry.models import (
    CommitmentReview,
    CooperationArea,
    DiplomacyLayer,
    Entry,
    EntryArea,
    Relationship,
)

from .matrix import InSector, in_sectors, last_review, public_rows
from .sectors import Sector

MOST_ENTRIES = 40  # in the fields of work of a layer, the latest


@dataclass(frozen=True, slots=True)
class TakingPart:
    """A tie with the sectors that took part in it."""

    tie: Relationship
    sectors: tuple[InSector, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What stands in the fields of work of a layer, newest first, its promises apart."""

    promises: tuple[Entry, ...]
    entries: tuple[Entry, ...]
    has_more: bool


def sectors_of_ties(ties: list[Relationship], on: date) -> tuple[TakingPart, ...]:
    """Return the sectors with any entry of each of the ties; ties without one are left out.

    One query.
    """
    found = in_sectors(public_rows(ties), on)
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

    Each promise has its last `verdict`, as in `entry_list.published_promises`.
    """
    if not areas:
        return Held((), (), False)
    unseen = Value(CommitmentReview.Verdict.NOT_ASSESSED.value)
    last = last_review(OuterRef("pk"))
    entries = (
        Entry.objects.published()
        .filter(pk__in=EntryArea.objects.filter(area__layer=layer).values("entry"))
        .with_leaf()
        .annotate(
            verdict=Coalesce(Subquery(last.values("verdict")[:1]), unseen),
            reviewed_on=Subquery(last.values("on")[:1]),
        )
        .order_by("-ordering_day", "-id")
    )
    found = list(entries[: MOST_ENTRIES + 1])
    shown, promise = found[:MOST_ENTRIES], Entry.Kind.COMMITMENT
    return Held(
        tuple(entry for entry in shown if entry.kind == promise),
        tuple(entry for entry in shown if entry.kind != promise),
        len(found) > MOST_ENTRIES,
    )
