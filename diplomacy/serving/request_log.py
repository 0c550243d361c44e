"""Every request has an id, in its answer and in each line of the log, and a line of its own.

A line tells what was asked by the pattern of the address, never the address: that could hold a
token or what somebody searched for. Neither who asked nor from where is told.
"""

import logging
import re
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from time import perf_counter
from uuid import uuid4

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponseBase

from .health import ADDRESSES

log = logging.getLogger("diplomacy.access")

HEADER = "X-Request-ID"
# No dot and no @: neither an address nor a name of a host passes for an id.
WELL_FORMED = re.compile(r"[0-9A-Za-z_-]{8,64}")
METHOD = re.compile(r"[A-Z]{1,12}")

_current: ContextVar[str] = ContextVar("request_id", default="")


def request_id() -> str:
    """Return the id of the request that is answered now, or nothing."""
    return _current.get()


class RequestLogMiddleware:
    """Give each request its id, and tell of it when it is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        number, began = _of_proxy(request) or uuid4().hex, perf_counter()
        token = _current.set(number)
        try:
            response = self.get_response(request)
            response.headers[HEADER] = number
            if response.streaming and not isinstance(response, FileResponse):
                response.streaming_content = _with_id(number, response.streaming_content)
            _tell(request, response, perf_counter() - began)
        finally:
            _current.reset(token)
        return response


def route_of(request: HttpRequest) -> str:
    """Return the pattern of the address, such as fa/cities/<slug:key>/; "-" where none fits."""
    found = getattr(request, "resolver_match", None)
    return found.route if found else "-"


def _of_proxy(request: HttpRequest) -> str:
    """Return the id that a proxy of ours gave; a visitor's own word is not taken."""
    named = request.headers.get(HEADER, "")
    return named if settings.TRUSTED_PROXIES and WELL_FORMED.fullmatch(named) else ""


def _tell(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    status, path = response.status_code, request.path_info
    # Files and probes come by the thousand and tell nothing as long as they are answered.
    usual = path.startswith(settings.STATIC_URL) or path in ADDRESSES
    if usual and status < 400:
        return
    method = request.method if METHOD.fullmatch(request.method or "") else "?"
    route = path.lstrip("/") if path in ADDRESSES else route_of(request)
    facts = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000)}
    log.info("answered", extra={"facts": facts})


def _with_id(number: str, parts: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the parts of a long answer, each made under the id of its request."""
    parts = iter(parts)
    while True:
        token = _current.set(number)
        try:
            part = next(parts)
        except StopIteration:
            return
        finally:
            _current.reset(token)
        yield part
