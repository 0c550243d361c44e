"""A database of PostgreSQL: every table as COPY writes it, all as of one moment.

No program is needed beside Python, and any version reads what another wrote. The text is made
under fixed settings, so that it does not depend on those of the server.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg import Cursor, errors, sql

from .archive import DATABASE, Archive, BackupFault, Table, Writer
from .contents import Contents
from .site import Site, applied, named_files

FIXED = {"client_encoding": "UTF8", "DateStyle": "ISO, YMD", "TimeZone": "UTC"}
PATIENCE = "30s"  # to wait for others who use the tables


def dump(site: Site, archive: Writer, scratch: Path) -> Contents:
    """Write the database into the archive and return what stands in it. Nobody has to wait."""
    with _transaction(site, "REPEATABLE READ, READ ONLY") as cursor:
        tables = {
            name: Table(columns, _copy_out(cursor, archive, name, columns))
            for name, columns in site.columns().items()
        }
        return Contents(
            tables, _next_ids(site, cursor), applied(cursor.execute), named_files(cursor.execute)
        )


def check(archive: Archive, scratch: Path) -> None:
    """Raise BackupFault unless every table has the rows that are stated: one in each line."""
    for name, table in archive.manifest.tables.items():
        if _member(name) not in archive.manifest.members:
            raise BackupFault(f"The backup lacks the rows of {name}.")
        lines = sum(chunk.count(b"\n") for chunk in archive.chunks(_member(name)))
        if lines != table.rows:
            raise BackupFault(f"The backup has {lines} rows of {name}, not {table.rows} as stated.")


def load(site: Site, archive: Archive, scratch: Path, before_commit: Callable[[], None]) -> None:
    """Write the archive's rows in place of the site's, all or nothing."""
    tables = archive.manifest.tables
    with rewriting(site, list(tables), before_commit) as cursor:
        for name, table in tables.items():
            _copy_in(cursor, archive, name, table)
        number(cursor, _sequences(site, archive))


@contextmanager
def rewriting(
    site: Site,
    tables: list[str],
    before_commit: Callable[[], None] = lambda: None,
    only_empty: bool = False,
) -> Iterator[Cursor]:
    """Empty the tables for the block to fill; all that it does is stored at its end, or nothing.

    With `only_empty` raises BackupFault where somebody has filled one.
    """
    names = sql.SQL(", ").join(map(sql.Identifier, tables))
    try:
        with _transaction(site, "READ COMMITTED") as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            cursor.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(names))
            if only_empty and site.has_data():
                raise BackupFault("The database is not empty any more. Stop the site first.")
            cursor.execute(sql.SQL("TRUNCATE {}").format(names))
            yield cursor
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            # Else it plans by guesswork until it looks by itself.
            cursor.execute(sql.SQL("ANALYZE {}").format(names))
            before_commit()
    except errors.LockNotAvailable as error:
        raise BackupFault("Others are using the database. Stop the site first.") from error


def number(cursor: Cursor, sequences: Iterable[tuple[str, int]]) -> None:
    """Have each sequence give its number next."""
    for sequence, following in sequences:
        # Unlike setval() it is undone with the transaction.
        restart = sql.SQL("ALTER SEQUENCE {} RESTART WITH {}")
        cursor.execute(restart.format(sql.Identifier(sequence), sql.Literal(following)))


def copy_statement(name: str, columns: list[str], way: str) -> sql.Composed:
    """Return COPY of these columns, `way` TO STDOUT or FROM STDIN."""
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL(f"COPY {{}} ({{}}) {way}").format(sql.Identifier(name), listed)


def numbered(site: Site) -> Iterator[tuple[str, str]]:
    """Yield each column that numbers its rows, as table.column, and its sequence."""
    with site.connection.cursor() as cursor:
        for table in site.columns():
            for found in site.connection.introspection.get_sequences(cursor, table):
                yield f"{table}.{found['column']}", found["name"]


@contextmanager
def _transaction(site: Site, kind: str) -> Iterator[Cursor]:
    site.connection.ensure_connection()
    plain = site.connection.connection
    with plain.transaction(), plain.cursor() as cursor:
        cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {kind}")
        for name, value in FIXED.items():
            cursor.execute(f"SET LOCAL {name} = '{value}'")
        yield cursor


def _member(table: str) -> str:
    return f"{DATABASE}/{table}.copy"


def _copy_out(cursor: Cursor, archive: Writer, name: str, columns: list[str]) -> int:
    with cursor.copy(copy_statement(name, columns, "TO STDOUT")) as rows:
        archive.add(_member(name), rows)
    return cursor.rowcount


def _copy_in(cursor: Cursor, archive: Archive, name: str, table: Table) -> None:
    with cursor.copy(copy_statement(name, table.columns, "FROM STDIN")) as rows:
        for chunk in archive.chunks(_member(name)):
            rows.write(chunk)
    if cursor.rowcount != table.rows:
        raise BackupFault(f"{cursor.rowcount} rows of {name} came, not {table.rows} as stated.")


def _next_ids(site: Site, cursor: Cursor) -> dict[str, int]:
    """Return the next number of each column; later than the rows seen, so never one of theirs."""
    question = sql.SQL("SELECT last_value + CASE WHEN is_called THEN 1 ELSE 0 END FROM {}")
    return {
        column: cursor.execute(question.format(sql.Identifier(sequence))).fetchone()[0]
        for column, sequence in list(numbered(site))
    }


def _sequences(site: Site, archive: Archive) -> list[tuple[str, int]]:
    here, stated = dict(numbered(site)), archive.manifest.next_ids
    if here.keys() != stated.keys():
        raise BackupFault("The backup numbers other columns than this database does.")
    return [(sequence, stated[column]) for column, sequence in here.items()]
