"""The whole map, as numbers and words for a template: once for a wide page, once for a phone."""

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from .arcs import Arc, arc, pixel, segments
from .frame import HEIGHT, WIDTH, Frame, frame_for
from .labels import Edge, Label, Line, Placing, Spot
from .land import land_path
from .lines import Box, Point, bounds
from .projection import Place

LOOKS = ("sister", "pending", "mou", "talks", "none")  # the first one matters most
UNTIED = "none"  # a place to which no line leads
FADES = (0.1, 0.2)  # of the height of a picture, at its top and foot
DENSE = 60  # ties
MOST_NAMES = 60  # beyond the leading ties: more would hide the map

# The crop for a phone: its width in CSS pixels, its form, the least it shows of the drawing.
PHONE, ASPECT, LEAST_CROP = 390, 1.75, 620

Name = tuple[str, str]  # the words and their language


class Partner(Struct, frozen=True):
    """A tie to draw; a leading one may have a second name, in the partner's own script."""

    place: Place
    look: str
    leading: bool
    names: tuple[Name, ...]


class Mark(Struct, frozen=True):
    """Where a place lies; the symbol of its look is drawn `size` times as large as it is."""

    x: float
    y: float
    look: str
    leading: bool
    size: float

    @property
    def radius(self) -> float:
        return (13 if self.look == "home" else 9) * self.size

    @property
    def box(self) -> Box:
        return Box(self.x, self.y, self.x, self.y).grown(self.radius)


class View(Struct, frozen=True):
    """One of the two pictures: what is drawn on the ground that they share."""

    box: Box
    home: Mark
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    edges: tuple[Edge, ...]

    @property
    def top(self) -> Box:
        """Return where the drawing fades in."""
        box = self.box
        return Box(box.left, box.top, box.right, box.top + box.height * FADES[0])

    @property
    def foot(self) -> Box:
        """Return where it fades out."""
        box = self.box
        return Box(box.left, box.bottom - box.height * FADES[1], box.right, box.bottom + 1)


class Way(Struct, frozen=True):
    """The arcs of one look, as one path."""

    look: str
    leading: bool
    d: str


class Drawing(Struct, frozen=True):
    """The map. `ways` are the thin ones first, then those of the leading ties.

    `looks` are those of its places, those that matter most first.
    """

    land: str
    ways: tuple[Way, ...]
    wide: View
    phone: View
    ties: int
    looks: tuple[str, ...]

    @property
    def is_dense(self) -> bool:
        """Whether there are so many ties that their arcs must be faint."""
        return self.ties > DENSE


class _Sizes(Struct, frozen=True):
    """Of type in CSS pixels, of which each is `unit` units of the drawing."""

    unit: float
    home: float
    leading: float
    own: float
    other: float
    mark: float = 1

    def line(self, name: Name, css: str) -> Line:
        """Return the name in the size that its look has."""
        size = {"home": self.home, "big": self.leading, "own": self.own}.get(css, self.other)
        return Line(*name, round(size * self.unit, 1), css)


class _Scene(Struct, frozen=True):
    """What both pictures show. The ties stand in the order in which they get their names."""

    frame: Frame
    home: Place
    name: Name
    ties: tuple[tuple[Partner, Arc], ...]

    @property
    def leading(self) -> list[tuple[Partner, Arc]]:
        return [tie for tie in self.ties if tie[0].leading]

    @property
    def named(self) -> list[tuple[Partner, Arc]]:
        others = [tie for tie in self.ties if not tie[0].leading]
        return self.leading + others[:MOST_NAMES]


@lru_cache(maxsize=32)
def drawing(home: Place, name: Name, partners: tuple[Partner, ...]) -> Drawing:
    """Return the map of the ties of `home`, of which there is at least one.

    The same places and names give the same drawing at once.
    """
    leading = [partner.place for partner in partners if partner.leading]
    others = [partner.place for partner in partners if not partner.leading]
    frame = frame_for(home, leading, others)
    ranked = sorted(partners, key=lambda p: (not p.leading, LOOKS.index(p.look)))
    ties = tuple((partner, arc(frame, home, partner.place)) for partner in ranked)
    scene = _Scene(frame, home, name, ties)
    looks = tuple(look for look in LOOKS if any(partner.look == look for partner in partners))
    ways = tuple(_ways(scene))
    return Drawing(land_path(frame), ways, _wide(scene), _phone(scene), len(partners), looks)


