"""How long the move from SQLite to PostgreSQL takes, and how much memory.

    DATABASE_URL=postgresql://… python -m tests.benchmarks.move FILE ROWS

`FILE` is a database of SQLite with the register. A copy of it is filled up to that many rows with
history, and moved into the database of DATABASE_URL, which is migrated and empty.
"""

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

# The widest rows that there are, and no rule between them.
TABLE = "registry_historicalevent"


def rows_in(database: sqlite3.Connection) -> int:
    names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return sum(database.execute(f'SELECT count(*) FROM "{n}"').fetchone()[0] for (n,) in names)


def fill(file: Path, wanted: int) -> int:
    """Copy rows of history until there are as many; return how many there are in all."""
    with closing(sqlite3.connect(file)) as database:
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({TABLE})")]
        same = ", ".join(f'"{name}"' for name in columns if name != "history_id")
        while (missing := wanted - rows_in(database)) > 0:
            database.execute(
                f"INSERT INTO {TABLE} ({same}) SELECT {same} FROM {TABLE} LIMIT {missing}"
            )
        database.commit()
        return rows_in(database)


def main(file: Path, wanted: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(file, folder))
        rows = fill(copy, wanted)
        began = time.monotonic()
        subprocess.run(
            [sys.executable, "manage.py", "move_database", str(copy)],
            env=os.environ,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        seconds = time.monotonic() - began
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        size = copy.stat().st_size
    sys.stdout.write(
        f"{rows} rows, {size / 1e6:.0f} MB: {seconds:.1f} s ({used.ru_utime:.1f} s of the"
        f" processor), {used.ru_maxrss / 1024:.0f} MB of memory at most\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
