"""Records and templates as CSV and XLSX, cell by cell as `cells` reads them back."""

import csv
from collections.abc import Iterable, Iterator
from itertools import chain
from tempfile import TemporaryFile
from typing import IO

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from diplomacy.registry.codec import model_of, struct_of, to_struct, with_rows

from .cells import armoured
from .columns import FOR_RECORDERS, Column, columns_of

# Every noun whose list may leave as a table.
EXPORTED = (
    "cities", "ties", "agreements", "delegations", "events", "commitments", "people",
    "organisations", "sources",
)  # fmt: skip
LONGEST = 32_767  # characters that a cell of Excel holds
CHUNK = 500  # records read at a time
WIDTH = 22

Row = list[str]


class _Echo:
    """What the CSV writer writes to; it hands the line back."""

    def write(self, line: str) -> str:
        return line


def shown_columns(noun: str, user: AbstractBaseUser) -> list[Column]:
    """Return the columns that `user` may see: contact details only who writes to people."""
    may_write = user.has_perm(f"registry.change_{model_of(noun)._meta.model_name}")
    return [one for one in columns_of(noun) if may_write or one.slot.name not in FOR_RECORDERS]


def headers(columns: Iterable[Column], in_words: bool) -> Row:
    """Return the first row: in the language of the page, or as the codec names the fields."""
    return [one.label if in_words else one.name for one in columns]


def records(noun: str, columns: list[Column]) -> Iterator[Row]:
    """Yield a row for each record of a noun, by key, draft copies left out."""
    found = model_of(noun).objects.all()
    if hasattr(found, "originals"):
        found = found.originals()
    found = with_rows(found, struct_of(noun)).order_by("key")
    for record in found.iterator(chunk_size=CHUNK):
        struct = to_struct(record)
        yield [armoured(column.text_of(struct)) for column in columns]


def as_csv(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of a CSV file, its mark of UTF-8 first, which Excel asks for."""
    yield "\ufeff"
    writer = csv.writer(_Echo())
    for row in rows:
        yield writer.writerow(row)


def as_xlsx(rows: Iterable[Row], title: str, explained: Iterable[Row] = ()) -> IO[bytes]:
    """Return an XLSX file, open at its start. Every cell is text, so that nothing is computed."""
    book = Workbook(write_only=True)
    _fill(book.create_sheet(_sheet_name(title)), rows)
    if explained := list(explained):
        _fill(book.create_sheet(_sheet_name(_("Explanation"))), explained)
    file = TemporaryFile()  # noqa: SIM115 the answer closes it
    book.save(file)
    file.seek(0)
    return file


def template(noun: str, in_words: bool) -> tuple[Row, list[Row]]:
    """Return the headers of an empty table, and what is to stand below each."""
    columns = [one for one in columns_of(noun) if one.settable]
    explained = [[_("Column"), _("Name of the field"), _("What to write")]]
    explained += [[one.label, one.name, one.meaning] for one in columns]
    return headers(columns, in_words), explained


def _fill(sheet: Worksheet, rows: Iterable[Row]) -> None:
    rows = iter(rows)
    first = next(rows)
    for place in range(1, len(first) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTH
    sheet.freeze_panes = "A2"
    bold = Font(bold=True)
    for row, font in chain([(first, bold)], ((row, None) for row in rows)):
        sheet.append([_cell(sheet, text, font) for text in row])


def _cell(sheet: Worksheet, text: str, font: Font | None) -> WriteOnlyCell:
    # A text too long for a cell is left out whole: an empty cell changes nothing on the way back.
    cell = WriteOnlyCell(sheet, text if len(text) <= LONGEST else None)
    if cell.value is not None:
        cell.data_type = "s"
    if font:
        cell.font = font
    return cell


def _sheet_name(title: str) -> str:
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in title)[:31]
