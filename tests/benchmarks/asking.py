"""The site as a web server calls it: through WSGI, with the middleware of production."""

import io
import sys
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from django.core.cache import caches
from django.core.wsgi import get_wsgi_application

from diplomacy.encoding import read_as_utf_8
from diplomacy.registry.models import DataVersion

ENVIRON = {
    "REQUEST_METHOD": "GET",
    "SCRIPT_NAME": "",
    "SERVER_NAME": "127.0.0.1",
    "SERVER_PORT": "80",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "REMOTE_ADDR": "127.0.0.1",
    "HTTP_HOST": "127.0.0.1",
    "wsgi.version": (1, 0),
    "wsgi.url_scheme": "http",
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


@cache
def site():
    """Return the application, as diplomacy.wsgi makes it."""
    return read_as_utf_8(get_wsgi_application())


def begun(address: str, **environ: str) -> tuple[int, dict[str, str], Iterable[bytes]]:
    """Return status, headers and the parts of the body, which are to be closed."""
    path, _, query = address.partition("?")
    heard: dict[str, list] = {}

    def start_response(status: str, headers: list[tuple[str, str]], exc_info=None) -> None:
        heard["answer"] = [int(status[:3]), dict(headers)]

    parts = site()(
        {
            **ENVIRON,
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            **environ,
        },
        start_response,
    )
    return *heard["answer"], parts


def ask(address: str, **environ: str) -> Answer:
    """Return the whole answer."""
    status, headers, parts = begun(address, **environ)
    try:
        return Answer(status, headers, b"".join(parts))
    finally:
        if hasattr(parts, "close"):
            parts.close()


def forget() -> None:
    """Leave the site as after a write: nothing that was kept is of use."""
    DataVersion.bump()
    for store in caches.all():
        store.clear()
