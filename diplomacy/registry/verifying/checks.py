"""The list of all that is derived and stored: for each table how to find what is out of step.

A column is added here by standing in `derived()` of its model, by being a partial date, or as a
check of its own. What a merge, a report or a review froze on purpose is not derived, nor is the
digest of a file: it is a seal, and a file that no longer fits it is damaged.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import CharField, ExpressionWrapper, F
from msgspec import Struct

from diplomacy.calendars import DateError, PartialDate
from diplomacy.registry.fields import DAYS_LENGTH, PartialDateField, StoredDay
from diplomacy.registry.models import Entry, EntryCity, Participation
from diplomacy.registry.models.base import Keyed
from diplomacy.registry.models.derived import with_rows

CHUNK = 2000  # rows that are in memory at a time

_SAID = "__said"  # of a date all that is stored: the days and the words after them
_AS_STORED = {"output_field": CharField()}
# Rows that copy of entries: what a difference calls one, and what it copies.
_ROWS_OF_ENTRIES = {
    EntryCity: ("city__key", Entry.city_row_copies),
    Participation: ("role", Entry.listed),
}


class Difference(Struct, frozen=True):
    """One column of one row: what stands there, and what should.

    `should` is None where it cannot be told: the words of a date are no date.
    """

    table: type[models.Model]
    pk: int
    record: str
    column: str
    stands: Any
    should: Any


class Check(ABC):
    """The derived columns that are looked at together: those of a table, or of rows beside it."""

    def __init__(self, table: type[models.Model]) -> None:
        self.table = table

    @property
    @abstractmethod
    def columns(self) -> list[tuple[type[models.Model], str]]:
        """Return what is looked at: each column with its table."""

    @abstractmethod
    def looked_through(self) -> Iterator[tuple[int, list[int]]]:
        """Yield, for so many rows each, how many they were and which may be out of step.

        A row that was written meanwhile may be among them without a cause.
        """

    @abstractmethod
    def differences(self, pks: list[int], *, locked: bool) -> Iterator[Difference]:
        """Look at these rows once more, as they are stored now."""


class Dates(Check):
    """Partial dates: the first and last possible day before the words they are made of."""

    @property
    def columns(self) -> list[tuple[type[models.Model], str]]:
        return [(self.table, name) for name in _dates_of(self.table)]

    def looked_through(self) -> Iterator[tuple[int, list[int]]]:
        for rows in _in_chunks(self._rows(), lambda row: row[0]):
            yield len(rows), [pk for pk, *dates in rows if not all(map(_is_right, dates))]

    def differences(self, pks: list[int], *, locked: bool) -> Iterator[Difference]:
        rows = self._rows().filter(pk__in=pks).order_by("pk")
        for pk, *dates in rows.select_for_update() if locked else rows:
            for name, stands in zip(_dates_of(self.table), dates, strict=True):
                if not _is_right(stands):
                    yield Difference(self.table, pk, str(pk), name, stands, _as_stored(stands))

    def _rows(self) -> models.QuerySet:
        dates = (ExpressionWrapper(F(name), **_AS_STORED) for name in _dates_of(self.table))
        return self.table._base_manager.values_list("pk", *dates)


class Records(Check):
    """Search texts, sort keys, by what lists sort entries, and what rows copy of entries."""

    @property
    def columns(self) -> list[tuple[type[models.Model], str]]:
        own = [(self.table, name) for name in self.table().derived()]
        rows = _ROWS_OF_ENTRIES.items() if issubclass(self.table, Entry) else ()
        return own + [(of, name) for of, (_, copies) in rows for name in copies(self.table())]

    def looked_through(self) -> Iterator[tuple[int, list[int]]]:
        for records in _in_chunks(self._records(), lambda record: record.pk):
            yield len(records), sorted({one.pk for one, _ in _out_of_step(records)})

    def differences(self, pks: list[int], *, locked: bool) -> Iterator[Difference]:
        records = self._records().filter(pk__in=pks).order_by("pk")
        for _, difference in _out_of_step(list(records.locked() if locked else records)):
            yield difference

    def _records(self) -> models.QuerySet:
        """Return the records with their dates as the words say, whatever days stand before them."""
        dates = {
            field.name for field in self.table._meta.fields if isinstance(field, PartialDateField)
        }
        said = {f"{name}{_SAID}": ExpressionWrapper(F(name), **_AS_STORED) for name in dates}
        return with_rows(self.table.objects.defer(*dates).annotate(**said))


def checks() -> list[Check]:
    """Return all checks, dates before what is made of them."""
    tables = apps.get_models()
    return [
        *(Dates(table) for table in tables if _dates_of(table)),
        *(Records(table) for table in tables if issubclass(table, Keyed) and table is not Entry),
    ]


def derived_columns() -> set[tuple[type[models.Model], str]]:
    """Return every column that is derived, with the table in which it stands."""
    return {column for check in checks() for column in check.columns}


def _out_of_step(records: list[Keyed]) -> Iterator[tuple[Keyed, Difference]]:
    """Yield each difference with its record; the records then hold what they should."""
    readable = list(filter(_take_said, records))
    for record in readable:
        for column, should in record.derived().items():
            if (stands := getattr(record, column)) != should:
                yield (
                    record,
                    Difference(type(record), record.pk, record.key, column, stands, should),
                )
                setattr(record, column, should)
    for table in _ROWS_OF_ENTRIES if readable and isinstance(readable[0], Entry) else ():
        yield from _copies_out_of_step(table, {entry.pk: entry for entry in readable})


def _copies_out_of_step(
    table: type[models.Model], entries: dict[int, Entry]
) -> Iterator[tuple[Entry, Difference]]:
    """Yield each difference in rows of the table, which copy of these entries, with the entry."""
    called, copies = _ROWS_OF_ENTRIES[table]
    read = (_whatever_it_holds(table, name) for name in copies(next(iter(entries.values()))))
    rows = table.objects.filter(entry__in=list(entries)).order_by("pk")
    for pk, of, row, *standing in rows.values_list("pk", "entry_id", called, *read):
        entry = entries[of]
        for (column, should), stands in zip(copies(entry).items(), standing, strict=True):
            if stands != table._meta.get_field(column).get_prep_value(should):
                name = f"{row} of {entry.key}"
                yield entry, Difference(table, pk, name, column, stands, should)


def _whatever_it_holds(table: type[models.Model], column: str) -> Any:
    """Return the column of a row as it is stored: a day as text may be spoilt."""
    is_day = isinstance(table._meta.get_field(column), StoredDay)
    return ExpressionWrapper(F(column), **_AS_STORED) if is_day else F(column)


def _take_said(record: Keyed) -> bool:
    """Set the dates to what their words say; whether all are dates: else nothing is made of them.

    The check of dates tells of those that are none.
    """
    held = vars(record)
    said = {name.removesuffix(_SAID): text for name, text in held.items() if _SAID in name}
    with suppress(DateError):
        held.update({name: _read(text) for name, text in said.items()})
        return True
    return False


def _dates_of(table: type[models.Model]) -> list[str]:
    fields = table._meta.local_concrete_fields
    return [field.name for field in fields if isinstance(field, PartialDateField)]


def _in_chunks(rows: models.QuerySet, number: Any) -> Iterator[list]:
    """Yield all rows, so many at a time, by their primary keys: no long read, no long lock."""
    last = 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield chunk
        last = number(chunk[-1])


@lru_cache(maxsize=1 << 16)
def _is_right(stands: str) -> bool:
    return stands == _as_stored(stands)


def _as_stored(stands: str) -> str | None:
    with suppress(DateError):
        return PartialDateField().get_prep_value(_read(stands))
    return None


def _read(stands: str) -> PartialDate:
    """Return what the words say. Raises DateError where there is not even room for the days."""
    if len(stands) < DAYS_LENGTH:
        raise DateError("not_understood", text=stands)
    return PartialDate.parse(stands[DAYS_LENGTH:])
