"""Which part of the world a map shows: one that holds home, the leading ties and most others."""

from collections.abc import Sequence

from msgspec import Struct

from .lines import Box, Point, bounds
from .projection import WORLD_HEIGHT, Place, equal_earth, middle_of, wrapped

WIDTH, HEIGHT = 1280, 500  # of the drawing
# Room for names between the outermost places and the edges; the drawing fades out at its foot.
BESIDE, ABOVE, BELOW = 80, 46, 84

# How much of the globe the drawing is wide, in radii: about 65° and 165° in middle latitudes.
NARROWEST, WIDEST = 1.0, 2.5
FEW = 6  # places that can be told apart on a map of the whole world


class Frame(Struct, frozen=True):
    """A window on the Equal Earth map around the meridian `middle`.

    `left` and `top` are its corner and `span` its width, in radii of the globe.
    """

    middle: float
    left: float
    top: float
    span: float

    @property
    def scale(self) -> float:
        return WIDTH / self.span

    @property
    def box(self) -> Box:
        return Box(0, 0, WIDTH, HEIGHT)

    def at(self, place: Place) -> Point:
        """Return where a place lies in the drawing, perhaps beyond its edges."""
        return self.flat(self.middle + wrapped(place.lon - self.middle), place.lat)

    def flat(self, lon: float, lat: float) -> Point:
        """Return the same for a longitude that is taken as it is, not wrapped."""
        x, y = equal_earth(lon, lat, self.middle)
        return (x - self.left) * self.scale, (self.top - y) * self.scale


def frame_for(home: Place, leading: Sequence[Place], others: Sequence[Place]) -> Frame:
    """Return the window with home and the leading ties, and as many others as is sensible.

    Each of the others joins, those first that widen the window least. Once there are a few, it
    does not grow wider than WIDEST: neighbours could not be told apart.
    """
    held = [home, *leading]
    frame = _around(held)

    def cost(place: Place) -> tuple[float, float, float]:
        return _around([home, *leading, place]).span, place.lon, place.lat

    for place in sorted(others, key=cost):
        if _shows(frame, place):
            held.append(place)
            continue
        wider = _around([*held, place])
        if wider.span <= max(frame.span, WIDEST) or len(held) < FEW:
            held.append(place)
            frame = wider
    return frame


def _around(places: Sequence[Place]) -> Frame:
    middle = middle_of(place.lon for place in places)
    seen = bounds([equal_earth(wrapped(p.lon - middle), p.lat) for p in places])
    span = max(
        seen.width * WIDTH / (WIDTH - 2 * BESIDE),
        seen.height * WIDTH / (HEIGHT - ABOVE - BELOW),
        NARROWEST,
    )
    pixel, height = span / WIDTH, span * HEIGHT / WIDTH
    centre = (seen.top + seen.bottom) / 2 + (ABOVE - BELOW) / 2 * pixel
    # Beyond the poles there is nothing to see but a name.
    spare = max(0, (WORLD_HEIGHT - height) / 2 + ABOVE * pixel)
    centre = min(max(centre, -spare), spare)
    return Frame(middle, (seen.left + seen.right - span) / 2, centre + height / 2, span)


def _shows(frame: Frame, place: Place) -> bool:
    inner = Box(BESIDE, ABOVE, WIDTH - BESIDE, HEIGHT - BELOW)
    return inner.has(*frame.at(place))
