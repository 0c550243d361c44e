"""How the site keeps its connections to a database; read by the settings, so it imports little."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

REPLICA = "replica"  # the name of the second database among Django's
LEAST_SECONDS = 3  # a replica without any delay is known to have followed two seconds ago


def with_options(
    described: dict[str, Any], seconds_kept: int, pooled: bool = False
) -> dict[str, Any]:
    """Return Django's description of a database with what every connection to it needs.

    One to PostgreSQL is kept `seconds_kept` for the next request, one to SQLite as long as the
    process lives: opening it anew takes room, and what is open can be read on a full disk. One that
    is `pooled` lasts for a transaction only, and no cursor of the server outlives that.
    """
    if described["ENGINE"].endswith("sqlite3"):
        return described | {"CONN_MAX_AGE": None, "OPTIONS": SQLITE_OPTIONS}
    return described | {
        "ENGINE": "diplomacy.serving.postgresql",  # Django's, and never waits for a frozen one
        "CONN_MAX_AGE": seconds_kept,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": pooled,
        "OPTIONS": POSTGRESQL_OPTIONS | described["OPTIONS"],
    }


def add_replica(
    described: dict[str, Any], seconds: int, databases: dict[str, Any], middleware: list[str]
) -> list[str]:
    """Add the replica, where one is described, and what reads it; return the routers (record 52).

    Its password is that of the primary where it has none of its own, and nobody can write to it.
    Raises ImproperlyConfigured where there can be no replica, or where it could never be said to
    be `seconds` behind at most.
    """
    if not described:
        return []
    primary = databases["default"]
    if "sqlite" in described["ENGINE"] + primary["ENGINE"]:
        raise ImproperlyConfigured(
            "DATABASE_REPLICA_URL and DATABASE_URL must both be addresses of PostgreSQL: SQLite"
            " keeps no replica."
        )
    if seconds < LEAST_SECONDS:
        raise ImproperlyConfigured(f"DATABASE_REPLICA_SECONDS must be at least {LEAST_SECONDS}.")
    own = described["OPTIONS"]
    # A pooler takes no such word; a true replica does not need it.
    if not primary["DISABLE_SERVER_SIDE_CURSORS"]:
        read_only = f"{own.get('options', '')} -c default_transaction_read_only=on"
        own = own | {"options": read_only.strip()}
    databases[REPLICA] = primary | {
        **described,
        "ENGINE": primary["ENGINE"],
        "PASSWORD": described["PASSWORD"] or primary["PASSWORD"],
        "OPTIONS": POSTGRESQL_OPTIONS | own,
        "TEST": {"MIRROR": "default"},
    }
    middleware.insert(middleware.index(_BEFORE) + 1, f"{_CHOOSING}.ReplicaMiddleware")
    return [f"{_CHOOSING}.Router"]


_BEFORE = "diplomacy.serving.database_limits.DatabaseLimitsMiddleware"
_CHOOSING = "diplomacy.serving.replica.choosing"

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
