"""A database of SQLite: copied as a whole, page by page, as of one moment.

Both ways go through SQLite's online backup (https://www.sqlite.org/backup.html): a copy of the
file alone would miss what stands in its write-ahead log, and a file put in its place would meet
the log of another. The live database may be read and written meanwhile.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic

from diplomacy.registry.models import search_index

from .archive import DATABASE, Archive, BackupFault, Manifest, Table, Writer, pieces
from .contents import Contents
from .site import Site, applied, named_files, named_today

MEMBER = f"{DATABASE}.sqlite3"
PATIENCE = 30  # seconds to wait for somebody who writes


def dump(site: Site, archive: Writer, scratch: Path) -> Contents:
    """Write the database into the archive and return what stands in it."""
    site.connection.ensure_connection()
    path = scratch / MEMBER
    with closing(sqlite3.connect(path)) as copy:
        site.connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # all in one file
        refuse_damaged(copy)
        tables = _tables(copy, site.columns())
        contents = Contents(tables, {}, applied(copy.execute), named_files(copy.execute))
    archive.add(MEMBER, pieces(path))
    path.unlink()
    return contents


def check(archive: Archive, scratch: Path) -> None:
    """Raise BackupFault unless the database of the archive is sound and what is stated."""
    with unpacked(archive, scratch):
        pass


def load(site: Site, archive: Archive, scratch: Path, before_commit: Callable[[], None]) -> None:
    """Write the archive's database over the site's, all or nothing."""
    site.connection.ensure_connection()
    began = monotonic()

    def give_up(status: int, _left: int, _all: int) -> None:
        if (
            status & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            and monotonic() > began + PATIENCE
        ):
            raise BackupFault("Somebody else keeps writing to the database. Stop the site first.")

    with unpacked(archive, scratch) as source:
        before_commit()
        source.backup(site.connection.connection, progress=give_up)
    site.connection.close()


@contextmanager
def unpacked(archive: Archive, scratch: Path) -> Iterator[sqlite3.Connection]:
    """Open the database of the archive, which is sound and what is stated, to be read."""
    path = scratch / MEMBER
    archive.extract(MEMBER, path)
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as source:
            try:
                source.execute("PRAGMA trusted_schema = OFF")
                _refuse_foreign(source, archive.manifest)
                refuse_damaged(source)
            except sqlite3.Error as error:
                raise BackupFault(f"The database of the backup cannot be read: {error}.") from error
            yield source
    finally:
        path.unlink()


def refuse_damaged(database: sqlite3.Connection) -> None:
    """Raise BackupFault unless the database is sound."""
    found = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise BackupFault(f"The database is damaged: {found}.")


def table_of(database: sqlite3.Connection, name: str) -> Table:
    """Return the columns of a table and how many rows it has."""
    quoted = '"' + name.replace('"', '""') + '"'
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({quoted})")]
    return Table(columns, database.execute(f"SELECT count(*) FROM {quoted}").fetchone()[0])


def _refuse_foreign(database: sqlite3.Connection, manifest: Manifest) -> None:
    others = database.execute(
        "SELECT name, sql FROM sqlite_master WHERE type NOT IN ('table', 'index')"
    )
    if not set(others) <= set(search_index.TRIGGERS.items()):
        raise BackupFault("The database of the backup holds views or triggers: it is not ours.")
    stated = (manifest.tables, named_today(manifest.migrations))
    if (_tables(database, manifest.tables), applied(database.execute)) != stated:
        raise BackupFault("The database of the backup is not what the manifest says.")


def _tables(database: sqlite3.Connection, names: Iterable[str]) -> dict[str, Table]:
    return {name: table_of(database, name) for name in names}
