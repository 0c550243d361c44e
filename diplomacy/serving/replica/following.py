"""How far the replica has followed the primary."""

from typing import NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper


class Reached(NamedTuple):
    """What a replica says of itself: a place in the log of the primary, and whether it follows."""

    place: int
    follows: bool


def written(primary: BaseDatabaseWrapper) -> int:
    """Return the place in the log up to which the primary has written: no commit lies behind it."""
    with primary.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn() - '0/0'")
        return int(cursor.fetchone()[0])


def reached(replica: BaseDatabaseWrapper) -> Reached:
    """Return the place up to which the replica shows what the primary has written."""
    with replica.cursor() as cursor:
        cursor.execute("SELECT pg_last_wal_replay_lsn() - '0/0', pg_is_in_recovery()")
        place, follows = cursor.fetchone()
    return Reached(int(place or 0), follows)
