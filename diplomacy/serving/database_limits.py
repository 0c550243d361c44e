"""How long a request may keep the database busy: a page that readers ask for, not long.

PostgreSQL is told once for each connection, and again when the next request on it is of the
other kind; a command of the operator has no limits. SQLite is told how long to wait for a lock.
"""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponseBase

from diplomacy.headers import STAFF_PATH
from diplomacy.later import Package

psycopg = Package("psycopg")

SAFE = ("GET", "HEAD", "OPTIONS")


class Limits(NamedTuple):
    """Seconds; 0 is no limit."""

    statement: int
    lock: int
    idle: int


class DatabaseLimitsMiddleware:
    """Put the limits on every connection that the request uses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        limits = limits_for(request)
        with ExitStack() as stack:
            for alias in connections:
                stack.enter_context(connections[alias].execute_wrapper(limited(limits)))
            return self.get_response(request)


def limits_for(request: HttpRequest) -> Limits:
    """Return those of readers for what readers ask, those of staff for all else."""
    reads = request.method in SAFE and not STAFF_PATH.match(request.path_info)
    statement, lock = settings.DATABASE_READ_SECONDS, settings.DATABASE_LOCK_SECONDS
    return Limits(
        statement if reads else 0,
        min(lock, settings.DATABASE_READ_LOCK_SECONDS) if reads else lock,
        settings.DATABASE_IDLE_SECONDS,
    )


NONE = Limits(0, 0, 0)  # as on a new connection, where SQLite has the wait of the settings

# Connection of Django → the plain one that it holds, and the limits that this one has.
_told: WeakKeyDictionary[Any, tuple[Any, Limits]] = WeakKeyDictionary()


def limited(limits: Limits) -> Callable[..., Any]:
    """Return a wrapper of statements that first sees to the limits of their connection."""

    def execute(run: Callable, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        connection = context["connection"]
        plain, has = _told.get(connection, (None, NONE))
        if limits != (has if plain is connection.connection else NONE):
            PUT[connection.vendor](limits, connection)
            # In a transaction the setting ends with it.
            if not connection.in_atomic_block:
                _told[connection] = connection.connection, limits
        return run(sql, params, many, context)

    return execute


def _put_on_postgresql(limits: Limits, connection: Any) -> None:
    # After an error a transaction takes nothing but its way back, which is a statement too.
    if connection.connection.info.transaction_status == psycopg.pq.TransactionStatus.INERROR:
        return
    scope = "LOCAL" if connection.in_atomic_block else "SESSION"
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute(
            f"SET {scope} statement_timeout = '{limits.statement}s';"
            f" SET {scope} lock_timeout = '{limits.lock}s';"
            f" SET {scope} idle_in_transaction_session_timeout = '{limits.idle}s';"
            f" SET {scope} jit = off"  # to compile takes longer than any page (record 67)
        )


def _put_on_sqlite(limits: Limits, connection: Any) -> None:
    """Set the wait for a lock; SQLite knows no other limit, and this is no trip to anywhere."""
    seconds = limits.lock or connection.settings_dict["OPTIONS"]["timeout"]
    connection.connection.execute(f"PRAGMA busy_timeout = {seconds * 1000}")


PUT = {"postgresql": _put_on_postgresql, "sqlite": _put_on_sqlite}
