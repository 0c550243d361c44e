"""Django's backend for PostgreSQL, with statements that are prepared where a query says so, and
whose question to a kept connection waits for a moment only.

Django asks a connection whether it still works before a request uses it (CONN_HEALTH_CHECKS), and
waits for the answer as long as it takes. A server that is frozen, or behind a network that swallows
everything, would hold up one thread of the site after the other.
"""

import selectors
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.pq.abc import PGconn

PATIENCE = 0.9  # seconds; with the two for a new connection it stays below three
# What is prepared is planned once for any values: a long search was planned anew for 30 ms.
FOR_ALL = "SET DateStyle = ISO; SET plan_cache_mode = force_generic_plan"


class Preparing(base.ServerBindingCursor):
    """Asks for statements that the server plans once for a connection, not each time."""

    def execute(self, query: Any, params: Any = None) -> Any:
        return super().execute(query, params, prepare=True)


class Operations(base.DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """Return what was executed, with its values, of what was prepared too."""
        return super().last_executed_query(cursor, sql, params) or self.compose_sql(sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is given up when it does not answer at once."""

    ops_class = Operations
    _prepares = False

    def get_connection_params(self) -> dict[str, Any]:
        """Return Django's, and that what asks for it is prepared on one that is not shared."""
        threshold = None if self._is_shared else 0
        return super().get_connection_params() | {"prepare_threshold": threshold}

    @property
    def _is_shared(self) -> bool:
        return self.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]

    def init_connection_state(self) -> None:
        """Tell a connection that is not shared what holds for all of it.

        What is prepared is planned once, and days that a statement tells as texts are as in
        ISO 8601, whatever the server has been told. When connecting it is not told so (`options`):
        a pooler that shares by the session refuses that.
        """
        super().init_connection_state()
        if not self._is_shared:
            with self.wrap_database_errors, self.connection.cursor() as cursor:
                cursor.execute(FOR_ALL)

    @contextmanager
    def preparing(self) -> Iterator[None]:
        """Have statements prepared meanwhile: each of one command, its values beside columns."""
        self._prepares = True
        try:
            yield
        finally:
            self._prepares = False

    def create_cursor(self, name: str | None = None) -> Any:
        if name or not self._prepares:
            return super().create_cursor(name)
        plain, factory = self.connection, self.connection.cursor_factory
        plain.cursor_factory = Preparing
        try:
            return super().create_cursor()
        finally:
            plain.cursor_factory = factory

    def is_usable(self) -> bool:
        if self.connection is None:
            return False
        try:
            return answers(self.connection.pgconn, PATIENCE)
        except (psycopg.Error, OSError, ValueError):
            return False


def answers(plain: PGconn, seconds: float) -> bool:
    """Return whether the connection answers an empty question within `seconds`."""
    end = monotonic() + seconds
    plain.send_query(b"")
    with selectors.DefaultSelector() as selector:
        selector.register(plain.socket, selectors.EVENT_READ)
        while True:
            while not plain.is_busy():
                if plain.get_result() is None:
                    return plain.status == psycopg.pq.ConnStatus.OK
            if not selector.select(max(0.0, end - monotonic())):
                return False
            plain.consume_input()
