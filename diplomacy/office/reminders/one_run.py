"""One run at a time, wherever it was started."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.conf import settings
from django.db import connection

LOCK = 7_365_001  # our own number among the advisory locks of the database


class AlreadyRunning(Exception):
    """Another run has not ended yet."""


@contextmanager
def one_run() -> Iterator[None]:
    """Keep every other run out until this one ends, however it ends. Raises AlreadyRunning.

    The lock goes with the process that holds it, so that a killed run leaves none behind. It is
    no transaction of the database: nobody who writes waits for a mail server.
    """
    with _on_the_server() if connection.vendor == "postgresql" else _beside_the_file():
        yield


@contextmanager
def _on_the_server() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise AlreadyRunning
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


@contextmanager
def _beside_the_file() -> Iterator[None]:
    """Hold an empty file as SQLite holds a database: this works on every system."""
    file = settings.VAR_DIR / "send-reminders.lock"
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise AlreadyRunning from error
        yield