def _ways(scene: _Scene) -> Iterator[Way]:
    for leading in (False, True):
        for look in (look for look in reversed(LOOKS) if look != UNTIED):
            some = (way for p, way in scene.ties if (p.look, p.leading) == (look, leading))
            if path := "".join(way.d for way in some):
                yield Way(look, leading, path)


def _wide(scene: _Scene) -> View:
    sizes = _Sizes(1, home=21, leading=19, own=14, other=12.5)
    return _view(scene, scene.frame.box, Box(10, 12, WIDTH - 10, HEIGHT - 16), sizes)


def _phone(scene: _Scene) -> View:
    """Return the crop around home and the leading ties, without any around all."""
    crop = _crop(scene)
    unit = crop.width / PHONE
    sizes = _Sizes(unit, home=18, leading=17, own=13, other=12.5, mark=0.75)
    return _view(scene, crop, crop.grown(-7 * unit), sizes)


def _crop(scene: _Scene) -> Box:
    frame = scene.frame
    chief = [frame.at(partner.place) for partner, _ in scene.leading or scene.ties]
    held = bounds([frame.at(scene.home), *(point for point in chief if frame.box.has(*point))])
    height = min(HEIGHT, max(LEAST_CROP, held.width * 1.35) / ASPECT)
    height = max(height, min(HEIGHT, held.height * 1.5))
    width = min(WIDTH, max(height * ASPECT, held.width * 1.35))
    x = min(max((held.left + held.right - width) / 2, 0), WIDTH - width)
    y = min(max((held.top + held.bottom - height) / 2, 0), HEIGHT - height)
    return Box(round(x), round(y), round(x + width), round(y + height))


def _view(scene: _Scene, view: Box, inner: Box, sizes: _Sizes) -> View:
    """Return what `view` shows, with the names in `inner`.

    The wide picture also names, at its edges, what lies beyond them.
    """
    at = {partner: scene.frame.at(partner.place) for partner, _ in scene.ties}
    marks = {p: _mark(point, p, sizes) for p, point in at.items() if view.has(*point)}
    home = Mark(*pixel(scene.frame.at(scene.home)), "home", True, round(sizes.unit, 2))
    chief = [line for _, way in scene.leading for line in segments(way)]
    placing = Placing(inner, [mark.box for mark in (home, *marks.values())], chief)
    title = (sizes.line(scene.name, "home"),)
    spots = [_spot(marks[p], home, p, sizes) for p, _ in scene.leading if p in marks]
    placing.first(Spot(home.x, home.y, home.radius, title, _opposite(home, chief)), spots)
    for partner, way in scene.named:
        if partner not in marks and way.end and sizes.unit == 1:
            placing.at_edge(way.end, sizes.line(partner.names[0], "edge"))
        elif partner in marks and not partner.leading:
            placing.beside(_spot(marks[partner], home, partner, sizes))
    return View(view, home, tuple(marks.values()), tuple(placing.labels), tuple(placing.edges))


def _mark(at: Point, partner: Partner, sizes: _Sizes) -> Mark:
    size = (sizes.mark if partner.leading else 0.5) * sizes.unit
    return Mark(*pixel(at), partner.look, partner.leading, round(size, 2))


def _spot(mark: Mark, home: Mark, partner: Partner, sizes: _Sizes) -> Spot:
    if partner.leading:
        styles, reach = ("big", "own"), (46, 60, 84, 110)
    else:
        styles, reach = ("",), (22, 34)
    lines = tuple(map(sizes.line, partner.names, styles))
    away = mark.x - home.x, mark.y - home.y
    return Spot(
        mark.x, mark.y, mark.radius, lines, away, tuple(length * sizes.unit for length in reach)
    )


def _opposite(home: Mark, ways: list[tuple[Point, Point]]) -> Point:
    """Return the direction at home for its name: below, and away from the chief ways."""
    begun = [b[0] - home.x for a, b in ways if abs(a[0] - home.x) + abs(a[1] - home.y) < 1]
    across = sum(begun)
    return (-0.5 if across > 0 else 0.5 if across < 0 else 0), 1
