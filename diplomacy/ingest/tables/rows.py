"""One row of a table laid over what is recorded: the Struct that it asks for, or its faults."""

import re
from typing import Any

import msgspec
from django.utils.translation import gettext as _
from msgspec import Struct, field

from diplomacy.registry.codec import digest, struct_of
from diplomacy.registry.models.base import new_key
from diplomacy.tables import bare, items

from .cells import CLEARED, CellFault, refuse_garbage, scalar
from .columns import Column, Roll, columns_of
from .names import Names

_COMMA = re.compile("[,،，、]")
_NAMES = ("name", "title")  # the words that a record cannot be without


class RowFault(Struct, frozen=True):
    """What is wrong with a row: under which header, what stands there, why, what to do."""

    reason: str
    column: str = ""
    cell: str = ""


class Given(Struct):
    """The cells of a row by column: a value as plain data, or None where it is to be emptied."""

    number: int
    values: dict[Column, Any] = field(default_factory=dict)
    faults: list[RowFault] = field(default_factory=list)
    cells: dict[str, str] = field(default_factory=dict)  # by the column's name, for messages

    @property
    def key(self) -> str:
        return next((value for one, value in self.values.items() if one.name == "key"), "") or ""

    def names(self) -> list[str]:
        """Return the names or titles that the row gives."""
        return [
            value
            for one, value in self.values.items()
            if value and not one.group and one.slot.name in (*_NAMES, "own_name")
        ]

    def fault(self, column: str, reason: str, label: str = "") -> RowFault:
        """Note a fault in a column, by its name ("" for the whole row)."""
        found = RowFault(reason, label, self.cells.get(column, ""))
        self.faults.append(found)
        return found


def read_row(
    number: int, cells: list[str], columns: list[Column | None], names: Names
) -> Given | None:
    """Return what a row gives, with a fault for each cell that cannot be; None for an empty row."""
    given = Given(number)
    for place, cell in enumerate(cells):
        column = columns[place] if place < len(columns) else None
        if place >= len(columns) and cell:
            given.faults.append(
                RowFault(_("A value stands beyond the last header. Remove it."), "", cell)
            )
        if column is None or not cell:
            continue
        given.cells[column.name] = cell
        try:
            refuse_garbage(cell)
            given.values[column] = None if cell == CLEARED else _value(column, bare(cell), names)
        except CellFault as error:
            given.fault(column.name, str(error), column.label)
    return given if given.cells or given.faults else None


def _value(column: Column, text: str, names: Names) -> Any:
    slot = column.slot
    if column.lists:
        found = items(text)
        return [_named(slot.noun, item, names) for item in found] if slot.noun else found
    return names.find(slot.noun, text) if slot.role == "key" else scalar(slot, text)


def _named(noun: str, item: str, names: Names) -> str:
    try:
        return names.find(noun, item)
    except CellFault as error:
        if not _COMMA.search(item):
            raise
        hint = _("If these are several, separate them by semicolons.")
        raise CellFault(f"{error} {hint}") from error


def laid_over(noun: str, given: Given, before: Any | None) -> Any | None:
    """Return the Struct that a row asks for; None, with its faults, where it asks for none.

    What the row does not give stays as it is; a new entry is a draft.
    """
    data = {"key": given.key or new_key()} if before is None else msgspec.to_builtins(before)
    for column, value in given.values.items():
        if column.name == "key":
            continue
        if column.roll:
            rows = data.get(column.roll.rows, [])
            data[column.roll.rows] = _listed(column.roll, rows, value or [])
        elif column.group:
            _set_in_group(data, column, value, given)
        else:
            _set(data, column, value)
    try:
        after = msgspec.convert(data, struct_of(noun))
    except msgspec.ValidationError as error:  # something required is missing
        _demand(noun, data, given)
        if not given.faults:
            given.fault("", str(error))
        return None
    if before is None or digest(after) != digest(before):  # else it lacked it before
        _demand(noun, data, given)
    return None if given.faults else after


def _set(data: dict[str, Any], column: Column, value: Any) -> None:
    name = column.slot.name
    if column.language:
        data.setdefault(name, {})[column.language] = value or ""
    elif value is None:
        data.pop(name, None)
    else:
        data[name] = value


def _set_in_group(data: dict[str, Any], column: Column, value: Any, given: Given) -> None:
    rows = data.setdefault(column.group, [])
    if column.place > len(rows):
        given.fault(column.name, _("Fill the office before this one first."), column.label)
        return
    if column.place == len(rows):
        rows.append({})
    _set(rows[column.place], column, value)


def _listed(roll: Roll, rows: list[dict], wanted: list[str]) -> list[dict]:
    """Return the rows with those that a roll governs as wanted; a row that stays keeps the rest."""
    stays = [row for row in rows if not roll.governs(row) or row[roll.names] in wanted]
    have = {row[roll.names] for row in stays if roll.governs(row)}
    new = [dict(roll.fixed) | {roll.names: one} for one in wanted if one not in have]
    return stays + new


def _demand(noun: str, data: dict[str, Any], given: Given) -> None:
    """Note what a record cannot be without."""
    missing = _("This is missing. Fill it in.")
    for column in columns_of(noun):
        slot, holder = column.slot, data
        if column.roll or (column.language and column.language != "fa"):
            continue
        if column.group:
            rows = data.get(column.group, [])
            if column.place >= len(rows):
                continue
            holder = rows[column.place]
        value = holder.get(slot.name)
        if column.language:
            needed = slot.required or slot.name in _NAMES
            own = slot.name == "name" and data.get("own_name")
            if needed and not own and not any((value or {}).values()):
                reason = _("Give it in one language at least.")
                given.fault(column.name, reason, column.label)
        elif slot.required and not value:
            given.fault(column.name, missing, column.label)
