"""Rows as CSV and XLSX files that no spreadsheet computes, written in constant memory.

A cell that a spreadsheet could take for a formula is written with an apostrophe before it, which
is taken off on the way back, and only there. Lists are separated by semicolons.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any

from diplomacy.later import Package

openpyxl = Package("openpyxl")

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MARK = "\ufeff"  # of UTF-8, which Excel asks for
EMPTY = '""'  # a cell without anything
LINE_END = "\r\n"
LONGEST = 32_767  # characters that a cell of Excel holds
WIDTH = 22

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# What makes spreadsheets compute, the full-width forms of Asian keyboards among them.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NOT_JOINER = "\u200c"  # in half of all Persian texts, and no sign that is printed
_NUMBER = re.compile(r"-?[0-9]{1,16}(?:\.[0-9]{1,20})?")
_SEPARATING = re.compile(r"[\\;؛；\n]")
_ITEM = re.compile(r"(?:\\.|[^\\;؛；\n])+", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)

Value = str | int | float | Decimal | date | None
Row = list[Value]
Widths = dict[int, int]  # of some columns, counted from 0
Sheet = tuple[str, Iterable[Row]]  # its title, and its rows, the first of which is the headers


def armoured(text: str) -> str:
    """Return the text as a cell that no spreadsheet takes for a formula."""
    if text[:1].isalnum() and (
        text.replace(_NOT_JOINER, "").isprintable() or not CONTROL.search(text)
    ):
        return text  # most are like that, and a download has a hundred million
    text = CONTROL.sub("", text)
    if _NUMBER.fullmatch(text):
        return text
    # Some programs look past spaces.
    looks_so = text.startswith((*_FORMULA, "'")) or text.lstrip().startswith(_FORMULA)
    return f"'{text}" if looks_so else text


def bare(cell: str) -> str:
    """Return the text of a cell: the inverse of `armoured`."""
    stripped = cell[1:]
    return stripped if cell.startswith("'") and armoured(stripped) == cell else cell


def joined(items: Iterable[str]) -> str:
    """Return a list as the text of one cell."""
    found = list(items)
    if _SEPARATING.search("".join(found)):
        found = [_SEPARATING.sub(r"\\\g<0>", item) for item in found]
    return "; ".join(found)


def items(text: str) -> list[str]:
    """Return the list that a cell holds, each item once: the inverse of `joined`."""
    found = (_ESCAPED.sub(r"\1", item.strip()) for item in _ITEM.findall(text))
    return list(dict.fromkeys(filter(None, found)))


def as_csv(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of a CSV file, every text armoured: numbers as such, days as ISO 8601."""
    yield MARK
    for row in rows:
        # A line that is empty would be none.
        yield f"{in_line(row) or EMPTY}{LINE_END}"


def in_line(values: Sequence[Value]) -> str:
    """Return values as they stand beside each other in a line of a CSV file.

    As `csv.writer` of the standard library does it, in a third of its time: of a line, not of each
    cell, is asked whether anything in it has to be quoted.
    """
    texts = [
        # Most cells are nothing, or words that stay as they are: no call for these.
        ""
        if value is None
        else value
        if value.__class__ is str and value[:1].isalnum() and value.isprintable()
        else str(plain(value))
        for value in values
    ]
    line = ",".join(texts)
    if line.count(",") >= len(texts) or '"' in line or "\n" in line or "\r" in line:
        return ",".join([_quoted(text) for text in texts])
    return line


def _quoted(text: str) -> str:
    if "," in text or '"' in text or "\n" in text or "\r" in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def as_xlsx(
    rows: Iterable[Row],
    title: str,
    more: Iterable[Sheet] = (),
    *,
    rtl: bool = False,
    cut: bool = False,
) -> IO[bytes]:
    """Return an XLSX file, open at its start: texts armoured, numbers and days as such.

    A text too long for a cell is left out whole, as an empty cell changes nothing when the file
    comes back; with `cut`, for files that only leave, its beginning is written.
    """
    return workbook(
        ((name, map(_armoured, found)) for name, found in chain([(title, rows)], more)),
        rtl=rtl,
        cut=cut,
    )


def workbook(
    sheets: Iterable[Sheet], *, rtl: bool = False, cut: bool = False, widths: Widths | None = None
) -> IO[bytes]:
    """Return an XLSX file as `as_xlsx` does, its texts as they are: still none is a formula."""
    book = openpyxl.Workbook(write_only=True)
    for title, rows in sheets:
        sheet = book.create_sheet(_sheet_name(title))
        sheet.sheet_view.rightToLeft = rtl
        sheet.freeze_panes = "A2"
        _fill(sheet, rows, widths or {}, cut)
    file = TemporaryFile()  # noqa: SIM115 the answer closes it
    book.save(file)
    file.seek(0)
    return file


def plain(value: Value) -> Value:
    """Return a value as a cell of a CSV file: texts armoured, days as ISO 8601."""
    if isinstance(value, str):
        return armoured(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else value


def _armoured(row: Row) -> Row:
    return [armoured(value) if isinstance(value, str) else value for value in row]


def _fill(sheet: Any, rows: Iterable[Row], widths: Widths, cut: bool) -> None:
    rows = iter(rows)
    first = next(rows)
    for place in range(len(first)):
        letter = openpyxl.utils.get_column_letter(place + 1)
        sheet.column_dimensions[letter].width = widths.get(place, WIDTH)
    bold = openpyxl.styles.Font(bold=True)
    sheet.append([_cell(sheet, value, cut, bold) for value in first])
    for row in rows:
        sheet.append([_cell(sheet, value, cut) for value in row])


def _cell(sheet: Any, value: Value, cut: bool, font: Any = None) -> object:
    if isinstance(value, str):
        value = _fitting(CONTROL.sub("", value), cut) or None
    doubtful = isinstance(value, str) and value[0] in "=#"  # a formula, the name of a fault
    if not doubtful and not font:
        return value
    cell = openpyxl.cell.WriteOnlyCell(sheet, value)
    if doubtful:
        cell.data_type = "s"
    if font:
        cell.font = font
    return cell


def _fitting(text: str, cut: bool) -> str:
    if len(text) <= LONGEST:
        return text
    return f"{text[: LONGEST - 1]}…" if cut else ""


def _sheet_name(title: str) -> str:
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in title)[:31]
