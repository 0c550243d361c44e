"""A copy of crawled pages on a small server: a browser reads them as often as it likes, unasked
of Django and of the database. Styles and fonts come from the folders that the site serves."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from diplomacy.headers import HEADERS
from diplomacy.public.sheets import joined
from tests.crawling import Page


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # keeps the connection, as the real server does

    def do_GET(self) -> None:
        page = self.server.pages.get(self.path)
        if page:
            self._answer(200, "text/html; charset=utf-8", page.html.encode())
            return
        path = self.path.partition("?")[0]
        if path.startswith("/styles/"):
            names = path.removeprefix("/styles/").removesuffix(".css")
            self._answer(200, "text/css; charset=utf-8", joined(names)[0].encode(), "max-age=3600")
            return
        file = finders.find(path.removeprefix(settings.STATIC_URL))
        if path.startswith(settings.STATIC_URL) and file:
            if path.endswith(".woff2"):
                time.sleep(self.server.late)
            kind = guess_type(path)[0] or "application/octet-stream"
            self._answer(200, kind, Path(file).read_bytes(), "max-age=3600")
        else:
            self._answer(404, "text/plain", b"")

    def _answer(self, status: int, kind: str, body: bytes, cached: str = "no-store") -> None:
        self.send_response(status)
        for name, text in {**HEADERS, "Content-Type": kind, "Cache-Control": cached}.items():
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(pages: dict[str, Page], late: float = 0) -> Iterator[str]:
    """Serve the pages by their address while the block runs; yield the server's address.

    A font comes so many seconds `late`, as on a slow line.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.pages, server.late = pages, late
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
