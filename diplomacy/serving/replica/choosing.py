"""Which database answers: the replica, where somebody only reads what everybody may read.

A session, an Authorization or a page of the staff is answered by the primary, as is every
request that is more than GET or HEAD, whatever a transaction reads, and all commands. The router
knows of requests only by what the middleware says; without a replica in the settings there is
neither.
"""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from msgspec import Struct

from diplomacy.headers import LANGUAGE, STAFF_PATH
from diplomacy.later import Package
from diplomacy.serving.database_setup import REPLICA
from diplomacy.serving.log_lines import chain
from diplomacy.serving.outages import outage_in

from .watching import Watch, watch

log = logging.getLogger(__name__)
psycopg = Package("psycopg")

# What is handed out as a file after asking whether it may leave: that is asked of the primary, so
# that what was taken back a second ago does not go out once more, to be kept.
FILES = re.compile(rf"/({LANGUAGE})/documents/|/data/")


class Reading(Struct):
    """A request that may read the replica, until it writes or the replica fails it."""

    goes_on: bool = True
    error: BaseException | None = None


_reading: ContextVar[Reading | None] = ContextVar("reading", default=None)


class Router:
    """Tells Django which database a model is read from, and that all are written to one."""

    def db_for_read(self, _model: Any, **_hints: Any) -> str:
        reading = _reading.get()
        # Never what an object was read from: it may be kept for a request that must not.
        if reading is None or not reading.goes_on or connections[DEFAULT_DB_ALIAS].in_atomic_block:
            return DEFAULT_DB_ALIAS
        return REPLICA

    def db_for_write(self, _model: Any, **_hints: Any) -> str:
        if reading := _reading.get():
            reading.goes_on = False  # whoever has written reads what was written
        return DEFAULT_DB_ALIAS

    def allow_relation(self, _one: Any, _other: Any, **_hints: Any) -> bool:
        return True  # both hold the same rows

    def allow_migrate(self, alias: str, _app: str, **_hints: Any) -> bool:
        return alias != REPLICA


class ReplicaMiddleware:
    """Have readers answered by the replica, and again by the primary where that fails."""

    def __init__(
        self, get_response: Callable[[HttpRequest], HttpResponseBase], watch: Watch = watch
    ) -> None:
        self.get_response, self._watch = get_response, watch

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not (only_reads(request) and self._watch.may_be_read()):
            return self.get_response(request)
        reading = Reading()
        with _under(reading):
            response = self.get_response(request)
        if reading.error:
            log.warning("The replica failed a reader (%s).", type(reading.error).__name__)
            if outage_in(reading.error):
                self._watch.failed(reading.error)
            return self.get_response(request)
        if response.streaming and not isinstance(response, FileResponse):
            response.streaming_content = _throughout(reading, response.streaming_content)
        return response

    def process_exception(self, _request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Note that the replica failed a view."""
        return asked_of_the_primary(error)


def asked_of_the_primary(error: Exception) -> HttpResponse | None:
    """Return what a reader never sees where the replica failed him: the primary is asked then.

    None where it is another failure. Django tells a middleware of what fails in a view, and of
    nothing that fails in a middleware below it: such a one asks here.
    """
    reading = _reading.get()
    if reading is None or not _is_worth_another_try(error):
        return None
    reading.error = error
    return HttpResponse(status=503)


def only_reads(request: HttpRequest) -> bool:
    """Return whether the request reads what anybody may read, and gives no sign of who asks."""
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "Authorization" not in request.headers
        and not STAFF_PATH.match(request.path_info)
        and not FILES.match(request.path_info)
    )


def _is_worth_another_try(error: BaseException) -> bool:
    """Return whether the database failed; one whose time was up would take as long again."""
    of_database = [one for one in chain(error) if isinstance(one, Error | psycopg.Error)]
    return bool(of_database) and not any(
        isinstance(one, psycopg.errors.QueryCanceled) for one in of_database
    )


@contextmanager
def _under(reading: Reading) -> Iterator[None]:
    token = _reading.set(reading)
    try:
        yield
    finally:
        _reading.reset(token)


def _throughout(reading: Reading, parts: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the parts of a long answer, each read where the answer began."""
    parts = iter(parts)
    while True:
        with _under(reading):
            part = next(parts, None)
        if part is None:
            return
        yield part
