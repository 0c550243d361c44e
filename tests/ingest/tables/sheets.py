"""Tables as staff make them: CSV and XLSX files with made-up rows."""

import csv
import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from diplomacy.accounts.models import User
from diplomacy.ingest.models import Batch
from diplomacy.ingest.tables.columns import guess
from diplomacy.ingest.tables.comparing import compare
from diplomacy.ingest.tables.importing import bring_in, open_batch, table_of
from diplomacy.ingest.tables.lines import Comparison
from diplomacy.ingest.tables.reading import Table, read_table


def staff(role: str = "recorder", name: str = "") -> User:
    """Return a member of staff with this role."""
    name = name or role
    return User.objects.filter(username=name).first() or User.objects.create_user(
        name, password="a long test password", role=role, language="en"
    )


def csv_file(*rows: list, name: str = "table.csv", **options) -> SimpleUploadedFile:
    """Return a CSV file in UTF-8 with these rows, the first being the headers."""
    text = io.StringIO(newline="")
    csv.writer(text, **options).writerows(rows)
    return SimpleUploadedFile(name, text.getvalue().encode())


def xlsx_file(*rows: list, name: str = "table.xlsx") -> SimpleUploadedFile:
    """Return an XLSX file whose first sheet has these rows."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile(name, file.getvalue())


def with_part(file: SimpleUploadedFile, part: str, text: bytes) -> SimpleUploadedFile:
    """Return an XLSX file with one part of its archive put in the place of another."""
    made = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), part]):
            new.writestr(name, text if name == part else old.read(name))
    return SimpleUploadedFile("table.xlsx", made.getvalue())


def opened(noun: str, *rows: list, by: User | None = None) -> Batch:
    """Return a table of these rows, its columns guessed, as it waits to be brought in."""
    table = read_table(csv_file(*rows))
    batch = open_batch(noun, table, "table.csv", by or staff())
    batch.columns = guess(noun, table.headers)
    batch.save()
    return batch


def compared(noun: str, *rows: list, by: User | None = None) -> Comparison:
    """Return what a table of these rows would do."""
    table = read_table(csv_file(*rows))
    return compare(noun, table, guess(noun, table.headers), by or staff())


def looked_at(batch: Batch) -> Comparison:
    return compare(batch.noun, table_of(batch), batch.columns, batch.by)


def imported(noun: str, *rows: list, by: User | None = None, doubtful: bool = False) -> Batch:
    """Bring a table in: all its new and changed rows, and the doubtful ones if told."""
    batch = opened(noun, *rows, by=by)
    found = looked_at(batch)
    assert reasons(found) == []
    wanted = ("new", "changed", "doubtful") if doubtful else ("new", "changed")
    chosen = {line.number for line in found.lines if line.state in wanted}
    return bring_in(batch, chosen, found.mark, batch.by)


def states(found: Comparison) -> list[str]:
    return [line.state.value for line in found.lines]


def reasons(found: Comparison) -> list[str]:
    """Return "column: reason" of every fault."""
    return [f"{fault.column}: {fault.reason}" for line in found.lines for fault in line.faults]


def rows_of(table: Table) -> list[list[str]]:
    return [cells for _number, cells in table.rows]
