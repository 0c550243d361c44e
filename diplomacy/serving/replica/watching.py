"""Whether the replica may be read: it must hold what was committed a few seconds ago.

One thread in each process asks both databases once a second, as long as anybody reads; no reader
waits for it. A replica of which nothing is known, or nothing new, is not read.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from time import monotonic, sleep
from typing import Protocol

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from diplomacy.serving.changes import Changes
from diplomacy.serving.database_setup import REPLICA

from .following import Reached, reached, written

log = logging.getLogger(__name__)

EVERY = 1.0  # seconds from one question to the next
WATCHED = 60.0  # seconds without a reader after which nobody asks any more


class Pair(Protocol):
    """The primary and its replica, as the thread asks them."""

    def written(self) -> int: ...
    def reached(self) -> Reached: ...
    def close(self) -> None: ...


class Databases:
    """The two databases of the settings, on connections of the thread that asks."""

    def written(self) -> int:
        connections[DEFAULT_DB_ALIAS].close_if_unusable_or_obsolete()
        return written(connections[DEFAULT_DB_ALIAS])

    def reached(self) -> Reached:
        connections[REPLICA].close_if_unusable_or_obsolete()
        return reached(connections[REPLICA])

    def close(self) -> None:
        connections.close_all()


class Standing:
    """What is known of the replica: up to which moment it holds everything, and what is wrong."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._holds = float("-inf")
        self._failed = ""
        self.begin()

    def begin(self) -> None:
        """Forget the places that nobody asked about meanwhile."""
        self._marks: deque[tuple[float, int]] = deque()
        self._is_behind = False

    def may_be_read(self, now: float) -> bool:
        """Return whether all that was committed so many seconds before `now` is there."""
        return not self._failed and now - self._holds < self._seconds

    def what_is_wrong(self) -> str:
        late = f"it is more than {self._seconds:g} seconds behind"
        return self._failed or (late if self._is_behind else "")

    def note_written(self, now: float, place: int) -> None:
        """Note that at `now` no commit lay behind `place` of the log."""
        self._marks.append((now, place))

    def note_reached(self, now: float, found: Reached) -> None:
        """Note what the replica said."""
        while self._marks and self._marks[0][1] <= found.place:
            self._holds, self._is_behind = self._marks.popleft()[0], False
        while self._marks and now - self._marks[0][0] >= self._seconds:
            self._marks.popleft()  # whatever is reached so late lets nobody read
            self._is_behind = True
        self._failed = "" if found.follows else "it follows no primary"

    def note_failed(self, error: BaseException) -> None:
        """Note that it did not answer."""
        self._failed = f"it does not answer ({type(error).__name__})"


class Watch:
    """Watches the replica as long as somebody wants to read it; `seconds` as the settings say."""

    def __init__(self, pair: Callable[[], Pair], seconds: float | None = None) -> None:
        self._pair, self._seconds = pair, seconds
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._wanted = 0.0
        self._changes = Changes(
            log, "The replica is not read: %s. The primary answers.", "The replica is read again."
        )

    @cached_property
    def _standing(self) -> Standing:
        # Not before it is asked for: this is imported where nobody has chosen settings yet.
        return Standing(self._seconds or settings.DATABASE_REPLICA_SECONDS)

    def may_be_read(self) -> bool:
        """Return whether the replica may be read now. Nobody waits; the first reader is told no."""
        self._wanted = monotonic()
        if self._thread is None or not self._thread.is_alive():
            self._begin()
        return self._standing.may_be_read(monotonic())

    def failed(self, error: BaseException) -> None:
        """Have nobody read the replica until it has been asked anew."""
        self._standing.note_failed(error)

    def _begin(self) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()

    def _run(self) -> None:
        pair = self._pair()
        self._standing.begin()
        try:
            while monotonic() - self._wanted < WATCHED:
                began = monotonic()
                self.look(pair)
                sleep(max(0.0, began + EVERY - monotonic()))
        finally:
            pair.close()

    def look(self, pair: Pair) -> None:
        """Ask both databases once, the primary first."""
        # While the primary is away nothing is committed that could be missing: what is known
        # holds as long as ever, and then no more.
        with suppress(Exception):
            self._standing.note_written(monotonic(), pair.written())
        try:
            self._standing.note_reached(monotonic(), pair.reached())
        except Exception as error:  # whatever it is, the replica cannot be read
            self._standing.note_failed(error)
        self._changes.tell(self._standing.what_is_wrong())


watch = Watch(Databases)
