"""A text folded letter by letter, in which words are looked up and keep their place.

Spaces, ZWNJ, hyphens and apostrophes are no letters here but edges between words, so that a name
is found whichever of them was typed or lost. Only a space where the name has none stands for two
words: «با کو» is no Baku. Chinese sets no edges: there every letter is one.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from msgspec import Struct

from diplomacy.registry.models.folding import fold

T = TypeVar("T")

_FIRST_CHINESE = "⺀"
# Tatweel, the soft hyphen, the joiner and marks of direction stand within words.
_WITHIN = "ـ\u00ad\u200d\u200e\u200f"


@lru_cache(maxsize=4096)
def _folded(letter: str) -> tuple[str, bool]:
    """Return what a letter is folded to, and whether words end at it."""
    folded = fold(letter)
    if folded:
        return folded, not folded.isalnum() or folded >= _FIRST_CHINESE
    return "", letter not in _WITHIN and unicodedata.category(letter) != "Mn"


class Folded:
    """The letters of a text, and where its words may begin and end."""

    def __init__(self, text: str) -> None:
        letters: list[str] = []
        self._places: list[int] = []
        self._edges = {0}
        self._spaces: set[int] = set()
        for place, letter in enumerate(text):
            folded, is_edge = _folded(letter)
            if letter == "ی" and _is_ezafe(text, place):
                continue
            if letter.isspace():
                self._spaces.add(len(letters))
            if is_edge:
                self._edges |= {len(letters), len(letters) + len(folded)}
            letters.extend(folded)
            self._places.extend([place] * len(folded))
        self.letters = "".join(letters)
        self._edges.add(len(self.letters))

    def is_edge(self, at: int) -> bool:
        """Whether a word may begin or end before the letter `at`."""
        return at in self._edges

    def is_space(self, at: int) -> bool:
        """Whether words are set apart by a space before the letter `at`."""
        return at in self._spaces

    def edges(self) -> list[int]:
        """Return the edges in order."""
        return sorted(self._edges)

    def edge_after(self, at: int) -> int:
        """Return the first edge at or after the letter `at`."""
        while at not in self._edges:
            at += 1
        return at

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the text of the letters from `start` up to `end`."""
        return self._places[start], self._places[end - 1] + 1


def _is_ezafe(text: str, place: int) -> bool:
    """Whether the ی at `place` only leads on to the next word, as in «هفته‌ی»."""
    return (
        text[max(0, place - 2) : place] == "ه\u200c" and not text[place + 1 : place + 2].isalpha()
    )


class Match(NamedTuple, Generic[T]):
    """The letters from `start` up to `end`, and everything that they may mean."""

    start: int
    end: int
    meanings: tuple[T, ...]


class _Node(Struct, Generic[T]):
    next: dict[str, "_Node[T]"]
    meanings: tuple[T, ...] = ()
    is_stem: bool = False
    may_part: bool = False  # whether a space may follow


class Words(Generic[T]):
    """Words that are looked for in a text, all at once, each with what it means."""

    def __init__(self) -> None:
        self._root: _Node[T] = _Node({})

    def add(self, word: str, meaning: T) -> None:
        """Look for `word` too, any ending allowed where it ends in "*".

        One letter of an alphabet alone says nothing and is left out.
        """
        folded = Folded(word.removesuffix("*"))
        if len(folded.letters) < 2 and folded.letters < _FIRST_CHINESE:
            return
        node = self._root
        for at, letter in enumerate(folded.letters, start=1):
            node = node.next.setdefault(letter, _Node({}))
            node.may_part |= folded.is_edge(at)
        node.is_stem |= word.endswith("*")
        if meaning not in node.meanings:
            node.meanings += (meaning,)

    def find(self, text: Folded) -> Iterator[Match[T]]:
        """Yield the words that stand in the text, the longest at each place, none overlapping.

        The work at each edge is bounded by the longest word, and no letter is passed twice for
        an ending.
        """
        free = 0
        for start in text.edges():
            if start >= free and (match := self._longest(text, start)):
                free = match.end
                yield match

    def _longest(self, text: Folded, start: int) -> Match[T] | None:
        node, longest = self._root, None
        for at in range(start, len(text.letters)):
            if at > start and text.is_space(at) and not node.may_part:
                break
            node = node.next.get(text.letters[at])
            if node is None:
                break
            if node.meanings and (node.is_stem or text.is_edge(at + 1)):
                longest = Match(start, at + 1, node.meanings)
        return longest and longest._replace(end=text.edge_after(longest.end))
