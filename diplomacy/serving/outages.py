"""Which errors mean that the site cannot work at the moment, and that trying again will help."""

import errno
import sqlite3
from enum import Enum

from diplomacy.later import Package

from .log_lines import chain

psycopg = Package("psycopg")

RETRY_AFTER = 30  # seconds; whoever asks sooner asks in vain, mostly

# The low byte of an error of SQLite: busy, locked, no memory, read-only, interrupted, I/O,
# cannot open, the lock of the log.
SQLITE_PASSES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
}
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Outage(Enum):
    """What is wrong, as far as somebody who asks is concerned."""

    DATABASE = "the database does not answer, or not in time"
    FULL = "nothing can be stored: there is no room"


def outage_in(error: BaseException | None) -> Outage | None:
    """Return which outage the error, or one that it came from, tells of; None for a fault."""
    if error is None:
        return None
    found = {_outage(one) for one in chain(error)} - {None}
    return Outage.FULL if Outage.FULL in found else next(iter(found), None)


def _outage(error: BaseException) -> Outage | None:
    if isinstance(error, psycopg.errors.DiskFull) or _no_room(error):
        return Outage.FULL
    if isinstance(error, sqlite3.Error):
        # Absent where Python itself, not SQLite, objects.
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        return Outage.DATABASE if code in SQLITE_PASSES else None
    passes = (
        psycopg.OperationalError,
        psycopg.InterfaceError,  # the connection broke a moment ago
        psycopg.errors.ReadOnlySqlTransaction,
        psycopg.errors.IdleInTransactionSessionTimeout,
    )
    return Outage.DATABASE if isinstance(error, passes) else None


def _no_room(error: BaseException) -> bool:
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
    return isinstance(error, OSError) and error.errno in NO_ROOM
