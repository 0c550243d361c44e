"""The comparison as lists: all entries in order of time, and the few that fit on one sheet."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from diplomacy.registry.models import Agreement, Entry, Event
from diplomacy.registry.models.words import Text
from diplomacy.registry.queries.comparison import Comparison, Lane, Numbered

from .chart import LOOKS

ON_PAPER = 18  # the most entries under the chart on one A4 sheet


class RailRow(Struct, frozen=True):
    """A row of the list under the chart: `lines` are the looks of the lanes on its day."""

    item: Numbered
    lines: tuple[str, ...]
    look: str


class Party(Struct, frozen=True):
    """The partner of a lane, as the rows of the list name it, with the look of the tie."""

    key: str
    name: Text
    look: str


def parties(comparison: Comparison) -> list[Party]:
    """Return whom the lanes are about, in their order."""
    return [
        Party(lane.tie.partner.key, lane.tie.partner.name, lane.standing.look)
        for lane in comparison.lanes
    ]


def rail(comparison: Comparison, items: Iterable[Numbered]) -> list[RailRow]:
    """Return the rows of the list: beside each entry, in what form every tie was on its day."""
    lanes = comparison.lanes
    return [
        RailRow(
            item,
            tuple(_look_on(lane, item.entry.ordering_day) for lane in lanes),
            lanes[item.lanes[0]].standing.look,
        )
        for item in items
    ]


def _look_on(lane: Lane, day: date) -> str:
    """Return the look of the form that the tie surely had on the day, "" for none."""
    for span in lane.spans:
        if span.first <= day <= span.last and not span.perhaps:
            return LOOKS.get(span.form, "")
    return ""


def weightiest(items: Iterable[Numbered]) -> list[RailRow]:
    """Return what the printed sheet names, in order: papers first, then visits, the latest ones."""
    chosen = sorted(items, key=lambda item: (_weight(item.entry), -item.number))[:ON_PAPER]
    return sorted(chosen, key=lambda item: item.number)


def raises_a_tie(entry: Entry) -> bool:
    """Whether the entry is a signed paper that can raise a tie: the chart names it."""
    if entry.kind != Entry.Kind.AGREEMENT:
        return False
    paper = entry.leaf
    signed = paper.paper_state == Agreement.PaperState.SIGNED
    return signed and Agreement.Instrument(paper.instrument).form is not None


def _weight(entry: Entry) -> int:
    """Return how far down the entry stands among those that are named first, 0 for the first."""
    if entry.kind == Entry.Kind.EVENT:
        return 4 if entry.leaf.type in Event.WORDS else 3
    kinds = [Entry.Kind.AGREEMENT, Entry.Kind.RESTRICTION, Entry.Kind.DELEGATION]
    others = 3
    if raises_a_tie(entry):
        return 0
    return kinds.index(entry.kind) if entry.kind in kinds else others
