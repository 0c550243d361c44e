"""Letters of the pictures: which face has them, how wide they run, where a line breaks.

The faces are in `fonts/`; nothing of the machine's own is used, so that every machine draws the
same. How they were cut stands in docs/decisions/0027-share-pictures.md.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from diplomacy.later import Package

uharfbuzz = Package("uharfbuzz")

FONTS = Path(__file__).parent / "fonts"
# No line begins with one of these.
CLOSING = "，。；：、！？）》」』】〕”’…"
HAN_FROM = "\u2e80"  # from here on a line may break between any two characters


class Face(Struct, frozen=True):
    """A font file, and the names by which an SVG asks for it."""

    file: str
    family: str
    weight: int

    @property
    def path(self) -> str:
        return str(FONTS / self.file)


_PERSIAN = Face("Vazirmatn-Regular.ttf", "Vazirmatn", 400)
_PERSIAN_BOLD = Face("Vazirmatn-Bold.ttf", "Vazirmatn", 700)
_CHINESE = Face("NotoSansSC-Regular.otf", "Noto Sans CJK SC", 400)
_CHINESE_BOLD = Face("NotoSerifSC-Bold.otf", "Noto Serif CJK SC", 700)

FACES = (_PERSIAN, _PERSIAN_BOLD, _CHINESE, _CHINESE_BOLD)


class Hand(Struct, frozen=True):
    """Faces in the order in which they are asked for a character."""

    faces: tuple[Face, ...]


class Run(Struct, frozen=True):
    """Neighbouring characters that one face writes."""

    face: Face
    text: str


def hand(language: str, *, bold: bool = False) -> Hand:
    """Return how a page in `language` ("fa", "en", "zh") writes, and its names and headings."""
    faces = (_PERSIAN_BOLD, _CHINESE_BOLD) if bold else (_PERSIAN, _CHINESE)
    return Hand(faces[::-1] if language == "zh" else faces)


def first_written(texts: Iterable[str], by: Hand) -> str:
    """Return the first of `texts` that is not empty and lacks no letter; empty if none is so."""
    return next((str(text) for text in texts if text and _has_all(text, by)), "")


def runs(text: str, by: Hand) -> tuple[Run, ...]:
    """Return the text cut by face, whole if one face has it all; what no face has is left out."""
    for face in by.faces:
        if text and all(_has(face, letter) for letter in text):
            return (Run(face, text),)
    found: list[Run] = []
    for letter in text:
        last = found[-1].face if found else None
        face = last if last and _has(last, letter) else _face_of(letter, by)
        if face is None:
            continue
        if face == last:
            found[-1] = Run(face, found[-1].text + letter)
        else:
            found.append(Run(face, letter))
    return tuple(found)


def width(text: str, by: Hand, size: float) -> float:
    """Return how wide the text runs at `size`, its letters joined as they are drawn."""
    return sum(_advance(run) for run in runs(text, by)) * size


def fitting(text: str, by: Hand, size: int, room: int) -> int:
    """Return `size`, or the lower one at which the text is no wider than `room`."""
    return min(size, int(room / (width(text, by, 1) or 1)))


def lines(text: str, by: Hand, size: int, room: int, most: int) -> tuple[str, ...]:
    """Return the text in at most `most` lines of like length, none wider than `room`.

    What does not fit is cut and ends in "…".
    """
    found = _filled(text, by, size, room, most)
    while len(found) > 1 and not found[-1].endswith("…"):
        room -= size
        narrower = _filled(text, by, size, room, most)
        if len(narrower) > len(found) or narrower[-1].endswith("…"):
            break
        found = narrower
    return found


def _filled(text: str, by: Hand, size: int, room: int, most: int) -> tuple[str, ...]:
    found = [""]
    for piece in _pieces(text):
        if not found[-1] or width(found[-1] + piece.rstrip(), by, size) <= room:
            found[-1] += piece
        elif len(found) < most:
            found.append(piece)
        else:
            found[-1] = _cut(found[-1] + piece, by, size, room)
            break
    return tuple(line.strip() for line in found if line.strip())


def _cut(line: str, by: Hand, size: int, room: int) -> str:
    while line and width(line.rstrip() + "…", by, size) > room:
        line = line[:-1]
    return line.rstrip(" ،,;；，؛") + "…"


def _pieces(text: str) -> Iterator[str]:
    """Yield what may not be cut by the end of a line: words with the space after them."""
    piece = ""
    for letter in text:
        is_han = letter >= HAN_FROM
        may_break = piece.endswith(" ") or (piece and (is_han or piece[-1] >= HAN_FROM))
        if may_break and letter not in CLOSING and letter != " ":
            yield piece
            piece = ""
        piece += letter
    yield piece


def _has_all(text: str, by: Hand) -> bool:
    return all(_face_of(letter, by) for letter in text)


def _face_of(letter: str, by: Hand) -> Face | None:
    return next((face for face in by.faces if _has(face, letter)), None)


def _has(face: Face, letter: str) -> bool:
    return ord(letter) in _letters(face)


@cache
def _font(face: Face) -> Any:
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(face.path)))


@cache
def _letters(face: Face) -> frozenset[int]:
    return frozenset(_font(face).face.unicodes)


def _advance(run: Run) -> float:
    """Return the width of a run at size 1."""
    font, buffer = _font(run.face), uharfbuzz.Buffer()
    buffer.add_str(run.text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    return sum(place.x_advance for place in buffer.glyph_positions) / font.face.upem
