"""Lines and rings of points on the plane: cut to a box, simplified, measured."""

from collections.abc import Sequence
from math import hypot

from msgspec import Struct

Point = tuple[float, float]


class Box(Struct, frozen=True):
    """An upright rectangle, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether the boxes have more than an edge in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )

    def has(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def grown(self, by: float) -> "Box":
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def view_box(self) -> str:
        """Return the box as the `viewBox` of an SVG."""
        return f"{self.left:g} {self.top:g} {self.width:g} {self.height:g}"


def bounds(points: Sequence[Point]) -> Box:
    """Return the smallest box that holds the points, of which there is at least one."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def clipped_ring(ring: Sequence[Point], box: Box) -> list[Point]:
    """Return what of a closed ring lies in the box, closed along its edges; maybe nothing.

    Sutherland & Hodgman, "Reentrant polygon clipping", CACM 17 (1974).
    """
    points = list(ring)
    for axis, limit, sign in (
        (0, box.left, 1),
        (0, box.right, -1),
        (1, box.top, 1),
        (1, box.bottom, -1),
    ):
        points = _half(points, axis, limit, sign)
        if not points:
            break
    return points


def _half(ring: list[Point], axis: int, limit: float, sign: int) -> list[Point]:
    kept: list[Point] = []
    before = ring[-1]
    was_in = sign * (before[axis] - limit) >= 0
    for point in ring:
        is_in = sign * (point[axis] - limit) >= 0
        if is_in != was_in:
            part = (limit - before[axis]) / (point[axis] - before[axis])
            crossing = before[1 - axis] + part * (point[1 - axis] - before[1 - axis])
            kept.append((limit, crossing) if axis == 0 else (crossing, limit))
        if is_in:
            kept.append(point)
        before, was_in = point, is_in
    return kept


def clipped_segment(a: Point, b: Point, box: Box) -> tuple[Point, Point] | None:
    """Return the part of a straight line in the box, None where it passes by.

    Liang & Barsky, ACM Transactions on Graphics 3 (1984).
    """
    start, end = 0.0, 1.0
    for axis, low, high in ((0, box.left, box.right), (1, box.top, box.bottom)):
        delta = b[axis] - a[axis]
        if delta == 0:
            if not low <= a[axis] <= high:
                return None
            continue
        near, far = sorted(((low - a[axis]) / delta, (high - a[axis]) / delta))
        start, end = max(start, near), min(end, far)
    if start >= end:
        return None
    at = lambda part: (a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1]))  # noqa: E731
    return at(start), at(end)


def simplified_ring(ring: Sequence[Point], tolerance: float) -> list[Point]:
    """Return the ring with as few of its points as keep it within the tolerance."""
    if len(ring) < 4:
        return list(ring)
    x, y = ring[0]
    far = max(range(len(ring)), key=lambda i: (ring[i][0] - x) ** 2 + (ring[i][1] - y) ** 2)
    there = simplified(ring[: far + 1], tolerance)
    back = simplified([*ring[far:], ring[0]], tolerance)
    return there[:-1] + back[:-1]


def simplified(line: Sequence[Point], tolerance: float) -> list[Point]:
    """Return the line with as few of its points as keep it within the tolerance.

    Douglas & Peucker, Cartographica 10 (1973).
    """
    keep = {0, len(line) - 1}
    stack = [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        worst, at = _farthest(line, first, last)
        if worst > tolerance:
            keep.add(at)
            stack += [(first, at), (at, last)]
    return [line[i] for i in sorted(keep)]


def _farthest(line: Sequence[Point], first: int, last: int) -> tuple[float, int]:
    (ax, ay), (bx, by) = line[first], line[last]
    dx, dy = bx - ax, by - ay
    length = hypot(dx, dy)
    worst, at = 0.0, first
    for index in range(first + 1, last):
        x, y = line[index]
        off = abs(dy * (x - ax) - dx * (y - ay)) / length if length else hypot(x - ax, y - ay)
        if off > worst:
            worst, at = off, index
    return worst, at


def area(ring: Sequence[Point]) -> float:
    """Return the area that a closed ring surrounds."""
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2
