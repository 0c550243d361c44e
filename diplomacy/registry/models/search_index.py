"""The index of the search texts of entries: three letters side by side lead to who holds them.

PostgreSQL has one for each kind (`pg_trgm`), SQLite a table that triggers keep in step, whoever
writes (record 61). Where neither can be had, a search is as right and reads every entry.
"""

from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from .searching import END

KINDS = ("agreement", "delegation", "event", "commitment", "restriction")
STATES = ("draft", "in_review", "withdrawn", "published")
TABLE = "registry_entry_trigrams"
_ENTRY = "registry_entry"

# A row's number there is its place among all: state, kind, day, entry. So the newest of a kind
# come first without being sorted. The bits: 2, 3, 22 and 30.
_ID, _DAY, _KIND = 30, 22, 3
ID_MASK = (1 << _ID) - 1
_FIRST_DAY = "1721425.5"  # the Julian day of 0001-01-01
# Entries with a last day in another month than their first: few, and far from their ordering day.
LASTING = (
    '"end" <> \'0001-01-01/9999-12-31 \' AND (substr("end", 12, 7) <> substr(start, 1, 7)'
    " OR substr(start, 12, 7) <> substr(start, 1, 7))"
)
LASTING_INDEX = (
    f"CREATE INDEX entry_of_several_months ON {_ENTRY} (kind, substr(start, 1, 10), id)"
    f" WHERE {LASTING}"
)
# Three letters that stand in every search text.
EVERYWHERE = f" {END} "


def place(row: str = "") -> str:
    """Return the SQL for the place of an entry; `row` is "NEW." or "OLD." in a trigger."""
    states = " ".join(f"WHEN '{state}' THEN {n}" for n, state in enumerate(STATES))
    kinds = " ".join(f"WHEN '{kind}' THEN {n}" for n, kind in enumerate(KINDS))
    day = f"CAST(julianday({row}ordering_day) - {_FIRST_DAY} AS INTEGER)"
    return (
        f"((CASE {row}publication {states} ELSE 0 END << {_ID + _DAY + _KIND})"
        f" | (CASE {row}kind {kinds} ELSE {len(KINDS)} END << {_ID + _DAY})"
        f" | (coalesce({day}, 0) << {_ID}) | {row}id)"
    )


def places(state: str, kind: str) -> tuple[int, int]:
    """Return the first and the last place that an entry in this state and of this kind can have."""
    part = STATES.index(state) << _KIND | KINDS.index(kind)
    return part << (_ID + _DAY), ((part + 1) << (_ID + _DAY)) - 1


def _adding(row: str) -> str:
    return f"INSERT INTO {TABLE} (rowid, search) VALUES ({place(row)}, {row}search);"


def _taking(row: str) -> str:
    return (
        f"INSERT INTO {TABLE} ({TABLE}, rowid, search)"
        f" VALUES ('delete', {place(row)}, {row}search);"
    )


_COLUMNS = ("id", "publication", "kind", "ordering_day", "search")
_CHANGED = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in _COLUMNS)
# Contentless: the letters stand in the entry already; positions would double its size.
_TABLE = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5(search, content='', detail='none', columnsize=0,"
    " tokenize='trigram case_sensitive 1')"
)
TRIGGERS = {
    f"{TABLE}_{name}": f"CREATE TRIGGER {TABLE}_{name} AFTER {when} BEGIN {what} END"
    for name, when, what in (
        ("insert", f"INSERT ON {_ENTRY}", _adding("NEW.")),
        ("delete", f"DELETE ON {_ENTRY}", _taking("OLD.")),
        (
            "update",
            f"UPDATE OF {', '.join(_COLUMNS)} ON {_ENTRY} WHEN {_CHANGED}",
            _taking("OLD.") + " " + _adding("NEW."),
        ),
    )
}
_MADE = {TABLE: _TABLE} | TRIGGERS


def create(connection: BaseDatabaseWrapper) -> bool:
    """Make the index of what stands; return whether there is one, since not all can have it.

    And that of what lasted for months, which every database can have.
    """
    if connection.vendor == "postgresql":
        # It makes no index on rows whose foreign keys it has yet to check, as after a long write.
        connection.check_constraints()
    drop(connection)
    with connection.cursor() as cursor:
        cursor.execute(LASTING_INDEX)
    statements = _on_sqlite() if connection.vendor == "sqlite" else _on_postgresql()
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    except DatabaseError:  # no right to make the extension, or a SQLite without it
        return False
    return is_kept(connection)


