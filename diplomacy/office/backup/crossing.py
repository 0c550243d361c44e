"""A database of SQLite written into one of PostgreSQL, all or nothing, and compared afterwards."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from psycopg import Cursor, sql

from . import postgresql
from .archive import Archive, BackupFault, Table
from .cells import Cell, Column, Tally, cell_of
from .documents import stored
from .site import MIGRATIONS, Say, Site, applied, named_files
from .sqlite import refuse_damaged, table_of, unpacked

FAULTS_TOLD = 20
SAID_EVERY = 100_000  # rows
READ_AT_ONCE = 2_000
PATIENCE = 10  # seconds to wait for somebody who writes
FILLED = """
    SELECT table_name, column_name, data_type, character_maximum_length, numeric_precision,
        numeric_scale
    FROM information_schema.columns WHERE table_schema = current_schema()
"""


class Sum(NamedTuple):
    rows: int
    checksum: str


class Read(NamedTuple):
    """A database of SQLite, how each table is read, and what stands there."""

    source: sqlite3.Connection
    cells: dict[str, list[Cell]]
    sums: dict[str, Sum]


def move(path: Path, site: Site, say: Say, only_look: bool = False) -> dict[str, Sum]:
    """Write the database in the file `path` into the site's; return what went over.

    Nobody else can write to the file meanwhile, and it is left as it was. Raises BackupFault, and
    then nothing has changed; also where the site holds anything, or has other migrations.
    """
    _refuse_other_engine(site)
    with _held(path) as source:
        refuse_damaged(source)
        names = _tables(source)
        if MIGRATIONS not in names:
            raise BackupFault(f"{path} is no database of this program.")
        tables = {name: table_of(source, name) for name in names if name in site.columns()}
        site.refuse_other_state(applied(source.execute), tables, "The file")
        if site.has_data():
            raise BackupFault("The database is not empty. Make a new one, and run `migrate`.")
        for name in sorted(named_files(source.execute) - stored(site.documents).keys()):
            say(f"Warning: a record names the document {name}, which is not in {site.documents}.")
        read = _examined(source, cells_of(site, tables), say)
        if not only_look:
            with postgresql.rewriting(site, list(tables), only_empty=True) as cursor:
                _fill(cursor, site, read, say)
    return read.sums


def load(
    site: Site, archive: Archive, scratch: Path, before_commit: Callable[[], None], say: Say
) -> None:
    """Write the archive of a SQLite database in place of the site's rows, all or nothing."""
    with unpacked(archive, scratch) as source:
        read = _examined(source, cells_of(site, archive.manifest.tables), say)
        with postgresql.rewriting(site, list(read.cells), before_commit) as cursor:
            _fill(cursor, site, read, say)


def cells_of(site: Site, tables: dict[str, Table]) -> dict[str, list[Cell]]:
    """Return how each column of the tables is read, in the order of the source."""
    known: dict[str, dict[str, Column]] = {}
    with site.connection.cursor() as cursor:
        cursor.execute(FILLED)
        for table, *column in cursor.fetchall():
            known.setdefault(table, {})[column[0]] = Column(*column)
    return {
        name: [cell_of(name, known[name][column]) for column in table.columns]
        for name, table in tables.items()
    }


def sums_of(site: Site, cells: dict[str, list[Cell]]) -> dict[str, Sum]:
    """Return what stands in each table of the site; within a transaction."""
    return {name: _sum_of(site, name, columns) for name, columns in cells.items()}


