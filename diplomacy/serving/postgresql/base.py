"""Django's backend for PostgreSQL, whose question to a kept connection waits for a moment only.

Django asks a connection whether it still works before a request uses it (CONN_HEALTH_CHECKS), and
waits for the answer as long as it takes. A server that is frozen, or behind a network that swallows
everything, would hold up one thread of the site after the other.
"""

import selectors
from time import monotonic

import psycopg
from django.db.backends.postgresql import base
from psycopg.pq.abc import PGconn

PATIENCE = 0.9  # seconds; with the two for a new connection it stays below three


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is given up when it does not answer at once."""

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
