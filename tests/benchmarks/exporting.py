"""The published entries as one flat table for a peer: what our lists show of them, well indexed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from .answering import answer_lines

# isort: split
# Django is set up now.
from diplomacy.registry.models import Entry

from .asking import forget
from .pages import HOT, LANGUAGE, key_of

COLUMNS = "id INTEGER PRIMARY KEY, key, kind, type, day, year, city, title, summary"
INDEXES = ("day, id", "kind, day, id", "kind, type, year, day, id", "city, day, id")


def flat_rows() -> Iterator[tuple]:
    """Yield a row for each published entry; a day that is not known is a year with nothing more."""
    shown = Entry.objects.published().order_by("id")
    asked = shown.values_list(
        *("id", "key", "kind", "event__type", "ordering_day", "city_rows__city__key"),
        *(f"{field}_{LANGUAGE}" for field in ("title", "summary")),
    )
    for number, key, kind, what, day, city, title, summary in asked.iterator():
        yield number, key, kind, what, str(day), day.year, city, title, summary


class Exporting:
    def write(self, file: str) -> int:
        """Write the table into a database of SQLite; return how many rows it has."""
        part = Path(file).with_suffix(".part")
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part)) as database:
            database.execute(f"CREATE TABLE entries ({COLUMNS})")
            marks = ", ".join("?" * len(COLUMNS.split(",")))
            database.executemany(f"INSERT OR IGNORE INTO entries VALUES ({marks})", flat_rows())
            for number, index in enumerate(INDEXES):
                database.execute(f"CREATE INDEX entries_{number} ON entries ({index})")
            database.execute("ANALYZE")
            database.commit()
            (rows,) = database.execute("SELECT count(*) FROM entries").fetchone()
        part.rename(file)
        return rows

    def hot(self) -> str:
        """Return the key of the place with the most entries."""
        return key_of(HOT)

    def forget(self) -> None:
        """Leave the site as after a write."""
        forget()


if __name__ == "__main__":
    answer_lines(Exporting())
