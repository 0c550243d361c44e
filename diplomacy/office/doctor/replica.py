"""The replica, where there is one: is it a true copy, how far behind is it, who can write to it?"""

import time
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections

from diplomacy.serving.database_setup import REPLICA
from diplomacy.serving.replica.following import reached, written

from .findings import Finding, failing, good, some, warning

ABOUT = "replica"
APPLIED = "SELECT app, name FROM django_migrations"
SYSTEM = "SELECT system_identifier FROM pg_control_system()"


def examine() -> Iterator[Finding]:
    if REPLICA not in connections:
        return
    try:
        follows = reached(connections[REPLICA]).follows
    except Error as error:
        yield failing(
            ABOUT,
            f"It does not answer: {str(error).partition(chr(10))[0]}. The primary answers all.",
            "Start it, or mend DATABASE_REPLICA_URL; the site reads it again by itself.",
        )
        return
    if not follows:
        yield failing(
            ABOUT,
            "DATABASE_REPLICA_URL leads to a database of its own, which follows no primary: it is"
            " not read.",
            "Make it anew as a streaming replica (docs/deploying.md), or unset the variable.",
        )
        return
    if _ask(REPLICA, SYSTEM) != _ask(DEFAULT_DB_ALIAS, SYSTEM):
        yield failing(
            ABOUT,
            "It is the replica of another database: readers see that one.",
            "Stop the site and mend DATABASE_REPLICA_URL at once.",
        )
        return
    yield from _distance()
    yield from _writing()
    yield from _migrations()


def _ask(alias: str, question: str) -> list[tuple[Any, ...]]:
    with connections[alias].cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall()


def _distance() -> Iterator[Finding]:
    most = settings.DATABASE_REPLICA_SECONDS
    ((version,),) = _ask(REPLICA, "SHOW server_version")
    began, place = time.monotonic(), written(connections[DEFAULT_DB_ALIAS])
    while reached(connections[REPLICA]).place < place:
        if time.monotonic() - began > most:
            yield failing(
                ABOUT,
                f"PostgreSQL {version}, more than {most} seconds behind: it is not read.",
                "Look into its log, and at pg_stat_replication of the primary.",
            )
            return
        time.sleep(0.02)
    spent = round((time.monotonic() - began) * 1000)
    yield good(ABOUT, f"PostgreSQL {version}, has what was just written after {spent} ms.")


def _writing() -> Iterator[Finding]:
    ((read_only,),) = _ask(REPLICA, "SHOW transaction_read_only")
    if read_only == "on":
        yield good(ABOUT, "It takes no writes.")
    else:
        yield failing(ABOUT, "It takes writes.", "Make it anew as a streaming replica.")
    ((delay,),) = _ask(
        REPLICA,
        "SELECT setting::int FROM pg_settings WHERE name = 'max_standby_streaming_delay'",
    )
    most = settings.DATABASE_REPLICA_SECONDS
    if delay < 0 or delay > most * 1000:
        told = "for ever" if delay < 0 else f"for {delay // 1000} seconds"
        yield warning(
            ABOUT,
            f"It stops following {told} for the sake of one slow reader, and is not read while it"
            f" is more than {most} seconds behind.",
            f"Set max_standby_streaming_delay = {max(1, most - 2)}s on it: a reader whose statement"
            " is ended is answered by the primary.",
        )


def _migrations() -> Iterator[Finding]:
    there, here = (set(_ask(alias, APPLIED)) for alias in (REPLICA, DEFAULT_DB_ALIAS))
    if there == here:
        yield good(ABOUT, "It has the same migrations.")
    else:
        names = (".".join(one) for one in there ^ here)
        yield failing(
            ABOUT,
            f"Its migrations differ: {some(names)}.",
            "Wait until it has caught up; if this stays, make it anew.",
        )
