"""The shortest ways over the globe from home to its partners, as curves within the frame."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import degrees, dist, hypot

from .frame import Frame
from .lines import Point, clipped_segment
from .projection import Place, angle_between, great_circle, wrapped

STEP = 2.5  # degrees of the way between two points that are looked at
PIECE = 150  # pixels, about the length of one curve
BLEED = 3  # pixels beyond the edge, where a way that goes on is cut


@dataclass(frozen=True, slots=True)
class Arc:
    """A way from home: its visible parts, and the last point of the one that begins there."""

    runs: tuple[tuple[Point, ...], ...]

    @property
    def d(self) -> str:
        """Return the way as the `d` of a path, "" where nothing of it is seen."""
        return "".join(_curve(run) for run in self.runs)

    @property
    def end(self) -> Point | None:
        """Return where the way ends, or first leaves the frame."""
        return self.runs[0][-1] if self.runs else None


def arc(frame: Frame, home: Place, partner: Place) -> Arc:
    """Return the great circle between two places as the frame shows it.

    It is cut where it leaves the frame and where it passes the edge of the world, which lies
    opposite the middle meridian: no line runs across the map. Nothing where the places are one.
    """
    angle = degrees(angle_between(home, partner))
    if angle < 0.01:
        return Arc(())
    way = list(great_circle(home, partner, max(8, round(angle / STEP))))
    return Arc(tuple(tuple(run) for run in _runs(frame, way)))


def _runs(frame: Frame, way: Sequence[Place]) -> Iterator[list[Point]]:
    view = frame.box.grown(BLEED)
    run: list[Point] = []
    for a, b in pairwise(way):
        for start, end in _unbroken(frame, a, b):
            part = clipped_segment(start, end, view)
            if part and run and dist(run[-1], part[0]) > 0.01:
                yield run
                run = []
            if part:
                run = [*run, part[1]] if run else list(part)
    if run:
        yield run


def _unbroken(frame: Frame, a: Place, b: Place) -> Iterator[tuple[Point, Point]]:
    """Yield the step as one line, or as two where it passes the edge of the world."""
    lon = frame.middle + wrapped(a.lon - frame.middle)
    step = wrapped(b.lon - a.lon)
    edge = frame.middle + (180 if step > 0 else -180)
    if abs(lon + step - frame.middle) <= 180 or not step:
        yield frame.flat(lon, a.lat), frame.flat(lon + step, b.lat)
        return
    lat = a.lat + (b.lat - a.lat) * (edge - lon) / step
    beyond = 2 * frame.middle - edge
    yield frame.flat(lon, a.lat), frame.flat(edge, lat)
    yield frame.flat(beyond, lat), frame.flat(beyond + lon + step - edge, b.lat)


def _curve(run: Sequence[Point]) -> str:
    """Return a smooth curve along the points of a run, each step from the one before.

    It is pieced together from cubic Béziers between a few of the points, evenly chosen, that
    have there the direction of the way.
    """
    length = sum(dist(a, b) for a, b in pairwise(run))
    pieces = min(len(run) - 1, round(length / PIECE) + 1)
    chosen = [round(i * (len(run) - 1) / pieces) for i in range(pieces + 1)]
    x, y = _round(run[0])
    steps = [f"M{_n(x)} {_n(y)}"]
    for first, last in pairwise(chosen):
        (ax, ay), (bx, by) = run[first], run[last]
        third = dist(run[first], run[last]) / 3
        (leave_x, leave_y), (arrive_x, arrive_y) = _slope(run, first), _slope(run, last)
        handles = (
            (ax + leave_x * third, ay + leave_y * third),
            (bx - arrive_x * third, by - arrive_y * third),
            (bx, by),
        )
        steps.append("c" + " ".join(f"{_n(px - x)} {_n(py - y)}" for px, py in handles))
        x, y = _round((x + round(bx - x, 1), y + round(by - y, 1)))
    return "".join(steps).replace(" -", "-")


def _slope(run: Sequence[Point], index: int) -> Point:
    """Return the direction of the way in a point: from the one before to the one after."""
    (ax, ay), (bx, by) = run[max(0, index - 1)], run[min(len(run) - 1, index + 1)]
    length = hypot(bx - ax, by - ay)
    return ((bx - ax) / length, (by - ay) / length) if length else (0, 0)


def _round(point: Point) -> Point:
    return round(point[0], 1), round(point[1], 1)


def _n(value: float) -> str:
    """Return a number with at most one decimal."""
    return f"{round(value, 1) + 0:g}"


def segments(found: Arc) -> Iterator[tuple[Point, Point]]:
    """Yield the way as straight lines, near enough to keep names off it."""
    for run in found.runs:
        yield from pairwise(run)
