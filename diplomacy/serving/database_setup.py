"""How the site keeps its connections to a database; read by the settings, so it imports nothing."""

from typing import Any


def with_options(described: dict[str, Any], seconds_kept: int) -> dict[str, Any]:
    """Return Django's description of a database with what every connection to it needs.

    One to PostgreSQL is kept `seconds_kept` for the next request, one to SQLite as long as the
    process lives: opening it anew takes room, and what is open can be read on a full disk.
    """
    if described["ENGINE"].endswith("sqlite3"):
        return described | {"CONN_MAX_AGE": None, "OPTIONS": SQLITE_OPTIONS}
    return described | {
        "ENGINE": "diplomacy.serving.postgresql",  # Django's, and never waits for a frozen one
        "CONN_MAX_AGE": seconds_kept,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": POSTGRESQL_OPTIONS | described["OPTIONS"],
    }


POSTGRESQL_OPTIONS = {
    # A machine that is gone does not say so: two seconds are the least that can be asked for,
    "connect_timeout": 2,
    # and so many (milliseconds) what was sent may stay without a sign that it arrived.
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}


SQLITE_OPTIONS = {
    # Two writers under the default DEFERRED fail at once instead of waiting.
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,  # seconds that a writer waits for another (busy_timeout)
    # FULL keeps the last commits through a power cut; staff cannot type fast enough to notice its
    # price.
    "init_command": (
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
    ),
}
