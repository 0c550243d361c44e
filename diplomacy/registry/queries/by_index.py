"""What indexes of entries are asked for: their letters, and the days on which they went on."""

from collections.abc import Iterable
from datetime import date, timedelta

from diplomacy.registry.models import search_index as index
from diplomacy.registry.models.searching import Word

from .outlines import Sql

DAYS_OF_MONTH = 31
_MOST_TRIGRAMS = 24  # of a word; whether the rest holds is looked at in the entry


def matching(words: Iterable[Word]) -> str:
    """Return what the index of SQLite is asked for: every three letters of a pattern of each."""
    return " AND ".join(
        "({})".format(" OR ".join(f"({_trigrams(one)})" for one in word.indexed)) for word in words
    )


def _trigrams(pattern: str) -> str:
    found = list(dict.fromkeys(pattern[at : at + 3] for at in range(len(pattern) - 2)))
    step = -(-len(found) // _MOST_TRIGRAMS)
    quoted = ('"{}"'.format(one.replace('"', '""')) for one in found[::step])
    return " AND ".join(quoted)


def shifted(day: date, days: int) -> date:
    try:
        return day + timedelta(days)
    except OverflowError:  # before the first year or after the last
        return date.min if days < 0 else date.max


def lasting(where: str, params: tuple, first: date, last: date) -> Sql:
    """Return the statement for the entries of several months that went on between two days.

    Its first condition is that of an index, letter by letter; what lies within a month is near
    its ordering day.
    """
    return (
        f"SELECT id, ordering_day FROM registry_entry WHERE {index.LASTING}"
        f' AND substr(start, 1, 10) <= %s AND substr("end", 12, 10) >= %s AND {where}',
        (str(last), str(first), *params),
    )
