"""Two questions that anybody may ask of the site: does it answer, and can it be used?

They are answered before anything else is looked at: the host, the scheme, a session. So a probe
needs no name of the site and no certificate, and gets a word and a status, nothing else. Why the
site is not ready stands in the log.
"""

import logging
import tempfile
import threading
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from msgspec import Struct, field

from .changes import Changes
from .database_setup import REPLICA
from .former_migrations import FORMER, halfway
from .replica.watching import watch

log = logging.getLogger(__name__)

ALIVE, READY = "/healthz", "/readyz"
ADDRESSES = {ALIVE, READY}

PATIENCE = 2.0  # seconds that an answer is waited for
KEPT = 1.0  # seconds for which it is given again: asking often costs the database nothing
LOST = 30.0  # seconds after which nobody waits for a question that got no answer

Probe = Callable[[], str]


class HealthMiddleware:
    """Answer /healthz and /readyz."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info not in ADDRESSES:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            response: HttpResponse = HttpResponseNotAllowed(["GET", "HEAD"])
        elif request.path_info == ALIVE or readiness.good():
            response = HttpResponse("ok\n")
        else:
            response = HttpResponse("not ready\n", status=503)
        response.headers["Content-Type"] = "text/plain; charset=utf-8"
        response.headers["Content-Length"] = str(len(response.content))
        response.headers["Cache-Control"] = "no-store"
        return response


def what_is_missing() -> str:
    """Return why the site cannot be used, in a sentence for operators; nothing when it can."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            applied = standing(cursor.fetchall())
    except Exception as error:  # whatever it is, the site is not ready
        return f"The database does not answer ({type(error).__name__})."
    finally:
        connection.close()
    if REPLICA in connections:
        watch.may_be_read()  # so that the log tells of it also where nobody reads
    if left := known_migrations() - applied:
        return f"{len(left)} migrations are not applied; run `manage migrate`."
    for folder in written_folders():
        try:
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(bytes(4096))
        except OSError as error:
            return f"{folder} cannot be written to ({error.strerror})."
    return ""


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Return the migrations that this version of the program brings."""
    return frozenset(MigrationLoader(None).disk_migrations)


def standing(applied: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return the migrations applied as this version names them.

    One that replaces another stands where that is noted, for all former ones of its app.
    """
    noted = set(applied)
    folded = {new for new, last in _folded() if last in noted}
    unfinished = halfway(noted)
    return (noted | folded) - {one for one in FORMER if one[0] not in unfinished}


@cache
def _folded() -> list[tuple[tuple[str, str], tuple[str, str]]]:
    loader = MigrationLoader(None)
    return [(key, max(each.replaces)) for key, each in loader.replacements.items()]


def written_folders() -> list[Path]:
    """Return the folders that the site writes to as it is used."""
    described = settings.DATABASES["default"]
    folders = [Path(settings.DOCUMENTS_ROOT)]
    if described["ENGINE"].endswith("sqlite3"):
        folders.append(Path(described["NAME"]).parent)
    return folders


class Asked(Struct):
    """A question on its way to the database."""

    began: float = field(default_factory=monotonic)
    ended: float = 0.0
    reason: str = ""
    done: threading.Event = field(default_factory=threading.Event)


class Readiness:
    """Asks in a thread of its own, so that a database that hangs is told in time; one at once."""

    def __init__(self, probe: Probe) -> None:
        self._probe = probe
        self._lock = threading.Lock()
        self._asked: Asked | None = None
        self._changes = Changes(log, "Not ready: %s", "Ready again.")

    def good(self) -> bool:
        """Return whether the site can be used, within PATIENCE."""
        with self._lock:
            asked, now = self._asked, monotonic()
            ended = asked is not None and asked.done.is_set()
            if asked is None or now > (asked.ended + KEPT if ended else asked.began + LOST):
                asked = self._asked = Asked()
                threading.Thread(target=self._ask, args=[asked], daemon=True).start()
        answered = asked.done.wait(max(0.0, asked.began + PATIENCE - monotonic()))
        self._changes.tell(
            asked.reason if answered else f"No answer within {PATIENCE:.0f} seconds."
        )
        return answered and not asked.reason

    def _ask(self, asked: Asked) -> None:
        try:
            asked.reason = self._probe()
        except Exception as error:  # a question that fails is no good answer
            asked.reason = f"Readiness cannot be told ({type(error).__name__})."
        asked.ended = monotonic()
        asked.done.set()


readiness = Readiness(what_is_missing)
