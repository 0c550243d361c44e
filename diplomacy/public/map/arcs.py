"""The shortest ways over the globe from home to its partners, as curves within the frame."""

from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from math import degrees, dist

from msgspec import Struct

from .frame import Frame
from .lines import Point, clipped_segment
from .projection import Place, angle_between, great_circle, wrapped

STEP = 2.5  # degrees of the way between two points that are looked at
NEAR = 1  # pixel that a curve may be off the way
BLEED = 3  # pixels beyond the edge, where a way that goes on is cut


Curve = tuple[Point, Point, Point]  # of a Bézier: its two handles, and where it ends


class Arc(Struct, frozen=True):
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

    It is pieced together from cubic Béziers between points of the run, which have there the
    direction of the way: as few as stay near enough to all its points.
    """
    x, y = pixel(run[0])
    steps = [f"M{x} {y}"]
    for curve in _curves(run, 0, len(run) - 1):
        ends = [pixel(point) for point in curve]
        steps.append("c" + " ".join(f"{to_x - x} {to_y - y}" for to_x, to_y in ends))
        x, y = ends[-1]
    return "".join(steps).replace(" -", "-")


def _curves(run: Sequence[Point], first: int, last: int) -> Iterator[Curve]:
    far = list(accumulate((dist(a, b) for a, b in pairwise(run[first : last + 1])), initial=0.0))
    third = far[-1] / 3
    (ax, ay), (bx, by) = run[first], run[last]
    (leave_x, leave_y), (arrive_x, arrive_y) = _slope(run, first), _slope(run, last)
    leave = ax + leave_x * third, ay + leave_y * third
    arrive = bx - arrive_x * third, by - arrive_y * third
    points = zip(run[first + 1 : last], far[1:-1], strict=True)
    if all(
        dist(p, _at(done / far[-1], run[first], leave, arrive, run[last])) < NEAR
        for p, done in points
    ):
        yield leave, arrive, run[last]
        return
    middle = bisect(far, far[-1] / 2, 1, last - first - 1) + first
    yield from _curves(run, first, middle)
    yield from _curves(run, middle, last)


def _at(part: float, *four: Point) -> Point:
    """Return the point of a Bézier when this part of it is done."""
    rest = 1 - part
    a, b, c, d = rest**3, 3 * rest**2 * part, 3 * rest * part**2, part**3
    return tuple(a * p + b * q + c * r + d * s for p, q, r, s in zip(*four, strict=True))


def _slope(run: Sequence[Point], index: int) -> Point:
    """Return the direction of the way in a point: from the one before to the one after.

    At an end it turns on as it does in the point next to it.
    """
    inner = min(max(index, 1), len(run) - 2)
    if inner != index and len(run) > 2:
        (x, y), (next_x, next_y) = (
            _towards(run[min(index, inner)], run[max(index, inner)]),
            _slope(run, inner),
        )
        return 2 * x - next_x, 2 * y - next_y
    return _towards(run[max(0, index - 1)], run[min(len(run) - 1, index + 1)])


def _towards(a: Point, b: Point) -> Point:
    length = dist(a, b)
    return ((b[0] - a[0]) / length, (b[1] - a[1]) / length) if length else (0, 0)


def pixel(point: Point) -> tuple[int, int]:
    """Return where a way is drawn to, and a mark stands: a way is as wide as a pixel."""
    return round(point[0]), round(point[1])


def segments(found: Arc) -> Iterator[tuple[Point, Point]]:
    """Yield the way as straight lines, near enough to keep names off it."""
    for run in found.runs:
        yield from pairwise(run)
