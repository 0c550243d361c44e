"""The globe on a plane, in degrees and radians: Equal Earth, and the shortest way on a sphere."""

from collections.abc import Iterable, Iterator
from math import asin, atan2, cos, degrees, hypot, pi, radians, sin, sqrt

from msgspec import Struct

Point = tuple[float, float]

# Šavrič, Patterson & Jenny, "The Equal Earth map projection", International Journal of
# Geographical Information Science 33 (2019), doi:10.1080/13658816.2018.1504949, equations 4 to 6.
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = sqrt(3) / 2

EARTH_RADIUS = 6371.0088  # km, the mean radius


class Place(Struct, frozen=True):
    """A place on the globe, in degrees."""

    lon: float
    lat: float


def wrapped(degrees_east: float) -> float:
    """Return a longitude between -180 and 180; the cut itself is -180."""
    return (degrees_east + 180) % 360 - 180


def equal_earth(lon: float, lat: float, middle: float = 0) -> Point:
    """Return x and y on a globe of radius 1, y upwards, around the meridian `middle`.

    `lon` is taken as it is, not wrapped: what lies beyond the cut lies beyond the world's edge.
    """
    theta = asin(_M * sin(radians(lat)))
    t2 = theta * theta
    t6 = t2 * t2 * t2
    x = radians(lon - middle) * cos(theta)
    x /= _M * (_A1 + 3 * _A2 * t2 + t6 * (7 * _A3 + 9 * _A4 * t2))
    return x, theta * (_A1 + _A2 * t2 + t6 * (_A3 + _A4 * t2))


WORLD_WIDTH = 2 * equal_earth(180, 0)[0]
WORLD_HEIGHT = 2 * equal_earth(0, 90)[1]


def angle_between(a: Place, b: Place) -> float:
    """Return how far apart two places are, in radians."""
    (ax, ay, az), (bx, by, bz) = _vector(a), _vector(b)
    cross = hypot(ay * bz - az * by, hypot(az * bx - ax * bz, ax * by - ay * bx))
    return atan2(cross, ax * bx + ay * by + az * bz)


def great_circle(a: Place, b: Place, steps: int) -> Iterator[Place]:
    """Yield `steps` + 1 places on the shortest way from `a` to `b`, both included.

    Between antipodes every way is the shortest: the one over the north pole is taken.
    """
    angle = angle_between(a, b)
    if pi - angle < 1e-6:
        pole = Place(a.lon, 90) if abs(a.lat) < 89 else Place(a.lon, 0)
        yield from great_circle(a, pole, steps // 2)
        ahead = great_circle(pole, b, steps - steps // 2)
        next(ahead)
        yield from ahead
        return
    start, end = _vector(a), _vector(b)
    for step in range(steps + 1):
        part = step / steps
        if angle < 1e-9:
            p, q = 1 - part, part
        else:
            p, q = sin((1 - part) * angle) / sin(angle), sin(part * angle) / sin(angle)
        x, y, z = (p * s + q * e for s, e in zip(start, end, strict=True))
        yield Place(degrees(atan2(y, x)), degrees(atan2(z, hypot(x, y))))


def middle_of(longitudes: Iterable[float]) -> float:
    """Return the middle of the shortest stretch of a parallel that holds all longitudes.

    At least one is given.
    """
    east = sorted({wrapped(lon) for lon in longitudes})
    gaps = [(b - a, b) for a, b in zip(east, [*east[1:], east[0] + 360], strict=True)]
    widest, start = max(gaps)
    return wrapped(start + (360 - widest) / 2)


def _vector(place: Place) -> tuple[float, float, float]:
    lon, lat = radians(place.lon), radians(place.lat)
    return cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)
