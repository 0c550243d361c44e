"""How open data is handed out: to everybody, from anywhere, and no more often than is polite."""

import hashlib
from collections.abc import Callable

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from diplomacy.accounts.limits import client_of

View = Callable[..., HttpResponseBase]

READABLE = {
    # From any site and any program; never with credentials.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After, Content-Disposition",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
MINUTES_KEPT = 10


class TooMany(Exception):
    """A client has asked too often; after `seconds` it may ask again."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds


def count_request(request: HttpRequest, purpose: str, most: int, seconds: int) -> None:
    """Count one more request of this client in the running window. Raises TooMany.

    In the memory of the process, unless the operator names a cache that processes share: reading
    writes nothing to the database. A limit of 0 is none.
    """
    if not most:
        return
    now = int(timezone.now().timestamp())
    left = seconds - now % seconds
    key = hashlib.sha256(f"{purpose} {client_of(request)} {now - now % seconds}".encode())
    cache = caches["limits"]
    if cache.add(name := key.hexdigest(), 1, timeout=left):
        return
    try:
        count = cache.incr(name)
    except ValueError:  # thrown out of the cache a moment ago
        return
    if count > most:
        raise TooMany(left)


def as_told(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the answer with its ETag, the hash of its body, or 304 where the client has it.

    The same body has the same tag whatever was written in between: a draft shows in neither.
    """
    tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = f"public, max-age={MINUTES_KEPT * 60}"
    return get_conditional_response(request, etag=tag, response=response)


def readable(response: HttpResponseBase) -> HttpResponseBase:
    """Return the answer with the headers that let any site read it."""
    for name, value in READABLE.items():
        response.headers[name] = value
    patch_vary_headers(response, ["Accept-Language"])
    return response
