"""Natural Earth's land as a small file of rings, made once from the npm package world-atlas.

Natural Earth is in the public domain; world-atlas (ISC) has it as TopoJSON with the cut at 180°
sewn up. To make the file anew, from the root of the repository:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m diplomacy.public.map.land_file package/land-50m.json \
        > diplomacy/public/map/land.txt
"""

import json
import sys
from collections.abc import Iterator
from math import cos, radians
from pathlib import Path

from .lines import Point, area, simplified_ring
from .projection import wrapped

UNITS = 50  # of the file in a degree: 2 km, a tenth of a pixel on a map of the world
TOLERANCE = 0.045  # degrees, half a pixel where the map is largest
LEAST_AREA = 0.03  # square degrees, about 350 km² on the equator
FILE = Path(__file__).with_name("land.txt")


def written(topology: dict) -> Iterator[str]:
    """Yield a line for each ring: its first point and the steps to the next ones, in units."""
    for ring in _rings(topology):
        thin = _simplified(_unwrapped(ring))
        if len(thin) > 3:
            yield " ".join(map(str, _steps(thin)))


def read(text: str) -> Iterator[list[Point]]:
    """Yield the rings of the file in degrees, longitudes running on beyond ±180."""
    for line in text.splitlines():
        numbers = [int(number) for number in line.split()]
        x = y = 0
        ring = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x / UNITS, y / UNITS))
        yield ring


def _rings(topology: dict) -> Iterator[list[Point]]:
    arcs = [list(_arc(arc, topology["transform"])) for arc in topology["arcs"]]
    for shape in topology["objects"]["land"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for indices in (ring for polygon in polygons for ring in polygon):
            ring: list[Point] = []
            for index in indices:
                arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                ring += arc[1:] if ring else arc
            yield ring


def _arc(arc: list, transform: dict) -> Iterator[Point]:
    (kx, ky), (x0, y0) = transform["scale"], transform["translate"]
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield x * kx + x0, y * ky + y0


def _unwrapped(ring: list[Point]) -> list[Point]:
    """Return the ring with longitudes that run on, and one around a pole closed along it."""
    lon = ring[0][0]
    found = [ring[0]]
    for east, lat in ring[1:]:
        lon += wrapped(east - lon)
        found.append((lon, lat))
    if abs(found[-1][0] - found[0][0]) < 180:
        return found[:-1]
    if max(abs(lat) for _, lat in ring) > 89 and min(abs(lat) for _, lat in ring) > 89:
        return []  # the pole itself, as a hole
    pole = -90.0 if found[0][1] < 0 else 90.0
    return [*found, (found[-1][0], pole), (found[0][0], pole)]


def _simplified(ring: list[Point]) -> list[Point]:
    """Return the ring simplified as it looks, a degree of longitude being shorter at the poles."""
    if not ring:
        return []
    k = cos(radians(sum(lat for _, lat in ring) / len(ring))) or 1
    flat = [(lon * k, lat) for lon, lat in ring]
    if area(flat) < LEAST_AREA:
        return []
    return [(lon / k, lat) for lon, lat in simplified_ring(flat, TOLERANCE)]


def _steps(ring: list[Point]) -> Iterator[int]:
    x = y = 0
    for lon, lat in ring:
        dx, dy = round(lon * UNITS) - x, round(lat * UNITS) - y
        x, y = x + dx, y + dy
        yield dx
        yield dy


if __name__ == "__main__":
    source = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    sys.stdout.writelines(f"{line}\n" for line in written(source))
