"""Where the words of a query stand in a text as it was written, though they were found folded."""

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from diplomacy.registry.models.folding import JOINERS, fold_letter
from diplomacy.registry.models.searching import Word, wanted
from diplomacy.registry.models.words import Text

_ZWNJ = "\u200c"
_BEFORE, _AROUND = 60, 200  # letters of a snippet
_FIRST_HAN = "⺀"

Part = tuple[str, bool]


class Snippet(Struct, frozen=True):
    """A piece of a text in one language, each part with whether it is what was looked for."""

    parts: tuple[Part, ...]
    lang: str


class Marker:
    """Finds the words of one query in texts.

    A short word that was typed beside another is looked for together with it; by itself only in a
    text that holds all such words and none together: half of «شی‌آن» is the Persian for "that".
    """

    def __init__(self, query: str) -> None:
        words = dict.fromkeys(word for unit in wanted(query) for word in unit.words)
        patterns = {one for word in words for one in _patterns(word)}
        self._pattern = _any_of(patterns)
        self._apart = [_alone(word) for word in words if word.whole and word.joined]
        self._found: dict[str, list[tuple[int, int]]] = {}

    def parts(self, text: str) -> tuple[Part, ...]:
        """Return the text in parts, each with whether it is what was looked for."""
        parts, at = [], 0
        for start, end in self._places(text):
            parts += [(text[at:start], False), (text[start:end], True)]
            at = end
        parts.append((text[at:], False))
        return tuple(part for part in parts if part[0])

    def marks(self, text: str) -> bool:
        """Whether anything that was looked for stands in the text."""
        return bool(self._places(text))

    def snippet(self, texts: Iterable[Text]) -> Snippet | None:
        """Return what stands around the first word in the first text that holds one."""
        for text in texts:
            if places := self._places(text):
                start, end = _window(text, places[0][0])
                piece = " ".join(text[start:end].split())
                shown = f"{'… ' if start else ''}{piece}{' …' if end < len(text) else ''}"
                return Snippet(self.parts(shown), text.lang)
        return None

    def _places(self, text: str) -> list[tuple[int, int]]:
        """Return where words stand, those apart that only a joiner is between."""
        if text not in self._found:  # a title is asked several times
            self._found[text] = self._looked_for(text)
        return self._found[text]

    def _looked_for(self, text: str) -> list[tuple[int, int]]:
        if self._pattern is None:
            return []
        letters, places = _folded(text)
        matches = list(self._pattern.finditer(letters))
        if not matches and self._apart and all(re.search(one, letters) for one in self._apart):
            matches = list(_any_of(self._apart).finditer(letters))
        found: list[tuple[int, int]] = []
        for match in matches:
            start = places[match.start()]
            end = _with_marks(text, places[match.end() - 1] + 1)
            if found and not set(text[found[-1][1] : start]) - JOINERS - {_ZWNJ}:
                start = found.pop()[0]
            found.append((start, end))
        return found


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """Return the text folded, ZWNJ kept, and for each letter of it its place in the text."""
    folds = {letter: letter if letter == _ZWNJ else fold_letter(letter) for letter in set(text)}
    if all(len(folded) == 1 for folded in folds.values()):  # most texts, in a third of the time
        return "".join(map(folds.__getitem__, text)), range(len(text))
    places = [place for place, letter in enumerate(text) for _ in folds[letter]]
    return "".join(map(folds.__getitem__, text)), places


def _any_of(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """Return the pattern of any, the longest first, None of none."""
    in_order = sorted(patterns, key=lambda one: (-len(one), one))
    return re.compile("|".join(in_order)) if in_order else None


def _alone(word: Word) -> str:
    return rf"(?<!\w){_spaced(word.letters, f'{_ZWNJ}?')}(?!\w)"


def _patterns(word: Word) -> list[str]:
    """Return the patterns of a word: as a part of words, or across the spaces of a name."""
    if word.whole:
        neighbours = [rf"(?<!\w){_spaced(one, f'[ {_ZWNJ}]?')}" for one in word.joined]
        return neighbours or [_alone(word)]
    exact = _spaced(word.letters, f"{_ZWNJ}?")
    if word.begins:
        return [rf"(?<!\w){exact}"]
    if word.letters[0] >= _FIRST_HAN:
        return [exact]
    return [exact, rf"(?<!\w){_spaced(word.letters, f'[ {_ZWNJ}]?')}(?!\w)"]


def _spaced(letters: str, between: str) -> str:
    return between.join(map(re.escape, letters))


def _with_marks(text: str, end: int) -> int:
    """Return the end of a word with the marks on its last letter."""
    while end < len(text) and text[end] not in JOINERS | {_ZWNJ} and not fold_letter(text[end]):
        end += 1
    return end


def _window(text: str, at: int) -> tuple[int, int]:
    """Return the piece of a text around a place, cut between words where there are spaces."""
    start, end = max(0, at - _BEFORE), min(len(text), at - _BEFORE + _AROUND)
    if start and (space := text.find(" ", start, at)) >= 0:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", at, end)) > at:
        end = space
    return start, max(end, at)