@contextmanager
def _held(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the database in the file; nobody can write to it until it is closed."""
    if not path.is_file():
        raise BackupFault(f"There is no file {path}.")
    uri = f"{path.resolve().as_uri()}?mode=rw"
    try:
        with closing(
            sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None)
        ) as source:
            source.execute("BEGIN IMMEDIATE")
            yield source
            source.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            raise BackupFault(f"Somebody writes to {path}. Stop the site first.") from error
        raise BackupFault(f"{path} cannot be read: {error}.") from error
    except sqlite3.Error as error:
        raise BackupFault(f"{path} cannot be read: {error}.") from error


def _refuse_other_engine(site: Site) -> None:
    if site.engine != "postgresql":
        raise BackupFault(
            f"DATABASE_URL leads to {site.engine}. Set it to the PostgreSQL that is to be filled."
        )


def _tables(source: sqlite3.Connection) -> list[str]:
    found = source.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")
    return [name for (name,) in found]


def _examined(source: sqlite3.Connection, cells: dict[str, list[Cell]], say: Say) -> Read:
    """Read all and sum it up; raise BackupFault with what PostgreSQL would not take."""
    # What is no UTF-8 is told by its place, as everything else.
    source.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    faults = _dangling(source)
    sums = {}
    for name, columns in cells.items():
        tally = Tally(columns)
        for row in _rows(source, name, columns, faults):
            if len(faults) >= FAULTS_TOLD:
                break
            tally.add(row)
        sums[name] = Sum(tally.rows, tally.checksum)
    if faults:
        more = ["(there may be more)"] if len(faults) >= FAULTS_TOLD else []
        raise BackupFault(
            "\n".join(
                ["PostgreSQL does not take the following. Mend it on SQLite:", *faults, *more]
            )
        )
    say(f"Read {sum(each.rows for each in sums.values())} rows of {len(sums)} tables; all fit")
    return Read(source, cells, sums)


def _dangling(source: sqlite3.Connection) -> list[str]:
    """Return the rows that name one that is not there."""
    return [
        f"{table}, row {row}: names a row of {other} that is not there."
        for table, row, other, _number in islice(
            source.execute("PRAGMA foreign_key_check"), FAULTS_TOLD
        )
    ]


def _rows(
    source: sqlite3.Connection, name: str, cells: list[Cell], faults: list[str]
) -> Iterator[list[object]]:
    """Yield the rows of a table as PostgreSQL is given them; add to `faults` what is amiss."""
    listed = ", ".join(f'"{cell.name}"' for cell in cells)
    for number, *values in source.execute(f'SELECT {_key(source, name)}, {listed} FROM "{name}"'):
        row: list[object] = []
        for cell, value in zip(cells, values, strict=True):
            try:
                row.append(None if value is None else cell.taken(value))
            except ValueError as error:
                faults.append(f"{name}, row {number}, {cell.name}: {error}.")
                row.append(None)
        yield row


def _key(source: sqlite3.Connection, name: str) -> str:
    """Return the column that people know a row of the table by."""
    columns = source.execute(f'PRAGMA table_info("{name}")')
    return next((f'"{column[1]}"' for column in columns if column[5]), "rowid")


def _fill(cursor: Cursor, site: Site, read: Read, say: Say) -> None:
    """Write all into the tables, which are empty; read it back and compare."""
    for name, cells in read.cells.items():
        _copy_in(cursor, name, cells, _said(_rows(read.source, name, cells, []), name, say))
    postgresql.number(cursor, _next_numbers(site, read.source))
    found = sums_of(site, read.cells)
    for name, stated in read.sums.items():
        if found[name] != stated:
            raise BackupFault(f"{name} is not the same on both sides.")
        if stated.rows:
            say(f"{name}: {stated.rows} rows, checksum {stated.checksum[:16]} on both sides")


def _said(rows: Iterable[list[object]], name: str, say: Say) -> Iterator[list[object]]:
    for count, row in enumerate(rows, 1):
        if count % SAID_EVERY == 0:
            say(f"{name}: {count} rows so far")
        yield row


def _copy_in(cursor: Cursor, name: str, cells: list[Cell], rows: Iterable[list[object]]) -> None:
    columns = [cell.name for cell in cells]
    with cursor.copy(postgresql.copy_statement(name, columns, "FROM STDIN")) as into:
        for row in rows:
            into.write_row(row)


def _next_numbers(site: Site, source: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """Yield each sequence and the number of its next row: none that was ever given on SQLite."""
    given = dict(source.execute("SELECT name, seq FROM sqlite_sequence"))
    for told, sequence in list(postgresql.numbered(site)):
        table, column = told.split(".")
        [most] = source.execute(f'SELECT max("{column}") FROM "{table}"').fetchone()
        yield sequence, max(given.get(table, 0), most or 0) + 1


def _sum_of(site: Site, name: str, cells: list[Cell]) -> Sum:
    """Read a table back, a few thousand rows at a time."""
    listed = sql.SQL(", ").join(sql.Identifier(cell.name) for cell in cells)
    tally = Tally(cells)
    with site.connection.connection.cursor(name="read_back") as cursor:
        cursor.itersize = READ_AT_ONCE
        for row in cursor.execute(
            sql.SQL("SELECT {} FROM {}").format(listed, sql.Identifier(name))
        ):
            tally.add(row)
    return Sum(tally.rows, tally.checksum)
