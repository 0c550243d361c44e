"""The database: whether it can be reached, keeps what it acknowledges, and fits the program."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from diplomacy.office.backup import Site
from diplomacy.registry.models import search_index
from diplomacy.serving.former_migrations import HALFWAY, halfway
from diplomacy.serving.health import known_migrations

from .findings import Finding, failing, good, some, warning

OLDEST_POSTGRESQL = 14  # which Django 5.2 works with
MOST_LEAD = 5  # seconds between two clocks
SAFE_SETTINGS = {"fsync": {"on"}, "full_page_writes": {"on"}}
# Where locks and shared memory do not work as SQLite needs them (https://sqlite.org/wal.html).
UNFIT_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "fuse.s3fs", "vboxsf"}
LARGE_LOG = 200 * 1024 * 1024


def examine() -> Iterator[Finding]:
    began = time.monotonic()
    try:
        _ask("SELECT 1")
    except Exception as error:  # whatever it is, it does not answer
        first = str(error).partition("\n")[0]
        yield failing(
            "database",
            f"It cannot be reached: {first}.",
            "Start it, or mend DATABASE_URL and DATABASE_PASSWORD_FILE. Nothing else of it was"
            " looked at.",
        )
        return
    spent = round((time.monotonic() - began) * 1000)
    if connection.vendor == "sqlite":
        yield from _sqlite(spent)
    else:
        yield from _postgresql(spent)


def migrations() -> Iterator[Finding]:
    applied = {tuple(name.split(".", 1)) for name in Site.here().migrations()}
    known = known_migrations()
    if missing := {".".join(one) for one in known - applied}:
        yield failing(
            "migrations",
            f"{len(missing)} are not applied: {some(missing)}.",
            f"{HALFWAY}." if halfway(applied) else "Make a backup, then run `manage migrate`.",
        )
    ours = {app for app, _name in known}
    if newer := {".".join(one) for one in applied - known if one[0] in ours}:
        yield warning(
            "migrations",
            f"The database has {len(newer)} that this version does not know: {some(newer)}.",
            "Install the version that made them, or a newer one.",
        )
    if not missing and not newer:
        yield good("migrations", f"All {len(known)} are applied.")


def _ask(question: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
    return row[0] if len(row) == 1 else row


def _postgresql(spent: int) -> Iterator[Finding]:
    version = _ask("SHOW server_version")
    told = f"PostgreSQL {version}, answers in {spent} ms."
    if connection.pg_version < OLDEST_POSTGRESQL * 10_000:
        yield failing("database", told, f"Bring it to PostgreSQL {OLDEST_POSTGRESQL} or newer.")
    else:
        yield good("database", told)
    encoding = _ask("SHOW server_encoding")
    if encoding != "UTF8":
        yield failing(
            "database",
            f"Its encoding is {encoding}: not every letter fits.",
            "Make a database with the encoding UTF8 and restore a backup into it.",
        )
    yield from _collation()
    for name, wanted in SAFE_SETTINGS.items():
        if (value := _ask(f"SHOW {name}")) not in wanted:
            yield failing(
                "database",
                f"{name} is {value}: a power cut can destroy what was saved.",
                f"Set {name} = on.",
            )
    if _ask("SHOW synchronous_commit") == "off":
        yield failing(
            "database",
            "synchronous_commit is off: what was just saved can be lost.",
            "Set synchronous_commit = on.",
        )
    if _ask("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
        yield warning(
            "database",
            "The site signs in as a superuser of the server.",
            "Give it a role of its own that owns this one database.",
        )
    yield from _limits()
    yield from _search()
    lead = abs(float(_ask("SELECT extract(epoch FROM clock_timestamp())")) - time.time())
    if lead > MOST_LEAD:
        yield warning(
            "clock",
            f"The clocks of site and database are {lead:.0f} seconds apart.",
            "Have both machines take the time from the network.",
        )


def _search() -> Iterator[Finding]:
    """Tell where a search reads every entry, since there is no index of its words."""
    if search_index.is_kept(connection):
        return
    mend = "then `manage shell -c 'from diplomacy.registry.models.search_index import *; renew()'`."
    if connection.vendor == "sqlite":
        yield warning(
            "search",
            "There is no index of words: each search reads every entry.",
            f"Run it with a SQLite that has FTS5 and its trigrams (3.34), {mend}",
        )
    elif not _ask("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'"):
        yield warning(
            "search",
            "PostgreSQL has no extension pg_trgm here: each search reads every entry.",
            f"Install its contributed modules, CREATE EXTENSION pg_trgm as its owner, {mend}",
        )
    elif search_index.is_blind(connection):
        yield warning(
            "search",
            "Under its locale PostgreSQL takes only Latin letters for letters: a search in Persian"
            " or Chinese reads every entry.",
            "Make a database with --locale=C.UTF-8 and restore a backup into it.",
        )
    else:
        yield warning(
            "search", "The index of words is missing or damaged.", f"Look for room, {mend}"
        )


def _collation() -> Iterator[Finding]:
    """Tell where the system's rules of sorting changed since the indexes were made."""
    if connection.pg_version < 150_000:
        return
    kept, now = _ask(
        "SELECT datcollversion, pg_database_collation_actual_version(oid) FROM pg_database"
        " WHERE datname = current_database()"
    )
    if kept != now:
        name = connection.settings_dict["NAME"]
        yield failing(
            "database",
            f"It was sorted by rules of version {kept}, the system now has {now}: searches may"
            " miss rows.",
            f'REINDEX DATABASE "{name}"; ALTER DATABASE "{name}" REFRESH COLLATION VERSION;',
        )


