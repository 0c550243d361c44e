"""Statements of a search, put together once for all searches of the same outline.

To put one together takes Django longer than the database takes to answer it. What is looked for
stands in it as values only, so the statement is made with letters that stand for words, and kept;
the words take their places in the values. The text of the statement stays the same, too, which
spares the database reading it anew.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from contextlib import nullcontext
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import RawSQL
from django.db.models.lookups import In
from msgspec import Struct
from msgspec.structs import replace

from diplomacy.registry.kept_statements import LONG, with_constants
from diplomacy.registry.models.searching import Unit, Word, called_lines

Sql = tuple[str, tuple]

MOST_KEPT = 60  # statements in each process, of some 10 kB

_kept: OrderedDict[Hashable, tuple[str, tuple, bool]] = OrderedDict()
_STAND_INS = 0xE000  # for private use, so that no word has them: they are no letters
_LONG = 3  # letters from which on words are treated alike


class Later(Struct, frozen=True):
    """A value that takes its place when the words do."""

    name: Hashable


class Outline:
    """What is looked for, with `units` and `lines` in which stand-ins stand for its words.

    Two outlines have equal `units` and `lines` where the same statement serves both.
    """

    def __init__(self, units: Iterable[Unit], query: str = "") -> None:
        self._words: dict[str, str] = {}
        self._later: dict[Hashable, Any] = {}
        self.units = tuple(self._blank_unit(unit) for unit in units)
        self.lines = tuple(self._blank(line) for line in called_lines(query))

    def later(self, name: Hashable, value: Any) -> Later:
        """Return what stands for a value of this search."""
        self._later[name] = value
        return Later(name)

    def asked(
        self,
        key: Hashable,
        connection: BaseDatabaseWrapper,
        make: Callable[[], Sql],
        *,
        by_value: bool = False,
    ) -> list[tuple]:
        """Return the rows of a statement; `make` makes it with stand-ins for the words.

        A long one is prepared on PostgreSQL (record 70), unless the best plan differs `by_value`.
        """
        key = (connection.alias, key, by_value, self.units, self.lines)
        if (found := _kept.get(key)) is None:
            sql, values = make()
            prepared = not by_value and len(sql) >= LONG and hasattr(connection, "preparing")
            if prepared:
                sql, values = with_constants(sql, values, map(self._is_given, values), connection)
            found = _kept[key] = sql, values, prepared
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
        sql, values, prepared = found
        with connection.preparing() if prepared else nullcontext(), connection.cursor() as cursor:
            cursor.execute(sql, tuple(map(self._filled, values)))
            return cursor.fetchall()

    def word(self, blank: Word) -> Word:
        """Return the word that is looked for in place of one with stand-ins."""
        joined = tuple(map(self._filled, blank.joined))
        return replace(blank, letters=self._filled(blank.letters), joined=joined)

    def _filled(self, value: Any) -> Any:
        if isinstance(value, str):
            for stand_in, words in self._words.items():
                value = value.replace(stand_in, words)
        elif isinstance(value, Later):
            return self._later[value.name]
        return value

    def _is_given(self, value: Any) -> bool:
        if isinstance(value, str):
            return any(stand_in in value for stand_in in self._words)
        return isinstance(value, Later)

    def _blank_unit(self, unit: Unit) -> Unit:
        return replace(unit, words=tuple(map(self._blank_word, unit.words)))

    def _blank_word(self, word: Word) -> Word:
        joined = tuple(map(self._blank, word.joined))
        return replace(word, letters=self._blank(word.letters), joined=joined)

    def _blank(self, words: str) -> str:
        stand_in = chr(_STAND_INS + len(self._words)) * min(len(words), _LONG)
        self._words[stand_in] = words
        return stand_in


class OneOf(In):
    """A key among many, given as one value: a statement takes so many of them, and no more."""

    def as_sqlite(self, compiler, connection) -> tuple[str, list]:
        return self._written(compiler, connection, "IN (SELECT value FROM json_each(%s))")

    def as_postgresql(self, compiler, connection) -> tuple[str, list]:
        return self._written(compiler, connection, "= ANY(%s::bigint[])")

    def _written(self, compiler, connection, among: str) -> tuple[str, list]:
        lhs, params = self.process_lhs(compiler, connection)
        return f"{lhs} {among}", [*params, *self.rhs.params]


class OneListed(OneOf):
    """The same of a column that no index leads to: PostgreSQL hashes the keys, else each row is
    compared with one after the other of an array that it does not know beforehand.
    """

    def as_postgresql(self, compiler, connection) -> tuple[str, list]:
        return self._written(compiler, connection, "IN (SELECT unnest(%s::bigint[]))")


def one_of(column: Any, keys: Any) -> OneOf:
    """Return the condition that a column is one of the keys, or of what stands for them."""
    return OneOf(column, RawSQL("%s", (keys,)))


def one_listed(column: Any, keys: Any) -> OneOf:
    """Return the same condition, of rows that are read for another reason."""
    return OneListed(column, RawSQL("%s", (keys,)))


def told(keys: Iterable[int | str], connection: BaseDatabaseWrapper) -> str:
    """Return keys as the one value that `one_of` takes."""
    listed = ",".join(map(str, keys))
    return f"[{listed}]" if connection.vendor == "sqlite" else f"{{{listed}}}"


def written(rows: Any, connection: BaseDatabaseWrapper) -> Sql:
    """Return the statement of a queryset."""
    sql, params = rows.query.get_compiler(connection=connection).as_sql()
    return sql, tuple(params)


def glued(pieces: list[Sql], by: str) -> Sql:
    return by.join(sql for sql, _ in pieces), tuple(one for _, params in pieces for one in params)
