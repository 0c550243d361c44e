"""Where the words of a query stand in a text as it was written, though they were found folded."""

import re
from collections import Counter
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
    """Finds what some patterns tell of in texts.

    `pairs` and `besides` are None but where short words stand side by side in a query (`marker`).
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        in_order = sorted(set(patterns), key=lambda one: (-len(one), one))
        self._pattern = re.compile("|".join(in_order)) if in_order else None
        self._found: dict[str, list[tuple[int, int]]] = {}
        self.pairs: Marker | None = None
        self.besides: Marker | None = None

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
        found: list[tuple[int, int]] = []
        for match in self._pattern.finditer(letters):
            start = places[match.start()]
            end = _with_marks(text, places[match.end() - 1] + 1)
            if found and not set(text[found[-1][1] : start]) - JOINERS - {_ZWNJ}:
                start = found.pop()[0]
            found.append((start, end))
        return found


def marker(query: str) -> Marker:
    """Return what finds the words of a query.

    Two short words side by side, as “St Lô”, may be one name, half of which is a common word: its
    `pairs` finds them together, its `besides` all but such halves apart.
    """
    words = dict.fromkeys(word for unit in wanted(query) for word in unit.words)
    found = Marker(one for word in words for one in _patterns(word))
    number = Counter(one for word in words if word.whole for one in word.joined)
    if pairs := {one for one, n in number.items() if n > 1}:
        found.pairs = Marker(map(_across, pairs))
        halves = {_alone(word) for word in words if word.whole and pairs & {*word.joined}}
        found.besides = Marker({one for word in words for one in _patterns(word)} - halves)
    return found


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """Return the text folded, ZWNJ kept, and for each letter of it its place in the text."""
    folds = {letter: letter if letter == _ZWNJ else fold_letter(letter) for letter in set(text)}
    if all(len(folded) == 1 for folded in folds.values()):  # most texts, in a third of the time
        return "".join(map(folds.__getitem__, text)), range(len(text))
    places = [place for place, letter in enumerate(text) for _ in folds[letter]]
    return "".join(map(folds.__getitem__, text)), places


def _alone(word: Word) -> str:
    return rf"(?<!\w){_spaced(word.letters, f'{_ZWNJ}?')}(?!\w)"


def _across(joined: str) -> str:
    return rf"(?<!\w){_spaced(joined, f'[ {_ZWNJ}]?')}"


def _patterns(word: Word) -> list[str]:
    """Return the patterns of a word: as a part of words, or across the spaces of a name."""
    if word.whole:
        return [_alone(word), *map(_across, word.joined)]
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