def _limits() -> Iterator[Finding]:
    names = ("DATABASE_READ_SECONDS", "DATABASE_LOCK_SECONDS", "DATABASE_IDLE_SECONDS")
    absent = [name for name in names if not getattr(settings, name)]
    if not settings.DATABASE_POOLED and _stands_between():
        yield warning(
            "database",
            "A pooler stands between the site and the database.",
            "If it shares connections by the transaction, set DATABASE_POOLED=yes; by the session"
            " it needs nothing.",
        )
    if settings.DATABASE_POOLED:
        yield from _pooled([name for name in names if name not in absent])
    elif absent:
        yield warning(
            "database",
            f"No limit is set by {', '.join(absent)}: one slow page can hold up all.",
            "Set it; behind a PgBouncer say so (DATABASE_POOLED=yes), and set the limits of the"
            " role (ALTER ROLE … SET).",
        )
    else:
        seconds = (str(getattr(settings, name)) for name in names)
        yield good("database", f"Limits in seconds: {' / '.join(seconds)} (read/lock/idle).")


def _stands_between() -> bool:
    """Return whether we were told another number than the server's own: PgBouncer makes one up."""
    if connection.vendor != "postgresql":
        return False
    return connection.connection.info.backend_pid != _ask("SELECT pg_backend_pid()")


def _pooled(set_here: list[str]) -> Iterator[Finding]:
    """Tell whether the role has the limits that the site cannot set behind a pooler."""
    if set_here:
        yield failing(
            "database",
            f"{', '.join(set_here)} with DATABASE_POOLED=yes: the limit of one request stays for"
            " whoever gets its connection next, commands too.",
            "Unset it, and set the limits of the role (ALTER ROLE … SET statement_timeout).",
        )
    elif _ask("SHOW statement_timeout") == "0":
        yield warning(
            "database",
            "The role has no statement_timeout: one slow page can hold up all.",
            "ALTER ROLE … SET statement_timeout = '10s'; give commands a role or a connection of"
            " their own, without the pooler.",
        )
    else:
        yield good("database", "Shared by a pooler; the limits are those of the role.")


def _sqlite(spent: int) -> Iterator[Finding]:
    path = Path(connection.settings_dict["NAME"])
    yield good("database", f"SQLite {_ask('SELECT sqlite_version()')}, answers in {spent} ms.")
    yield from _search()
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    values = {name: _ask(f"PRAGMA {name}") for name in wanted}
    if values != wanted:
        yield failing(
            "database",
            f"It is not kept as the settings ask: {values}.",
            "Stop all processes of the site and start them again; if this stays, the folder of the"
            " database is on a system that cannot share memory.",
        )
    if (found := _ask("PRAGMA quick_check(1)")) != "ok":
        yield failing(
            "database",
            f"It is damaged: {found}.",
            "Stop the site, keep a copy of the file, and restore the newest backup.",
        )
    kind = system_of(path)
    if kind in UNFIT_SYSTEMS:
        yield failing(
            "database",
            f"{path} lies on {kind}, where locks cannot be trusted: it will be damaged.",
            "Move it to a disk of this machine.",
        )
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size > LARGE_LOG:
        yield warning(
            "database",
            f"{log} has {log.stat().st_size // 1024**2} MB: somebody reads without end.",
            "Restart the site.",
        )


def system_of(path: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """Return the kind of file system that the path lies on, or nothing where nobody tells."""
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    places = {line.split()[1].replace("\\040", " "): line.split()[2] for line in lines}
    resolved = path.resolve()
    return next(
        (places[str(one)] for one in [resolved, *resolved.parents] if str(one) in places), ""
    )
