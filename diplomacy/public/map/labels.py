"""Where names stand on the map: none over another, all within the frame, the same every time."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import hypot
from unicodedata import bidirectional, category, east_asian_width

from msgspec import Struct, field

from .lines import Box, Point, clipped_segment

LINE = 1.3  # of the size of the type, from line to line
APART = 2  # pixels between two names at least
HALF = 2**-0.5
# Right, left, above, below, then the corners; y downwards.
SIDES: tuple[Point, ...] = (
    (1, 0), (-1, 0), (0, -1), (0, 1),
    (HALF, -HALF), (HALF, HALF), (-HALF, -HALF), (-HALF, HALF),
)  # fmt: skip
ARROW = 12  # pixels
SLIDES = (0, 16, -16, 32, -32, 48, -48, 64, -64, 96, -96, 128, -128)

_NARROW = set("iljtfrI.,'’-|: ")
_WIDE = set("mwMW@")


class Line(Struct, frozen=True):
    """A line of a name: its words, their language, the size of the type, how it looks."""

    text: str
    language: str
    size: float
    css: str = ""

    @property
    def width(self) -> float:
        """Return an estimate that is seldom too small: fonts differ from reader to reader."""
        return sum(map(_advance, self.text)) * self.size

    @property
    def is_rtl(self) -> bool:
        """Whether its first strong letter runs from right to left."""
        strong = (bidirectional(c) for c in self.text)
        return next((kind != "L" for kind in strong if kind in ("L", "R", "AL")), False)


class Spot(Struct, frozen=True):
    """A mark with the name to set beside it; `away` points from home to it.

    `reach` are the lengths of leader lines that may be tried, in pixels.
    """

    x: float
    y: float
    radius: float
    lines: tuple[Line, ...]
    away: Point = (0, 0)
    reach: tuple[float, ...] = ()


class Text(Struct, frozen=True):
    """A line of a name where it stands, held at its physical `side`: left, middle or right."""

    line: Line
    x: float
    y: float
    side: str

    @property
    def anchor(self) -> str:
        """Return the `text-anchor`, which is of the line's own direction, not of the page."""
        ends = {"left": "start", "middle": "middle", "right": "end"}
        if self.line.is_rtl:
            ends |= {"left": "end", "right": "start"}
        return ends[self.side]

    @property
    def direction(self) -> str:
        return "rtl" if self.line.is_rtl else "ltr"


