"""Two people at once: what a write names may be deleted, or merged away, before it is stored."""

from collections.abc import Callable
from typing import TypeVar

from django.db import DatabaseError, IntegrityError, connection

DEADLOCK = "40P01"  # PostgreSQL lets one of two go on that wait for one another

Done = TypeVar("Done")


def refuse_what_is_gone() -> None:
    """Raise IntegrityError if what was written in this transaction names what no longer stands.

    Otherwise the database says so at the end only, when the person has been told of success.
    SQLite writes for one at a time, so that nothing goes meanwhile.
    """
    if connection.vendor == "postgresql":
        connection.check_constraints()


def once_more(act: Callable[[], Done]) -> Done:
    """Do an act that is a transaction of its own, once more where somebody's write crossed it.

    The second time its checks see what the other has written, and say it in a sentence.
    """
    try:
        return act()
    except DatabaseError as error:
        if not isinstance(error, IntegrityError) and not _is_deadlock(error):
            raise
    return act()


def _is_deadlock(error: DatabaseError) -> bool:
    return getattr(error.__cause__, "sqlstate", "") == DEADLOCK
