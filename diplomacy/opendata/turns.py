"""Whole lists are written a few at a time, so that a process always has a thread for readers."""

from collections.abc import Iterable, Iterator
from threading import Lock

from django.conf import settings

from diplomacy.accounts.limits import TooOften

WAIT = 10  # seconds after which to ask again

_lock = Lock()
_held: set[int] = set()


class Turn:
    """A turn to write a list in this process, given back by `end` or when nobody holds it.

    Raises TooOften where DOWNLOADS_AT_ONCE are being written; 0 is no limit.
    """

    def __init__(self) -> None:
        with _lock:
            if 0 < settings.DOWNLOADS_AT_ONCE <= len(_held):
                raise TooOften(WAIT)
            _held.add(id(self))

    def end(self) -> None:
        """Give the turn back; again does nothing."""
        _held.discard(id(self))

    __del__ = end  # takes no lock, as it may come while this thread holds it


class Held(Iterator[bytes]):
    """The parts of a stream, whose turn ends with it, however it ends: servers call `close`."""

    def __init__(self, parts: Iterable[bytes], turn: Turn) -> None:
        self._parts, self._turn = iter(parts), turn

    def __next__(self) -> bytes:
        try:
            return next(self._parts)
        except BaseException:  # StopIteration as well
            self._turn.end()
            raise

    def close(self) -> None:
        self._turn.end()
