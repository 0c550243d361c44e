"""The dates that somebody types into a search, in either calendar."""

import re
from contextlib import suppress
from datetime import date

from msgspec import Struct

from diplomacy.calendars import DateError, PartialDate, digits, find_dates, read

# A year alone, or with the number of its month; `find_dates` finds what is more of a date.
_NUMBERS = re.compile(r"(?<![\w/.-])[0-9]{4}(?:[-/.][0-9]{1,2})?(?![\w/.-])")
# What only says that a year follows.
_LEADS = re.compile(r"(?<!\w)(?:سال|year|in|since) *\Z", re.IGNORECASE)


class Days(Struct, frozen=True):
    """The days of a date, `first` to `last`; `is_year` for a whole year."""

    first: date
    last: date
    is_year: bool


def dates_in(query: str) -> tuple[list[tuple[int, int, Days]], str]:
    """Return the dates of a query with their places, and the query without them."""
    found = []
    for one in find_dates(query):
        last = (one.until or one.value).last
        found.append((one.start, one.end, _days(one.value, last)))
    rest = _without(query, found)
    for match in _NUMBERS.finditer(digits(rest, "en").translate(_WIDE)):
        with suppress(DateError):
            value = read(match[0])
            found.append((*match.span(), _days(value, value.last)))
    return found, _without(query, found)


_WIDE = {0xFF10 + digit: str(digit) for digit in range(10)}


def _days(value: PartialDate, last: date) -> Days:
    return Days(value.first, last, value.precision == "year")


def _without(query: str, found: list[tuple[int, int, Days]]) -> str:
    for start, end, _ in found:
        lead = _LEADS.search(query, 0, start)
        begin = lead.start() if lead else start
        query = query[:begin] + " " * (end - begin) + query[end:]
    return query
