"""What came of some promises as one bar: every place is a number for an SVG attribute.

The bar begins where the page begins; it tells parts of a whole and nothing of time.
"""

from msgspec import Struct

from diplomacy.registry.queries.promises import Share, Verdict

from .time_direction import Directions

WIDTH, HEIGHT = 720, 14
GAP = 3  # between two parts

LOOKS = {
    Verdict.DELIVERED: "done",
    Verdict.PARTLY: "partly",
    Verdict.IN_PROGRESS: "moving",
    Verdict.STALLED: "still",
    Verdict.NOT_STARTED: "still",
    Verdict.NOT_DELIVERED: "broken",
    Verdict.WITHDRAWN: "away",
    Verdict.NO_EVIDENCE: "unknown",
    Verdict.NOT_ASSESSED: "unseen",
}


class Part(Struct, frozen=True):
    """A verdict with the number of promises that have it; `x` and `width` are of its bar."""

    verdict: Verdict
    number: int
    look: str
    x: float
    width: float


class ShareBar(Struct, frozen=True):
    parts: tuple[Part, ...]
    width: int = WIDTH
    height: int = HEIGHT


def share_bar(share: Share | None, ways: Directions) -> ShareBar | None:
    """Return the bar of what was promised, or None where nothing was, or it is not counted."""
    if not share or not share.promised:
        return None
    parts, along = [], 0.0
    room = WIDTH - GAP * (len(share.by_verdict) - 1)
    for verdict, number in share.by_verdict:
        width = room * number / share.promised
        x = WIDTH - along - width if ways.page_from_right else along
        parts.append(Part(verdict, number, LOOKS[verdict], round(x, 1), round(width, 1)))
        along += width + GAP
    return ShareBar(tuple(parts))
