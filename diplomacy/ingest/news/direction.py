"""Who travels to whom, told by the words beside the names of the cities."""

from collections.abc import Iterable

from msgspec import Struct

from . import vocabulary
from .folded import Folded, Match, Words
from .lexicon import Known


def _letters(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words as they stand in a folded text, the longest first."""
    return tuple(sorted((Folded(word).letters for word in words), key=len, reverse=True))


_GOES_TO = _letters(vocabulary.GOES_TO)
_WEAK = _letters(vocabulary.WEAK_PLACE)
_HOSTS = _letters(vocabulary.HOSTS)
_COMES_FROM = _letters(vocabulary.COMES_FROM)
_TRAVELLERS = _letters(vocabulary.TRAVELLERS)
_OFFICIALS_OF = _letters(vocabulary.OFFICIALS_OF)
_OFFICIALS_THERE = _letters(vocabulary.OFFICIALS_THERE)
_CALLS_ON = _letters(vocabulary.CALLS_ON)
_FILLERS = _letters(vocabulary.FILLERS)

_SAID: Words[str] = Words()
for _direction, _told in (
    ("incoming", (*vocabulary.INCOMING, *vocabulary.GUESTS)),
    ("outgoing", vocabulary.OUTGOING),
):
    for _word in _told:
        _SAID.add(_word, _direction)


class Hint(Struct, frozen=True):
    """A direction, how much speaks for it, and the letters that do."""

    direction: str
    weight: int
    start: int
    end: int


def hints(text: Folded, places: Iterable[Match[Known]], home: str) -> list[Hint]:
    """Return what the text hints of the direction; `places` are its mentions of cities.

    A text that does not name the home city tells of others' journeys, and hints nothing.
    """
    places = list(places)
    are_home = [any(known.key == home for known in place.meanings) for place in places]
    if not any(are_home):
        return []
    found = [Hint(match.meanings[0], 1, match.start, match.end) for match in _SAID.find(text)]
    for place, is_home in zip(places, are_home, strict=True):
        found += _at_home(text, place) if is_home else _abroad(text, place)
    return found


def _at_home(text: Folded, place: Match[Known]) -> list[Hint]:
    found = _beside(text, place, "incoming", "outgoing")
    if (start := _before(text, place.start, _CALLS_ON)) is not None:
        found.append(Hint("incoming", 2, start, place.end))
    return found


def _abroad(text: Folded, place: Match[Known]) -> list[Hint]:
    found = _beside(text, place, "outgoing", "incoming")
    if (start := _before(text, place.start, _OFFICIALS_OF)) is not None:
        found.append(Hint("incoming", 1, start, place.end))
    elif end := _behind(text, _after_possessive(text, place.end), _OFFICIALS_THERE):
        found.append(Hint("incoming", 1, place.start, end))
    return found


def _beside(text: Folded, place: Match[Known], towards: str, away: str) -> list[Hint]:
    """Return the hints of a name as a place: somebody goes there, or is from there."""
    after = _after_possessive(text, place.end)
    found = []
    if (start := _before(text, place.start, _GOES_TO)) is not None:
        weak = text.letters[start : place.start].startswith(_WEAK)
        found.append(Hint(towards, 1 if weak else 2, start, place.end))
    elif (start := _before(text, place.start, _COMES_FROM)) is not None:
        found.append(Hint(away, 2, start, place.end))
    if end := _behind(text, after, _HOSTS):
        found.append(Hint(towards, 2, place.start, end))
    elif end := _behind(text, after, _TRAVELLERS):
        found.append(Hint(away, 2, place.start, end))
    return found


def _before(text: Folded, at: int, words: tuple[str, ...]) -> int | None:
    """Return where one of the words begins that ends before the letter `at`, or None."""
    for stop in (at, *(at - len(filler) for filler in _FILLERS)):
        if stop < 0 or (stop < at and text.letters[stop:at] not in _FILLERS):
            continue
        for word in words:
            start = stop - len(word)
            if start >= 0 and text.letters.startswith(word, start) and _stands(text, start, stop):
                return start
    return None


def _behind(text: Folded, at: int, words: tuple[str, ...]) -> int | None:
    """Return where one of the words ends that begins at the letter `at`, or None."""
    for word in words:
        end = at + len(word)
        if text.letters.startswith(word, at) and _stands(text, at, end):
            return end
    return None


def _stands(text: Folded, start: int, end: int) -> bool:
    return text.is_edge(start) and text.is_edge(end)


def _after_possessive(text: Folded, at: int) -> int:
    return at + 1 if text.letters.startswith("s", at) and _stands(text, at, at + 1) else at