class Label(Struct, frozen=True):
    """A name in its place; `leader` leads to it from its mark, empty where it is beside it."""

    box: Box
    texts: tuple[Text, ...]
    leader: tuple[Point, ...] = ()

    @property
    def points(self) -> str:
        """Return the leader as the `points` of a polyline."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.leader)


class Edge(Struct, frozen=True):
    """The name of a place beyond the edge, with an arrow from `tail` to `tip`."""

    label: Label
    tail: Point
    tip: Point

    @property
    def d(self) -> str:
        """Return the arrow as the `d` of a path: its shaft, then its head."""
        (x, y), (tx, ty) = self.tip, self.tail
        bx, by = (tx - x) / 3, (ty - y) / 3
        shaft = f"M{tx:g} {ty:g}L{x:g} {y:g}"
        return (
            f"{shaft}M{x + bx - by:g} {y + by + bx:g}L{x:g} {y:g}L{x + bx + by:g} {y + by - bx:g}"
        )


class Placing(Struct):
    """Puts names one after the other into `view`, around what stands there already."""

    view: Box
    marks: Sequence[Box] = ()
    ways: Sequence[tuple[Point, Point]] = ()
    labels: list[Label] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)

    @property
    def taken(self) -> list[Label]:
        return [*self.labels, *(edge.label for edge in self.edges)]

    def first(self, home: Spot, chief: Sequence[Spot]) -> None:
        """Put the names that matter most: one without room is tried again before the others."""
        best, order = [], list(chief)
        for _ in range(len(order) + 1):
            self.labels = []
            self.beside(home)
            left = [spot for spot in order if not self.beside(spot)]
            best = max(best, self.labels, key=len)
            if not left:
                break
            order = left + [spot for spot in order if spot not in left]
        self.labels = best

    def beside(self, spot: Spot) -> bool:
        """Put the name beside its mark, else at a leader line; return whether there is room.

        The side away from home comes first, and one where neither a way crosses the name nor
        its leader a mark before the others. A second line is left out where there is no room.
        """
        own = Box(spot.x, spot.y, spot.x, spot.y).grown(spot.radius)
        for lines in (spot.lines, spot.lines[:1]):
            possible = list(_candidates(spot, lines))
            for strict in (True, False):
                for label in possible:
                    if self._is_free(label, own) and not (strict and self._is_crossed(label, own)):
                        self.labels.append(label)
                        return True
        return False

    def at_edge(self, exit_: Point, line: Line) -> bool:
        """Put the name at the edge where its way leaves the view; return whether there is room."""
        for edge in _edge_candidates(self.view, exit_, line):
            if self._is_free(edge.label):
                self.edges.append(edge)
                return True
        return False

    def _is_free(self, label: Label, own: Box | None = None) -> bool:
        room = label.box.grown(APART)
        return (
            self.view.holds(label.box)
            and not any(room.meets(other.box) for other in self.taken)
            and not any(room.meets(mark) for mark in self.marks if mark != own)
            and not any(_crosses(other.leader, room) for other in self.taken)
            and not any(_crosses(label.leader, other.box) for other in self.taken)
        )

    def _is_crossed(self, label: Label, own: Box) -> bool:
        core = label.box.grown(-0.2 * label.box.height)  # a way at its rim does no harm
        return any(clipped_segment(a, b, core) for a, b in self.ways) or any(
            _crosses(label.leader, mark) for mark in self.marks if mark != own
        )


def _crosses(leader: tuple[Point, ...], box: Box) -> bool:
    return any(clipped_segment(a, b, box) for a, b in pairwise(leader))


def _candidates(spot: Spot, lines: tuple[Line, ...]) -> Iterator[Label]:
    sides = sorted(SIDES, key=lambda side: -round(_along(side, spot.away), 3))
    gap = spot.radius + 5
    for dx, dy in sides:
        yield _label(lines, (spot.x + dx * gap, spot.y + dy * gap), (dx, dy))
    for reach in spot.reach:
        for side in sides:
            yield _led(spot, lines, side, reach)


def _led(spot: Spot, lines: tuple[Line, ...], side: Point, reach: float) -> Label:
    """Return the name at the end of a line that leaves the mark by a side and turns level."""
    dx, dy = side
    level = (dx > 0) - (dx < 0)
    start = spot.x + dx * (spot.radius + 3), spot.y + dy * (spot.radius + 3)
    turn = spot.x + dx * reach, spot.y + dy * reach
    end = turn[0] + level * reach / 3, turn[1]
    leader = tuple((round(x, 1), round(y, 1)) for x, y in (start, turn, end))
    beside = end[0] + 5 * level, end[1] + (0 if level else 3 * dy)
    return _label(lines, beside, (level, 0 if level else dy), leader)


def _along(side: Point, away: Point) -> float:
    length = hypot(*away)
    return (side[0] * away[0] + side[1] * away[1]) / length if length else 0


def _label(
    lines: tuple[Line, ...], at: Point, side: Point, leader: tuple[Point, ...] = ()
) -> Label:
    """Return the lines as a block that stands to the given side of a point."""
    width = max(line.width for line in lines)
    height = sum(line.size for line in lines) * LINE
    held = "left" if side[0] > 0 else "right" if side[0] < 0 else "middle"
    left = at[0] - {"left": 0, "middle": 0.5, "right": 1}[held] * width
    top = at[1] - height / 2 + side[1] * height / 2
    texts, foot = [], top
    for line in lines:
        foot += line.size * LINE
        texts.append(Text(line, round(at[0], 1), round(foot - line.size * 0.36, 1), held))
    return Label(Box(left, top, left + width, top + height), tuple(texts), leader)


def _edge_candidates(view: Box, exit_: Point, line: Line) -> Iterator[Edge]:
    """Yield places along the edge that the way leaves by, the nearest one first."""
    x, y = min(max(exit_[0], view.left), view.right), min(max(exit_[1], view.top), view.bottom)
    far = {
        (-1, 0): x - view.left,
        (1, 0): view.right - x,
        (0, -1): y - view.top,
        (0, 1): view.bottom - y,
    }
    dx, dy = min(far, key=far.__getitem__)
    for slide in SLIDES:
        if dx:
            tip = (view.left if dx < 0 else view.right), round(y + slide, 1)
            tail = tip[0] - dx * ARROW, tip[1]
            yield Edge(_label((line,), (tail[0] - dx * 5, tail[1]), (-dx, 0)), tail, tip)
            continue
        tip = round(x + slide, 1), (view.top if dy < 0 else view.bottom)
        tail = tip[0], tip[1] - dy * ARROW
        for side in (1, -1):
            middle = tip[1] - dy * line.size * LINE / 2
            yield Edge(_label((line,), (tip[0] + side * 9, middle), (side, 0)), tail, tip)


def _advance(letter: str) -> float:
    """Return how wide a letter is, in parts of the size of the type."""
    if category(letter) in ("Mn", "Cf"):
        return 0
    if east_asian_width(letter) in ("W", "F"):
        return 1
    if letter in _NARROW:
        return 0.33
    if letter in _WIDE or letter.isupper():
        return 0.9 if letter in _WIDE else 0.7
    return 0.58
