"""What an annual report is frozen as: plain data of its own, in all three languages.

Nothing of it needs the register to be read again. A field that a later version adds has a
default here, and one that it drops is passed over, so that every frozen report still opens.
"""

from datetime import date
from typing import Any

import msgspec

from diplomacy.calendars import UNKNOWN, DateError, PartialDate
from diplomacy.registry.models.words import FALLBACK, Text, page_language

VERSION = 1  # raised when a field changes its meaning, never for one that is added


class Frozen(msgspec.Struct, frozen=True, omit_defaults=True):
    """The base of all: what has its default is not written."""


class Said(Frozen, frozen=True):
    """Words in three languages, as far as they were recorded."""

    fa: str = ""
    en: str = ""
    zh: str = ""

    @property
    def here(self) -> Text:
        """Return them in the page's language, else in one that has them."""
        for code in FALLBACK[page_language()]:
            if value := getattr(self, code):
                return Text(value, code)
        return Text("", "")


class City(Frozen, frozen=True):
    """A city as a table and the map need it."""

    key: str = ""
    name: Said = Said()
    own: str = ""
    own_language: str = ""
    country: Said = Said()
    latitude: float | None = None
    longitude: float | None = None


class Count(Frozen, frozen=True):
    """A number with its criterion; `of` is its denominator, `unassessed` how many of that."""

    name: str = ""
    label: Said = Said()
    number: int = 0
    of: int | None = None
    unassessed: int | None = None


class Tie(Frozen, frozen=True):
    """Where a tie stood on the last day of the year, and what the year changed.

    `change` is "opened", "moved" or ""; `perhaps_before`: by a partial date the form it came to
    may have begun before the year. A quiet one has nothing recorded in the year; `last` is then
    the date of the last entry before it.
    """

    key: str = ""
    city: City = City()
    leading: bool = False
    form: str = ""
    look: str = ""
    tag: Said = Said()
    since: str = ""
    certainty: Said = Said()
    suspended: Said = Said()
    change: str = ""
    perhaps_before: bool = False
    before: Said = Said()
    after: Said = Said()
    quiet: bool = False
    last: str = ""


class Entry(Frozen, frozen=True):
    """An entry of the year. `sure`: whether each possible day of it lies in the year."""

    key: str = ""
    kind: str = ""
    type: str = ""
    word: Said = Said()
    title: Said = Said()
    state: Said = Said()
    start: str = ""
    sure: bool = True
    cities: tuple[City, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def leaf(self) -> "Entry":
        """Return itself: the filters of pages ask an entry's leaf for its type."""
        return self


class Promise(Frozen, frozen=True):
    """A promise with its last verdict when the report was made; `owes` are offices, no names."""

    key: str = ""
    title: Said = Said()
    force: Said = Said()
    made: str = ""
    due: str = ""
    due_words: Said = Said()
    verdict: str = ""
    verdict_word: Said = Said()
    reviewed: str = ""
    owes: tuple[Said, ...] = ()
    made_in_year: bool = False
    due_in_year: bool = False


class Visit(Frozen, frozen=True):
    """A visit or call of the year; `cost` only where it was released."""

    key: str = ""
    title: Said = Said()
    direction: Said = Said()
    progress: Said = Said()
    start: str = ""
    end: str = ""
    cities: tuple[City, ...] = ()
    cost: str = ""
    currency: str = ""


class Offer(Frozen, frozen=True):
    """What was open to residents on a day of the year."""

    key: str = ""
    title: Said = Said()
    offer: Said = Said()
    start: str = ""
    end: str = ""
    cities: tuple[City, ...] = ()


class Report(Frozen, frozen=True):
    """All of it. Days are ISO texts, dates the texts of `calendars.PartialDate`.

    `last` is the last day counted: of a running year the day on which the report was made.
    `left_out` is the number of entries beyond the most that a report lists.
    """

    version: int = 0
    year: int = 0
    first: str = ""
    last: str = ""
    running: bool = False
    made_on: str = ""
    home: City = City()
    counts: tuple[Count, ...] = ()
    forms: tuple[Count, ...] = ()
    ties: tuple[Tie, ...] = ()
    entries: tuple[Entry, ...] = ()
    left_out: int = 0
    promises: tuple[Promise, ...] = ()
    visits: tuple[Visit, ...] = ()
    offers: tuple[Offer, ...] = ()


def frozen(report: Report) -> dict[str, Any]:
    """Return the report as plain data for a JSON column."""
    return msgspec.to_builtins(report)


def opened(data: Any) -> Report:
    """Return the report that `frozen` gave, today or years ago.

    What an older or a newer shape says in another way is left out, and the rest is shown.
    """
    if not isinstance(data, dict):
        return Report()
    try:
        return msgspec.convert(data, Report, strict=False)
    except msgspec.ValidationError:
        fields = {
            name: _part(name, data[name]) for name in Report.__struct_fields__ if name in data
        }
        return Report(**{name: part for name, part in fields.items() if part is not None})


def _part(name: str, data: Any) -> Any:
    """Return what can be read of one field: of a list, each row by itself; None for nothing."""
    wanted = Report.__annotations__[name]
    try:
        return msgspec.convert(data, wanted, strict=False)
    except msgspec.ValidationError:
        row = getattr(wanted, "__args__", (None,))[0]
        if row is None or not isinstance(data, list | tuple):
            return None
    found = []
    for one in data:
        try:
            found.append(msgspec.convert(one, row, strict=False))
        except msgspec.ValidationError:
            continue
    return tuple(found)


def as_date(text: str) -> PartialDate:
    """Return the date of a frozen text, unknown for one that no calendar here reads."""
    try:
        return PartialDate.parse(text)
    except DateError:
        return UNKNOWN


def as_day(text: str) -> date | None:
    """Return the day of an ISO text, None for none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
