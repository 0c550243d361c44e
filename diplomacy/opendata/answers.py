"""How open data is handed out: to everybody, from anywhere, and no more often than is polite."""

import hashlib

from django.core.cache import caches
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from diplomacy.accounts.limits import TooOften, client_of
from diplomacy.headers import let_be_read

# What a page of another site may see of an answer beside its body.
EXPOSED = "ETag, Link, Retry-After, Content-Disposition"


def count_request(request: HttpRequest, purpose: str, most: int, seconds: int) -> None:
    """Count one more request of this client in the running window. Raises TooOften.

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
        raise TooOften(left)


def readable(response: HttpResponseBase) -> HttpResponseBase:
    """Return the answer with the headers that let any site read it."""
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    patch_vary_headers(response, ["Accept-Language"])
    return let_be_read(response)
