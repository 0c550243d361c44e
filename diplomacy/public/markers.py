"""Where the markers of one tie stand: none covers another, and no tower outgrows its rows.

Entries that find no room share a marker, which names the first and the last of their numbers. As
they are taken in the order of their numbers, it stands for every entry of the tie from the one to
the other. Lengths run along the time axis, 0 where the drawing begins.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Self

from msgspec import Struct

from diplomacy.registry.queries.comparison import Numbered

HALF = 15  # of a marker, both ways
ROW = 32  # from row to row
BETWEEN = 2  # two markers in a row
STEP = 8  # from one spot to the next that a marker may try
MOST_SPOTS = 40
DIGIT, SHELL = 7.5, 13  # what a digit takes of a shared marker, and what stands around them


class Stand(Struct, frozen=True):
    """Entries with one marker: it would stand at `middle`, and may from `first` to `last`."""

    items: tuple[Numbered, ...]
    first: float
    middle: float
    last: float

    def __add__(self, later: Self) -> Self:
        items = (*self.items, *later.items)
        weight = len(self.items) / len(items)
        return type(self)(
            items,
            min(self.first, later.first),
            self.middle * weight + later.middle * (1 - weight),
            max(self.last, later.last),
        )

    @property
    def half(self) -> float:
        if len(self.items) == 1:
            return HALF
        digits = len(f"{self.items[0].number}-{self.items[-1].number}")
        return (digits * DIGIT + SHELL) / 2

    def spots(self, length: float, aside: float) -> Iterator[float]:
        """Yield where it may stand on an axis of this length, nearest its middle first.

        By `aside` it may leave its days, a run by half its width more.
        """
        half = self.half
        least, most = half, length - half
        aside += half if len(self.items) > 1 else 0
        yield min(max(self.middle, least), most)
        first, last = max(self.first - aside, least), min(self.last + aside, most)
        for turn in range(1, MOST_SPOTS):
            for spot in (self.middle + turn * STEP, self.middle - turn * STEP):
                if first <= spot <= last:
                    yield spot


class Placed(Struct, frozen=True):
    """A marker: its middle along the axis, and its row, 0 for the lowest; its stem's foot."""

    items: tuple[Numbered, ...]
    along: float
    foot: float
    row: int
    half: float


class Room(Struct, frozen=True):
    """What a lane offers: rows, a length, and how far aside of its days an entry may stand."""

    rows: int
    length: float
    aside: float


def arrange(
    stands: Iterable[Stand], rows: int, length: float, kept: Container[int] = ()
) -> list[Placed]:
    """Return the markers of stands that come in the order of their numbers, in at most `rows`.

    The entries whose ids are `kept` have markers of their own, where all of those find room.
    """
    stands = list(stands)
    ways = (_arranged(stands, Room(rows, length, aside), kept) for aside in (0, 2 * HALF))
    found = next((way for way in ways if way is not None), None)
    return _arranged(stands, Room(rows, length, 0), ()) if found is None else found


def _arranged(stands: Sequence[Stand], room: Room, kept: Container[int]) -> list[Placed] | None:
    """Return the markers, None where what is kept leaves too little room for the others."""
    alone = [one for one in stands if one.items[0].entry.pk in kept]
    fixed: list[Placed] = []
    for one in alone:
        placed = _place(one, fixed, room)
        if placed is None:
            return None
        fixed.append(placed)
    done: list[tuple[Stand, Placed]] = []
    before = 0  # how many were done when the last of the kept ones came: no run crosses it
    for one in stands:
        if one in alone:
            before = len(done)
            continue
        stand = one
        while (placed := _place(stand, [*fixed, *(at for _, at in done)], room)) is None:
            if len(done) == before:
                return None
            stand = done.pop()[0] + stand
        done.append((stand, placed))
    return sorted([*fixed, *(at for _, at in done)], key=lambda at: at.items[0].number)


def _place(stand: Stand, others: Sequence[Placed], room: Room) -> Placed | None:
    """Return the marker where it is nearest its middle and low, None where no row has room."""
    found: list[tuple[float, Placed]] = []
    half = stand.half
    for row in range(room.rows):
        taken = [(one.along, one.half + half + BETWEEN) for one in others if one.row == row]
        for spot in stand.spots(room.length, room.aside):
            if all(abs(spot - along) >= apart for along, apart in taken):
                cost = abs(spot - stand.middle) + row * HALF
                found.append((cost, Placed(stand.items, spot, stand.middle, row, half)))
                break
    return min(found, key=lambda one: one[0])[1] if found else None
