"""The title, publisher, date and address that stand in a text pasted from the press."""

import re
from collections.abc import Iterator

from msgspec import Struct

from diplomacy.calendars import FoundDate

from .proposals import Proposal
from .vocabulary import PUBLISHER_LABELS

_ADDRESS = re.compile(r"https?://[^\s<>\"'«»،，。；）)]{1,600}")
_LINE = re.compile(r"[^\r\n]+")
_LABEL = re.compile(
    rf"\s{{0,9}}(?:{'|'.join(PUBLISHER_LABELS)})\s{{0,3}}[:：]\s{{0,9}}", re.IGNORECASE
)
_REPORTED = re.compile(r"به گزارش ([^،,.\n]{2,60})[،,]|据([^，。\n]{2,30}?)(?:报道|消息)[，：]")
_SENTENCE_END = re.compile(r"[.!?؟。！？](?:\s|$)")
_CLOCK = re.compile(r"[0-9۰-۹]{1,2}[:：][0-9۰-۹]{2}")
_SEPARATORS = " \t,،，;؛|/–—-·•()（）[]:：\u200c\u200e\u200f"
_LONGEST_DATELINE = 90
_LONGEST_TITLE = 300
_OUTER_LINES = 3


class Line(Struct, frozen=True):
    """A line that says something, at its place in the text."""

    start: int
    end: int


def lines(text: str) -> list[Line]:
    """Return the lines that hold more than spaces, without the spaces around them."""
    found = []
    for match in _LINE.finditer(text):
        words = match[0].strip()
        if words:
            start = match.start() + match[0].index(words)
            found.append(Line(start, start + len(words)))
    return found


def read_source(text: str, dates: list[FoundDate]) -> Iterator[Proposal]:
    """Yield what the text says of itself; `dates` are those that it states in full."""
    standing = lines(text)
    # Only above and below the text: what stands within it is part of the news.
    outer = (
        standing
        if len(standing) <= 2 * _OUTER_LINES
        else [*standing[:_OUTER_LINES], *standing[-_OUTER_LINES:]]
    )
    headers = [line for line in outer if _is_header(text, line, dates)]
    title = next((line for line in standing if line not in headers), None)
    if title:
        yield Proposal("title", *_cut(text, title.start, title.end, _LONGEST_TITLE))
    if address := _ADDRESS.search(text):
        end = address.start() + len(address[0].rstrip(".,;:!?"))
        yield Proposal("address", text[address.start() : end], address.start(), end)
    for line in headers:
        yield from _read_header(text, line, dates)
    if reported := _REPORTED.search(text):
        start, end = reported.span(1 if reported[1] else 2)
        yield Proposal("publisher", *_cut(text, start, end, 200), chosen=not headers)


def _cut(text: str, start: int, end: int, limit: int) -> tuple[str, int, int]:
    end = min(end, start + limit)
    return text[start:end], start, end


def _is_header(text: str, line: Line, dates: list[FoundDate]) -> bool:
    """Whether a line names the publisher or the day of the text: "The Courier, 12 June 2018"."""
    words = text[line.start : line.end]
    if _LABEL.match(words):
        return True
    if len(words) > _LONGEST_DATELINE or _SENTENCE_END.search(words):
        return False
    return any(line.start <= one.start and one.end <= line.end for one in dates) and (
        len(_remainder(text, line, dates)[0].split()) <= 6
    )


def _read_header(text: str, line: Line, dates: list[FoundDate]) -> Iterator[Proposal]:
    for one in dates:
        if line.start <= one.start and one.end <= line.end and one.value.is_day:
            yield Proposal("source_date", one.value.text, one.start, one.end)
            break
    publisher, start, end = _remainder(text, line, dates)
    if any(letter.isalpha() for letter in publisher):
        yield Proposal("publisher", *_cut(text, start, end, 200))


def _remainder(text: str, line: Line, dates: list[FoundDate]) -> tuple[str, int, int]:
    """Return the longest piece of a line beside its label, dates, hours and addresses."""
    words = text[line.start : line.end]
    label = _LABEL.match(words)
    cuts = [(one.start, one.end) for one in dates if line.start <= one.start < line.end]
    for pattern in (_CLOCK, _ADDRESS):
        cuts += [
            (line.start + match.start(), line.start + match.end())
            for match in pattern.finditer(words)
        ]
    pieces, at = [], line.start + (label.end() if label else 0)
    for start, end in [*sorted(cuts), (line.end, line.end)]:
        if start >= at:
            pieces.append(_trimmed(text, at, start))
        at = max(at, end)
    return max(pieces, key=lambda piece: len(piece[0]))


def _trimmed(text: str, start: int, end: int) -> tuple[str, int, int]:
    while start < end and text[start] in _SEPARATORS:
        start += 1
    while end > start and text[end - 1] in _SEPARATORS:
        end -= 1
    return text[start:end], start, end
