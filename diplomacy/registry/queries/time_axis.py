"""A time axis that gives long silent stretches little room, and says so. Pure arithmetic."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Self

from msgspec import Struct

SILENCE = timedelta(days=4 * 365)  # a stretch longer than this, with nothing in it, is compressed
MARGIN = timedelta(days=180)  # the part of it on either side that keeps its true length
COMPRESSED = timedelta(days=300)  # the length that the rest is drawn with
LEAST = timedelta(days=2 * 365)  # an axis is at least this long
EARLIEST, LATEST = date(1600, 1, 1), date(2999, 12, 31)  # what both calendars can name


class TimeAxis(Struct, frozen=True):
    """Days from `first` to `last` as places from 0 to 1, straight between the knots."""

    knots: tuple[tuple[date, float], ...]
    compressed: tuple[tuple[date, date], ...]

    @classmethod
    def spanning(cls, days: Iterable[date], today: date) -> Self:
        """Return the axis on which `days` and `today` lie, with some room beyond the last.

        Days need no order; none at all gives an axis around today.
        """
        known = sorted({*days, today})
        first = max(EARLIEST, min(known[0], today - LEAST) - timedelta(days=90))
        last = min(LATEST, known[-1] + timedelta(days=270))
        turns, compressed = [first], []
        for earlier, later in pairwise([first, *known, last]):
            if later - earlier > SILENCE:
                stretch = (earlier + MARGIN, later - MARGIN)
                turns += stretch
                compressed.append(stretch)
        turns.append(last)
        return cls(_placed(turns, set(compressed)), tuple(compressed))

    @property
    def first(self) -> date:
        return self.knots[0][0]

    @property
    def last(self) -> date:
        return self.knots[-1][0]

    def place(self, day: date) -> float:
        """Return where the day lies, 0 to 1; days off the axis lie at its nearer end."""
        if day <= self.first:
            return 0.0
        if day >= self.last:
            return 1.0
        at = bisect_right([knot for knot, _ in self.knots], day) - 1
        (start, low), (end, high) = self.knots[at], self.knots[at + 1]
        return low + (high - low) * ((day - start) / (end - start))

    def is_compressed(self, day: date) -> bool:
        """Whether the day lies in a stretch drawn shorter than it is."""
        return any(start < day < end for start, end in self.compressed)


def _placed(turns: list[date], compressed: set) -> tuple[tuple[date, float], ...]:
    lengths = [
        COMPRESSED if (start, end) in compressed else end - start for start, end in pairwise(turns)
    ]
    total = sum(lengths, timedelta())
    places, so_far = [(turns[0], 0.0)], timedelta()
    for turn, length in zip(turns[1:], lengths, strict=True):
        so_far += length
        places.append((turn, so_far / total))
    return tuple(places)
