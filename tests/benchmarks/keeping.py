"""What it takes to look after a large register: to check what is derived, to back up, to restore.

    python -m tests.benchmarks.keeping [--rows 1000000] [--database sqlite]

On a database of made-up records: `verify_derived` (P16), then the drill of docs/backup.md (P20):
a backup, an empty site, the backup restored there, its first page. Tables are compared row by row.
One at a time: whatever the database, documents are restored into the same folder.
"""

import argparse
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from .databases import ROOT, Databases, environment
from .machine import machine
from .options import ENGINES

_FIRST_PAGE = (
    "import django; django.setup()\n"
    "from tests.benchmarks.asking import ask\n"
    "raise SystemExit(ask('/fa/').status != 200)"
)
# Each table with a number that changes with any of its rows, in whatever order they stand.
# When migrations ran is each database's own; the index of the search is made of the entries.
_TABLES = {
    "sqlite": (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND name NOT LIKE '%trigrams%' AND name <> 'django_migrations'"
    ),
    "postgresql": (
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        " AND tablename <> 'django_migrations'"
    ),
}
_SUM = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM {} t"


def on(engine: str, rows: int) -> Iterator[tuple[str, float]]:
    """Yield what was done and the seconds that it took."""
    address = Databases(engine, _say).of(rows)
    yield "verify_derived", _manage(address, "verify_derived")
    with tempfile.TemporaryDirectory(prefix="register-drill-") as folder:
        yield "backup", _manage(address, "backup", "--to", folder)
        [backup] = Path(folder).glob("register-*.zip")
        _say(f"{engine}: the backup has {backup.stat().st_size / 1e6:,.0f} MB")
        with _empty(address, Path(folder)) as other:
            yield "migrate", _manage(other, "migrate", "--verbosity=0")
            yield "restore", _manage(other, "restore", str(backup), "--yes")
            yield "first page", _run(other, "-c", _FIRST_PAGE)
            if (held := _rows_of(address)) != _rows_of(other):
                raise SystemExit(f"{engine}: what was restored is not what was backed up.")
            _say(f"{engine}: {sum(held.values()):,} rows of {len(held)} tables are the same")


def _manage(address: str, *arguments: str) -> float:
    return _run(address, "manage.py", *arguments)


def _run(address: str, *arguments: str) -> float:
    """Return the seconds that it took. Raises CalledProcessError where it says that it failed."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(address),
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - began


@contextmanager
def _empty(address: str, folder: Path) -> Iterator[str]:
    """Yield the address of a database that holds nothing, and is gone afterwards."""
    if address.startswith("sqlite"):
        yield f"sqlite:///{folder / 'restored.sqlite3'}"
        return
    name = sql.Identifier("bench_restored")
    with closing(psycopg.connect(address, autocommit=True)) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        server.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            yield urlunsplit(urlsplit(address)._replace(path="/bench_restored"))
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def _rows_of(address: str) -> dict[tuple[str, int], int]:
    """Return how many rows each table has, by its name and the sum of what stands in them."""
    if address.startswith("sqlite"):
        with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as database:
            sums = {name: _summed(database, name) for name in _names(database, "sqlite")}
    else:
        with closing(psycopg.connect(address)) as database:
            sums = {
                name: database.execute(_SUM.format(name)).fetchone()
                for name in _names(database, "postgresql")
            }
    return {(name, int(total)): rows for name, (rows, total) in sums.items()}


def _names(database: sqlite3.Connection | psycopg.Connection, engine: str) -> list[str]:
    return [name for (name,) in database.execute(_TABLES[engine]).fetchall()]


def _summed(database: sqlite3.Connection, table: str) -> tuple[int, int]:
    rows = total = 0
    for rows, row in enumerate(database.execute(f'SELECT * FROM "{table}"'), 1):  # noqa: B007
        total += hash(row)  # the same within one process
    return rows, total


def _say(told: str) -> None:
    sys.stderr.write(f"{told}\n")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--database", choices=ENGINES)
    options = asked.parse_args()
    sys.stdout.write(f"{options.rows:,} entries; {machine()}\n")
    for engine in [options.database] if options.database else ENGINES:
        for what, seconds in on(engine, options.rows):
            sys.stdout.write(f"{engine:12}{what:16}{seconds:8.1f} s\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
