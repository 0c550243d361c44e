"""The map of an annual report, from its frozen ties: on the page with names, on paper numbered."""

from collections.abc import Iterator

from msgspec import Struct

from diplomacy.registry.models import Form
from diplomacy.registry.queries.annual_report.shape import City, Report, Tie

from .map.drawing import LOOKS, UNTIED, Drawing, Name, Partner, drawing
from .map.frame import Frame, frame_for
from .map.lines import Box
from .map.projection import Place
from .templatetags.register import HTML_LANGUAGES

DIGIT, LINE = 13, 22  # what a number takes on paper, in units of the drawing


class Numbered(Struct, frozen=True):
    """A tie on paper: its number in the list below, its mark, and where the number stands."""

    number: int
    tie: Tie
    look: str
    x: float
    y: float
    at_x: float
    at_y: float


class PaperMap(Struct, frozen=True):
    """The drawing, and the ties on it by their numbers, those beyond its edges left out."""

    drawing: Drawing
    ties: tuple[Numbered, ...]


def report_map(report: Report) -> Drawing | None:
    """Return the map of the ties with a place, None where there is none to draw."""
    home = _place(report.home)
    partners = tuple(_partner(tie) for tie in _placed(report))
    return drawing(home, _name(report.home), partners) if home and partners else None


def without_place(report: Report) -> int:
    return sum(_place(tie.city) is None for tie in report.ties)


def paper_map(report: Report) -> PaperMap | None:
    """Return the same map for paper: a PDF draws no Persian, so that numbers stand for names."""
    drawn = report_map(report)
    if drawn is None:
        return None
    ties = _placed(report)
    leading = [_place(tie.city) for tie in ties if tie.leading]
    others = [_place(tie.city) for tie in ties if not tie.leading]
    frame = frame_for(_place(report.home), leading, others)
    return PaperMap(drawn, tuple(_numbered(frame, ties)))


def _placed(report: Report) -> list[Tie]:
    return [tie for tie in report.ties if _place(tie.city)]


def _numbered(frame: Frame, ties: list[Tie]) -> Iterator[Numbered]:
    """Give each tie on the drawing a number and a free spot beside its mark, the nearest first."""
    shown = [(tie, frame.at(_place(tie.city))) for tie in ties]
    shown = [(tie, at) for tie, at in shown if frame.box.has(*at)]
    taken = [Box(x, y, x, y).grown(8) for _, (x, y) in shown]
    for number, (tie, (x, y)) in enumerate(shown, 1):
        half = DIGIT * len(str(number)) / 2 + 1
        spots = ((x + dx * reach, y + dy * reach) for reach in (22, 34, 48, 64) for dx, dy in _WAYS)
        boxes = [
            Box(at_x - half, at_y - LINE / 2, at_x + half, at_y + LINE / 2) for at_x, at_y in spots
        ]
        boxes = [box for box in boxes if frame.box.holds(box)] or boxes
        free = (box for box in boxes if not any(box.meets(other) for other in taken))
        box = next(free, boxes[0])
        taken.append(box)
        at_x, at_y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        yield Numbered(number, tie, _look(tie), *(round(n, 1) for n in (x, y, at_x, at_y + 7)))


_WAYS = ((0, -1), (1, 0), (-1, 0), (0, 1), (0.8, -0.8), (-0.8, -0.8), (0.8, 0.8), (-0.8, 0.8))


def _partner(tie: Tie) -> Partner:
    names = [_name(tie.city)]
    if tie.leading and tie.city.own and tie.city.own != names[0][0]:
        names.append(_tagged(tie.city.own, tie.city.own_language))
    return Partner(_place(tie.city), _look(tie), tie.leading, tuple(names))


def _look(tie: Tie) -> str:
    """Return the look of the tie; what only lists or claims name is no talk, and has no line."""
    if tie.look not in LOOKS or (tie.form == Form.NONE and tie.look == "talks"):
        return UNTIED
    return tie.look


def _place(city: City) -> Place | None:
    return None if city.latitude is None else Place(city.longitude or 0, city.latitude)


def _name(city: City) -> Name:
    name = city.name.here
    return _tagged(str(name), name.lang) if name else (city.key, "und")


def _tagged(words: str, language: str) -> Name:
    return words, HTML_LANGUAGES.get(language, language) or "und"
