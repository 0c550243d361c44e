"""The search column: what it holds, and the only conditions that read it.

It holds a line for each text by which a record is found, first what the record is called, then
what else it says; each word of a line has a space on both sides. The last line holds what is too
short for an index, which knows three letters and more: `_short`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import pairwise
from operator import and_, or_
from typing import Any

from django.db.models import Case, F, IntegerField, Model, Q, TextField, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import Contains, LessThan
from msgspec import Struct
from msgspec.structs import replace

from .dated_words import Days, dates_in
from .folding import JOINERS, fold

LONGEST_QUERY = 200
MOST_UNITS = 8

_ZWNJ = "\u200c"
END = "¶"  # no line holds it: it is no letter
_SHORT = "¦"  # nor this
_INDEXED = 3  # letters that an index needs
_FEW_WORDS = 5
_FIRST_HAN = "⺀"
# Parts of one word: "L'Aquila".
_PARTED = re.compile(rf"(?<![^\W\d_])[^\W\d_]+(?:[{re.escape(''.join(JOINERS))}][^\W\d_]+)+")
# All but letters, and marks within a number or an address: "1403/123", "city.test".
_EDGES = re.compile(r"(?<=\w)[/.:@&](?=\w)|(\W|_)")


def spelled(text: str) -> str:
    """Return the words of a text as the search column spells them, one space between them."""
    return " ".join(_EDGES.sub(lambda m: " " if m[1] else m[0], fold(text)).split())


def searchable(names: Iterable[str], texts: Iterable[str] = ()) -> str:
    """Return what the search column holds of what a record is called and what else it says.

    A word that is written with ZWNJ stands there without it too, and so does a short name
    without its spaces: who types them may have dropped either.
    """
    lines = [*_lines(names), END, *_lines(texts)]
    return with_short("\n{}\n".format("\n".join(f" {line} " for line in lines)))


def with_short(text: str) -> str:
    """Add the last line to the others of a search text."""
    return f"{text}{_short(text)}\n"


def _short(text: str) -> str:
    """Return the letters with which words begin, each Han character, and each two side by side.

    A mark stands on both sides, which makes three letters of one. Of Han because it is looked for
    within words: two characters are a name.
    """
    found: dict[str, None] = {}
    for word in dict.fromkeys(text.split()):
        if word == END:
            continue
        found[word[0]] = None
        for place, letter in enumerate(word):
            if letter >= _FIRST_HAN:
                found |= {letter: None, word[place : place + 2]: None}
    return f"{_SHORT}{_SHORT.join(found)}{_SHORT}"


def _lines(texts: Iterable[str]) -> list[str]:
    lines: dict[str, None] = {}
    for text in filter(None, texts):
        line = spelled(text)
        words = line.split(" ")
        joined = spelled(text.replace(_ZWNJ, "")).split(" ") if _ZWNJ in text else []
        squashed = "".join(words) if len(words) <= _FEW_WORDS else ""
        lines |= dict.fromkeys([line, squashed])
        lines[" ".join(dict.fromkeys(w for w in joined if w not in {*words, squashed}))] = None
    return [line for line in lines if line]


@TextField.register_lookup
class _HasLetters(Contains):
    """What `contains` finds in a folded text, whose letters have no case that SQLite minds.

    LIKE of SQLite takes twice as long for it.
    """

    lookup_name = "has_letters"

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple]:
        lhs, params = self.process_lhs(compiler, connection)
        return f"INSTR({lhs}, %s) > 0", (*params, self.rhs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return Contains(self.lhs, self.rhs).as_sql(compiler, connection)


class Word(Struct, frozen=True):
    """A word looked for: `letters`, whole or in part.

    One or two letters stand in every text: among other words these have to be a `whole` word, or
    one with a neighbour ("la paz" for "lapaz"); alone, the beginning of one. `joined` is what the
    column may hold instead: a word with its neighbour, or the parts of one word ("L'Aquila") apart.
    Two that are one letter each stand for a whole word of two.
    """

    letters: str
    begins: bool = False
    whole: bool = False
    joined: tuple[str, ...] = ()

    @property
    def patterns(self) -> tuple[str, ...]:
        """Return what the column contains where it holds the word: one of these."""
        before = " " if self.begins or self.whole else ""
        joined = (one if len(one) >= _INDEXED else f" {one} " for one in self.joined)
        return (f"{before}{self.letters}{' ' if self.whole else ''}", *joined)

    @property
    def indexed(self) -> tuple[str, ...]:
        """Return the patterns as an index knows them, three letters and more: the same is found."""
        return tuple(
            one if len(one) >= _INDEXED else f"{_SHORT}{one.strip()}{_SHORT}"
            for one in self.patterns
        )


class Unit(Struct, frozen=True):
    """What a record has to hold: a word, or the words of a date; `days` are those of the date."""

    words: tuple[Word, ...]
    days: Days | None = None


def wanted(query: str) -> tuple[Unit, ...]:
    """Return what a query looks for; a record is found that holds each of these."""
    query = query[:LONGEST_QUERY]
    found, rest = dates_in(query)
    dated = [Unit(tuple(_words_of_date(query[start:end])), days) for start, end, days in found]
    plain = [Unit((word,)) for word in _words(rest)]
    return tuple(dict.fromkeys([*dated, *plain]))[:MOST_UNITS]


def _words_of_date(text: str) -> Iterator[Word]:
    """Yield the words of a date, the name of a month as a whole word: no "May" is in "Mayor"."""
    for word in _words(text):
        is_name = word.letters.isalpha() and word.letters[0] < _FIRST_HAN
        yield replace(word, whole=True) if is_name else word


def _words(text: str) -> Iterator[Word]:
    """Yield what to look for: the parts of one word apart only where none of them is short."""
    rest = text
    for match in _PARTED.finditer(text):
        parts = _parts(match[0])
        letters = "".join(parts)
        if min(map(len, parts), default=3) < 3 <= len(letters) and max(letters) < _FIRST_HAN:
            yield Word(letters, joined=(f" {' '.join(parts)} ",))
            rest = rest.replace(match[0], " ", 1)
    words = _parts(rest)
    pairs = [first + second for first, second in pairwise(words)]
    for place, letters in enumerate(words):
        if len(letters) > 2 or letters[0] >= _FIRST_HAN:
            yield Word(letters)
        elif not pairs and rest == text:
            yield Word(letters, begins=True)
        else:
            yield Word(letters, whole=True, joined=tuple(pairs[max(0, place - 1) : place + 1]))


def _parts(text: str) -> list[str]:
    return spelled("".join(" " if letter in JOINERS else letter for letter in text)).split()


class Few(Struct, frozen=True):
    """The way to a record that is one of few: these are looked at once, not for each that has one.

    Asked through a join, the ten countries of two thousand cities took longer than their names.
    """

    way: str
    model: type[Model]


Owner = str | Few


def holds(unit: Unit, *owners: Owner) -> Q:
    """Return the condition that the search text of one of the `owners` holds all the words.

    An owner is the way to a record from those that are filtered, "" for themselves.
    """
    if not unit.words:
        return Q(pk__in=[])
    return reduce(and_, (_any(_contains(word, owner) for owner in owners) for word in unit.words))


def holds_itself(unit: Unit, owner: str = "") -> Q:
    """Return the condition that the search text of the `owner` itself holds all the words.

    It finds what `holds` does, by patterns that the index of entries serves.
    """
    if not unit.words:
        return Q(pk__in=[])
    column = f"{_column(owner)}__has_letters"
    words = (_any(Q(**{column: one}) for one in word.indexed) for word in unit.words)
    return reduce(and_, words)


def called(words: str, owner: str = "") -> Q:
    """Return the condition that a record is called just this, in whatever spelling."""
    return _called(called_lines(words), owner)


def called_lines(words: str) -> tuple[str, ...]:
    """Return the lines of which a record that is called just this has one; none for no letter."""
    line = spelled(words)
    return tuple(dict.fromkeys([line, line.replace(" ", "")])) if line else ()


def _called(lines: Iterable[str], owner: str = "") -> Q:
    column = f"{_column(owner)}__has_letters"
    return _any([Q(pk__in=[]), *(Q(**{column: f"\n {one} \n"}) for one in lines)])


def rank(query: str) -> Case:
    """Return how well a found record fits: 0 called just this, 1 all words in its names, else 2.

    Dates are left aside: they are no part of a name.
    """
    return rank_of(called_lines(query), wanted(query))


def rank_of(lines: Iterable[str], units: Iterable[Unit]) -> Case:
    """Return the same of what a record would be called, and of what is looked for."""
    names = [_in_names(word) for unit in units if not unit.days for word in unit.words]
    whens = [When(_called(lines), then=Value(0))]
    if names:
        whens.append(When(reduce(and_, names), then=Value(1)))
    return Case(*whens, default=Value(2), output_field=IntegerField())


def begins_name(search: str, words: str) -> bool:
    """Whether a line of a search text begins with these words."""
    return f"\n {spelled(words)}" in search


def _contains(word: Word, owner: Owner) -> Q:
    if isinstance(owner, Few):
        some = owner.model._base_manager.order_by().filter(_contains(word, ""))
        return Q(**{f"{owner.way}__in": some.values("pk")})
    return _any(Q(**{f"{_column(owner)}__has_letters": pattern}) for pattern in word.patterns)


def _in_names(word: Word) -> Q:
    end = StrIndex(F(_column("")), Value(END))
    return _any(
        Q(**{f"{_column('')}__has_letters": pattern})
        & Q(LessThan(StrIndex(F(_column("")), Value(pattern)), end))
        for pattern in word.patterns
    )


def _column(owner: str) -> str:
    return f"{owner}__search" if owner else "search"


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions)
