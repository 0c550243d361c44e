"""Pages in the frames of another site, in a real browser: those made for it, and no others.

The other site may ask for it of all that it embeds that it agree (COEP), and may sandbox the frame.
"""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

from tests import builders
from tests.browsing import chromium

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db]

STRICT = {
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
}
EMBEDDERS = ("", "strict=1")
LAPIS = "rgb(11, 31, 66)"
BEHIND = "getComputedStyle(document.querySelector('header')).backgroundColor"


class _Article(BaseHTTPRequestHandler):
    """An article with a frame, both as its address says."""

    def do_GET(self) -> None:
        given = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        for name, value in STRICT.items() if "strict" in given else ():
            self.send_header(name, value)
        self.end_headers()
        frame = given.get("frame", "")
        self.wfile.write(f"<!doctype html><title>Article</title>{frame}".encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def article() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Article)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def opened() -> Iterator[Page]:
    with chromium() as browser:
        yield browser.new_page()


@pytest.fixture
def tie(db):
    tie = builders.tie()
    builders.agreement(tie.partner, start="2020-05-06")
    return tie


def framed(opened: Page, article: str, frame: str, strict: str):
    """Open an article with the frame and return what stands in it."""
    opened.goto(f"{article}?{strict}&frame={frame.replace(' ', '+')}")
    return opened.frames[1]


def test_another_site_can_frame_the_pages_made_for_it(live_server, tie, article, opened):
    ways = product(("cities", "timeline"), ("", "sandbox", "sandbox='allow-scripts'"), EMBEDDERS)
    for page, sandbox, strict in ways:
        address = f"{live_server.url}/en/embed/{page}/{tie.partner.key}/"
        found = framed(opened, article, f"<iframe src='{address}' {sandbox}></iframe>", strict)
        assert tie.partner.name in found.text_content("h1")
        assert found.evaluate(BEHIND) == LAPIS, (page, sandbox, strict)


def test_another_site_can_frame_no_other_page(live_server, tie, article, opened):
    key = tie.partner.key
    others = (f"/en/cities/{key}/", f"/en/cities/{key}/embed/", "/en/desk/sign-in/", f"/id/{key}/")
    for address, strict in product(others, EMBEDDERS):
        frame = f"<iframe src='{live_server.url}{address}'></iframe>"
        assert framed(opened, article, frame, strict).url.startswith("chrome-error:"), address


def test_what_is_to_be_copied_works_and_its_links_open_beside_the_article(
    live_server, tie, article, opened, settings
):
    settings.SITE_URL = live_server.url
    opened.goto(f"{live_server.url}/en/cities/{tie.partner.key}/embed/")
    copied = opened.text_content("pre")
    found = framed(opened, article, copied, "strict=1")
    assert found.evaluate("document.fonts.ready.then(() => document.fonts.size > 0)")
    with opened.expect_popup() as beside:
        found.click("h1 a")
    beside.value.wait_for_load_state()
    assert beside.value.url == f"{live_server.url}/en/cities/{tie.partner.key}/"
    assert beside.value.text_content("h1").strip() == str(tie.partner.name)
    assert opened.url.startswith(article)
