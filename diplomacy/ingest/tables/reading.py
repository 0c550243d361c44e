"""A file of staff as a table of texts. Its size is refused before anything is parsed."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from msgspec import Struct, field

from diplomacy.calendars import number
from diplomacy.later import Package
from diplomacy.registry.date_words import active_language

openpyxl = Package("openpyxl")

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 60 * 1024 * 1024  # a sheet of 5,000 rows and 100 columns of words has about 40 MB
MAX_PARTS = 200
MAX_ROWS = 5000
MAX_COLUMNS = 100
MAX_BLANK = 50_000  # rows that were formatted and never filled

_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OTHER_TEXT = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DELIMITERS = (",", ";", "\t")


class Unreadable(Exception):
    """The file is no table that can be read; the message says what to do."""


class Table(Struct):
    """The headers, and each filled row: its number in the file and its cells, as texts."""

    headers: list[str]
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def read_table(upload: UploadedFile) -> Table:
    """Return what the first sheet of an XLSX file, or a CSV file, holds. Raises Unreadable."""
    if upload.size > MAX_BYTES:
        size = _count(MAX_BYTES // 1024 // 1024)
        raise Unreadable(_("The file is larger than %(size)s MB. Split it.") % {"size": size})
    data = upload.read(MAX_BYTES + 1)
    if data.startswith(_ZIP):
        return _table(_sheet_rows(data))
    if data.startswith(_OLD_EXCEL):
        raise Unreadable(_("This is an old or locked Excel file. Save it as .xlsx, unlocked."))
    return _table(_csv_rows(data))


def _table(rows: Iterable[list[str]]) -> Table:
    table, blank = None, 0
    for place, cells in enumerate(rows, start=1):
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            blank += 1
            if blank > MAX_BLANK:
                raise Unreadable(_too_many_rows())
            continue
        if any("\0" in cell for cell in cells):
            raise Unreadable(_("The file holds signs that are no text. Save it anew."))
        if table is None:
            table = Table(_headers(cells))
        else:
            table.rows.append((place, cells))
            if len(table.rows) > MAX_ROWS:
                raise Unreadable(_too_many_rows())
    if table is None or not table.rows:
        raise Unreadable(_("The table holds no rows below its headers."))
    return table


def _headers(cells: list[str]) -> list[str]:
    if len(cells) > MAX_COLUMNS:
        raise Unreadable(_too_many_columns())
    return [" ".join(cell.split()) for cell in cells]


def _too_many_rows() -> str:
    limit = {"limit": _count(MAX_ROWS)}
    return _("A table has at most %(limit)s rows. Split it, and remove empty rows.") % limit


def _too_many_columns() -> str:
    limit = {"limit": _count(MAX_COLUMNS)}
    return _("A table has at most %(limit)s columns. Remove some.") % limit


def _count(value: int) -> str:
    return number(value, active_language())


def _csv_rows(data: bytes) -> Iterator[list[str]]:
    if data.startswith(_OTHER_TEXT) or b"\0" in data:
        raise Unreadable(_("This is neither an XLSX file nor a CSV file in UTF-8."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = _("The letters are not stored as UTF-8. Save it as “CSV UTF-8” or as .xlsx.")
        raise Unreadable(reason) from error
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            if len(row) > MAX_COLUMNS * 10:
                raise Unreadable(_too_many_columns())
            yield [cell.strip() for cell in row]
    except csv.Error as error:
        reason = _("The CSV file is broken: a quotation mark is not closed, or a cell is too long.")
        raise Unreadable(reason) from error


def _sheet_rows(data: bytes) -> Iterator[list[str]]:
    _refuse_bomb(data)
    broken = _("The Excel file cannot be read. Open it and save it as .xlsx again.")
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False, rich_text=False
        )
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file declares of itself counts for nothing
        limits = {"max_row": MAX_ROWS + MAX_BLANK + 2, "max_col": MAX_COLUMNS + 1}
        rows = sheet.iter_rows(values_only=True, **limits)
        for row in rows:
            yield [_text(value) for value in row]
    except Exception as error:  # openpyxl meets a broken file with almost any exception
        raise Unreadable(broken) from error


def _refuse_bomb(data: bytes) -> None:
    """Refuse an archive that unpacks to more than a table needs, by its word and in fact."""
    too_much = Unreadable(_("The Excel file unpacks to more than a table needs. Split it."))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if "xl/workbook.xml" not in archive.namelist():
                raise Unreadable(_("This is neither an XLSX file nor a CSV file in UTF-8."))
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise too_much
            unpacked = 0
            for part in parts:
                with archive.open(part) as file:
                    while chunk := file.read(1 << 20):
                        unpacked += len(chunk)
                        if unpacked > MAX_UNPACKED:
                            raise too_much
    except Unreadable:
        raise
    except Exception as error:  # zipfile, zlib and lzma each raise their own
        raise Unreadable(_("The Excel file is damaged or locked with a password.")) from error


def _text(value: object) -> str:
    """Return a cell as text: a day as 2024-09-25, a number without an idle fraction."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
        case date():
            return value.isoformat()
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
    return str(value).strip()
