"""A picture as SVG, and the SVG as PNG.

An SVG renderer asks no direction of us: it reads left to right unless told by the characters
themselves. So every text is embedded in its direction, and set from the side at which it begins.
"""

from functools import lru_cache

import resvg_py
from django.template.loader import render_to_string
from msgspec import Struct

from .lettering import FACES, Hand, Run, fitting, hand, lines, runs, width
from .words import Picture

WIDTH, HEIGHT = 1200, 630
MARGIN = 72
ROOM = WIDTH - 2 * MARGIN
KEPT = 200  # pictures of some 50 kB that a process keeps

_EMBEDDED = {"rtl": "\u202b{}\u202c", "ltr": "\u202a{}\u202c"}
# Ground of the tag by the look of the tie, as on the pages.
_GROUND = {"sister": "#83d8d2", "pending": "#f5c469", "mou": "#b9cce8", "talks": "#d5dbe5"}


class Written(Struct, frozen=True):
    """A line of text, its baseline at `y`, set from `x` as `anchor` says."""

    x: int
    y: int
    size: int
    anchor: str
    ink: str
    runs: tuple[Run, ...]


class Pill(Struct, frozen=True):
    """The ground under the tag, the middle of the sign of its look at `sign`."""

    x: int
    y: int
    width: int
    height: int
    ground: str
    look: str
    sign: int


class Sheet(Struct, frozen=True):
    """A page to write on from its beginning side: `inset` counts from there."""

    language: str

    @property
    def is_rtl(self) -> bool:
        return self.language == "fa"

    def x(self, inset: int) -> int:
        return WIDTH - inset if self.is_rtl else inset

    def write(self, text: str, by: Hand, *, inset: int, y: int, size: int, ink="#fff") -> Written:
        anchor = "end" if self.is_rtl else "start"
        embedded = _EMBEDDED["rtl" if self.is_rtl else "ltr"]
        return Written(self.x(inset), y, size, anchor, ink, _embed(runs(text, by), embedded))


def png(picture: Picture) -> bytes:
    """Return the picture as PNG: some 60 ms, or none where this process drew the same before."""
    return _rendered(svg(picture))


def svg(picture: Picture) -> str:
    """Return the picture as SVG. Less than 5 ms; no database."""
    sheet = Sheet(picture.language)
    context = {
        "width": WIDTH,
        "height": HEIGHT,
        "brand_x": sheet.x(MARGIN + 64) if sheet.is_rtl else MARGIN,
        "behind": _behind(picture, sheet),
        "texts": [*_brand(picture, sheet), *_heading(picture, sheet)],
        "pill": None,
    }
    if picture.tag:
        context["pill"], tagged = _tag(picture, sheet)
        context["texts"] += tagged
    return render_to_string("public/picture.svg", context)


@lru_cache(maxsize=KEPT)
def _rendered(drawn: str) -> bytes:
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=drawn,
            skip_system_fonts=True,
            font_files=[face.path for face in FACES],
        )
    )


def _embed(found: tuple[Run, ...], embedded: str) -> tuple[Run, ...]:
    """Return the runs with the marks of direction around them all."""
    if not found:
        return found
    before, after = embedded.split("{}")
    first = Run(found[0].face, before + found[0].text)
    found = (first, *found[1:])
    return (*found[:-1], Run(found[-1].face, found[-1].text + after))


def _brand(picture: Picture, sheet: Sheet) -> list[Written]:
    bold, plain = hand(picture.language, bold=True), hand(picture.language)
    inset = MARGIN + 64 + 16
    site = lines(picture.site, bold, 32, ROOM - 80, 1)
    strip = lines(picture.strip, plain, 20, ROOM - 80, 1)
    return [
        *(sheet.write(line, bold, inset=inset, y=95, size=32) for line in site),
        *(sheet.write(line, plain, inset=inset, y=129, size=20, ink="#b9cce8") for line in strip),
    ]


def _heading(picture: Picture, sheet: Sheet) -> list[Written]:
    """Return the heading, what stands over it, and the sentence on the foot of the page."""
    bold, plain = hand(picture.language, bold=True), hand(picture.language)
    if picture.tag:
        size = fitting(picture.heading, bold, 104, ROOM)
        heading = [sheet.write(picture.heading, bold, inset=MARGIN, y=318, size=size)]
    else:
        found = lines(picture.heading, bold, 72, ROOM, 2)
        top = 400 - 100 * (len(found) - 1)
        heading = [
            sheet.write(line, bold, inset=MARGIN, y=top + 100 * i, size=72)
            for i, line in enumerate(found)
        ]
    over = [picture.over] if picture.over else []
    sentence = lines(picture.sentence, plain, 32, ROOM, 2)
    return [
        *(sheet.write(t, plain, inset=MARGIN, y=206, size=28, ink="#83d8d2") for t in over),
        *heading,
        *(
            sheet.write(line, plain, inset=MARGIN, y=480 + 54 * i, size=32, ink="#eaf1fb")
            for i, line in enumerate(sentence)
        ),
    ]


def _tag(picture: Picture, sheet: Sheet) -> tuple[Pill, list[Written]]:
    """Return the tag of the form and, beside it, since when it holds."""
    plain = hand(picture.language)
    text = lines(picture.tag, plain, 28, ROOM - 100, 1)[0]
    wide = int(width(text, plain, 28)) + 24 + 24 + 14 + 28
    left = sheet.x(MARGIN + wide) if sheet.is_rtl else MARGIN
    ground = _GROUND[picture.look]
    pill = Pill(left, 362, wide, 58, ground, picture.look, sheet.x(MARGIN + 24 + 12))
    written = [sheet.write(text, plain, inset=MARGIN + 62, y=401, size=28, ink="#06343a")]
    room = ROOM - wide - 24
    if picture.since and width(picture.since, plain, 28) <= room:
        inset = MARGIN + wide + 24
        written.append(sheet.write(picture.since, plain, inset=inset, y=401, size=28))
    return pill, written


def _behind(picture: Picture, sheet: Sheet) -> Written | None:
    """Return the name in its own script, large on the far side."""
    if not picture.own:
        return None
    bold = hand(picture.language, bold=True)
    beside = ROOM - width(picture.heading, bold, 104) if picture.tag else ROOM
    size = fitting(picture.own, bold, 340, int(min(740, max(300, beside))))
    x, anchor = (44, "start") if sheet.is_rtl else (WIDTH - 44, "end")
    return Written(x, 300 + size * 3 // 10, size, anchor, "#83d8d2", runs(picture.own, bold))
