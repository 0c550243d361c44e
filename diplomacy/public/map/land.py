"""The coasts within a frame, as one path of whole pixels."""

from collections.abc import Iterator
from functools import lru_cache
from math import ceil, floor

from .frame import Frame
from .land_file import FILE, read
from .lines import Box, Point, area, bounds, clipped_ring, simplified_ring

BLEED = 6  # pixels beyond the edge, where the coast along it is not seen
LEAST_AREA = 14  # square pixels
TOLERANCES = (0.7, 1.0, 1.4, 2.0, 3.0)  # pixels; the first that gives a light path
LIGHT = 10_000  # characters


@lru_cache(maxsize=8)
def land_path(frame: Frame) -> str:
    """Return the land as the `d` of a path, to be filled by the even-odd rule.

    Pure Python; about a fifth of a second for a frame that was not drawn lately.
    """
    rings = list(_seen(frame))
    path = ""
    for tolerance in TOLERANCES:
        rings = [simplified_ring(ring, tolerance) for ring in rings]
        path = "".join(_written(ring) for ring in rings if area(ring) > LEAST_AREA)
        if len(path) <= LIGHT:
            break
    return path


@lru_cache(maxsize=1)
def _rings() -> tuple[tuple[Box, list[Point]], ...]:
    return tuple((bounds(ring), ring) for ring in read(FILE.read_text(encoding="utf-8")))


def _seen(frame: Frame) -> Iterator[list[Point]]:
    """Yield what of each ring the frame shows, once for each turn of the globe it lies in."""
    world = Box(frame.middle - 180, -90, frame.middle + 180, 90)
    view = frame.box.grown(BLEED)
    for box, ring in _rings():
        for turn in _turns(box, world):
            there = [(lon + turn, lat) for lon, lat in ring] if turn else ring
            if box.left + turn < world.left or box.right + turn > world.right:
                there = clipped_ring(there, world)
            seen = clipped_ring([frame.flat(*point) for point in there], view) if there else []
            if len(seen) > 2:
                yield seen


def _turns(box: Box, world: Box) -> Iterator[int]:
    first = floor((world.left - box.right) / 360) + 1
    last = ceil((world.right - box.left) / 360) - 1
    for turn in range(first, last + 1):
        yield turn * 360


def _written(ring: list[Point]) -> str:
    """Return a closed ring in whole pixels, each step from the one before."""
    x, y = round(ring[0][0]), round(ring[0][1])
    steps = []
    path = f"M{x} {y}"
    for px, py in ring[1:]:
        dx, dy = round(px) - x, round(py) - y
        if dx or dy:
            steps.append(f"{dx} {dy}")
            x, y = x + dx, y + dy
    return path + f"l{' '.join(steps)}z".replace(" -", "-") if len(steps) > 1 else ""