def renew() -> bool:
    """Make the index of this site's database anew; return whether there is one."""
    return create(connections["default"])


def drop(connection: BaseDatabaseWrapper) -> None:
    """Remove the index; the extension of PostgreSQL may be somebody else's too."""
    _known.clear()
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX IF EXISTS entry_of_several_months")
        if connection.vendor == "sqlite":
            for name in TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        else:
            for kind in KINDS:
                cursor.execute(f"DROP INDEX IF EXISTS {_name(kind)}")


def _on_sqlite() -> Iterator[str]:
    yield _TABLE
    # In order it takes a quarter of the time: what comes out of it is written down one by one.
    yield f"INSERT INTO {TABLE} (rowid, search) SELECT {place()}, search FROM {_ENTRY} ORDER BY 1"
    yield from TRIGGERS.values()


def _on_postgresql() -> Iterator[str]:
    yield "CREATE EXTENSION IF NOT EXISTS pg_trgm"
    for kind in KINDS:  # who looks among meetings reads nothing of the agreements
        yield (
            f"CREATE INDEX {_name(kind)} ON {_ENTRY} USING gin (search gin_trgm_ops)"
            f" WHERE kind = '{kind}'"
        )


def _name(kind: str) -> str:
    return f"entry_trigrams_{kind}"


# The databases known to have one: it goes only with an upgrade, after which processes are new.
_known: set[tuple[str, str]] = set()


def is_kept(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database has the index. One query, none once it was found."""
    key = connection.alias, str(connection.settings_dict["NAME"])
    if key not in _known and _stands(connection):
        _known.add(key)
    return key in _known


def _stands(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
            found = dict(cursor.fetchall())
            return all(found.get(name) == sql for name, sql in _MADE.items())
        cursor.execute(
            "SELECT count(*) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
            " WHERE indisvalid AND relname = ANY(%s)",
            [[_name(kind) for kind in KINDS]],
        )
        return cursor.fetchone()[0] == len(KINDS) and not is_blind(connection)


def is_blind(connection: BaseDatabaseWrapper) -> bool:
    """Whether PostgreSQL with `pg_trgm` takes only Latin letters for letters, as under locale C."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cardinality(show_trgm('شهر')) = 0 OR cardinality(show_trgm('城')) = 0"
        )
        return cursor.fetchone()[0]


def forget(connection: BaseDatabaseWrapper) -> None:
    """Write the index so that nothing of what was taken out of it is left in its pages."""
    if connection.vendor == "sqlite" and is_kept(connection):
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')")


def out_of_step(connection: BaseDatabaseWrapper) -> int:
    """Return how many entries the index holds wrongly or not at all; PostgreSQL sees to it itself.

    It is compared with one that is made anew beside it, which takes a minute for a million.
    """
    if connection.vendor != "sqlite" or not is_kept(connection):
        return 0
    with connection.cursor() as cursor:
        held = _numbers(cursor, f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH '\"{EVERYWHERE}\"'")
        due = _numbers(
            cursor, f"SELECT {place()} FROM {_ENTRY} WHERE instr(search, '{EVERYWHERE}') > 0"
        )
        if wrong := held ^ due:
            return len({number & ID_MASK for number in wrong})
        return _other_letters(cursor)


def _numbers(cursor: Any, statement: str) -> set[int]:
    cursor.execute(statement)
    return {number for (number,) in cursor.fetchall()}


def _other_letters(cursor: Any) -> int:
    """Return by how many entries the index and a new one differ in what letters are held."""
    anew = f"{TABLE}_anew"
    try:
        cursor.execute(_TABLE.replace(TABLE, f"temp.{anew}", 1))
        cursor.execute(
            f"INSERT INTO temp.{anew} (rowid, search)"
            f" SELECT {place()}, search FROM {_ENTRY} ORDER BY 1"
        )
        for name, of in (("held", f"main, {TABLE}"), ("due", f"temp, {anew}")):
            cursor.execute(f"CREATE VIRTUAL TABLE temp.{name} USING fts5vocab({of}, row)")
        both = (
            "SELECT term, doc, 1 AS sign FROM temp.held"
            " UNION ALL SELECT term, doc, -1 FROM temp.due"
        )
        cursor.execute(
            f"SELECT coalesce(max(abs(n)), 0) FROM"
            f" (SELECT sum(doc * sign) AS n FROM ({both}) GROUP BY term)"
        )
        return cursor.fetchone()[0]
    finally:
        for name in ("held", "due", anew):
            cursor.execute(f"DROP TABLE IF EXISTS temp.{name}")
