"""What a first visit costs, and that nothing moves while it loads.

Each kind of page is opened with nothing cached, on the phone and on the desktop; fonts come late,
as they do on a slow line. Bytes are those of the served bodies, text compressed by gzip at level 6
as a proxy does; fonts and pictures are compressed already. Persian in the fast set, the others in
the slow one.
"""

import gzip

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Response

from tests.browser.looking import DESKTOP, HEIGHT, PHONE
from tests.browsing import chromium
from tests.crawling import Page, one_of_each
from tests.mirror import served

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db]

KEPT = settings.BASE_DIR / "var" / "screenshots"
KILOBYTE = 1000
HOME, OTHERS = 90 * KILOBYTE, 60 * KILOBYTE
REQUESTS = 8
SHIFT = 0.02
LATE = 0.15  # seconds
PACKED = ("font/", "image/png", "image/jpeg", "image/webp")

WATCH = """window.moved = 0; new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.moved += one.value;
}).observe({type: "layout-shift", buffered: true});"""
MOVED = """() => document.fonts.ready.then(() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => done(window.moved)))))"""


def weight(response: Response) -> int:
    """Return how many bytes the body takes on the way."""
    body = response.body()
    kind = response.headers.get("content-type", "")
    return len(body) if kind.startswith(PACKED) else len(gzip.compress(body, 6))


def visit(browser: Browser, address: str, width: int) -> tuple[list[tuple[str, int]], float]:
    """Open the page in a fresh browser; return the bytes it loaded and how far it moved."""
    context = browser.new_context(viewport={"width": width, "height": HEIGHT})
    context.add_init_script(WATCH)
    opened = context.new_page()
    loaded: list[Response] = []

    def keep(response: Response) -> None:
        loaded.append(response)

    opened.on("response", keep)
    opened.goto(address)
    moved = opened.evaluate(MOVED)
    weights = [(response.url, weight(response)) for response in loaded]
    context.close()
    return weights, moved


def test_a_first_visit_is_light_and_still(persian_pages):
    assert burdens(persian_pages, "fa") == []


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_first_visit_is_light_and_still_in_the_other_languages(crawl, language):
    pages = one_of_each(crawl(language, at_most=3).pages.values())
    assert burdens({page.address: page for page in pages}, language) == []


def burdens(pages: dict[str, Page], language: str) -> list[str]:
    """Visit each page; return what is too heavy, foreign or moving, and keep a table of all."""
    found, table = [], []
    with served(pages, LATE) as server, chromium() as browser:
        for page in pages.values():
            loaded, moved = visit(browser, server + page.address, PHONE)
            _, moved_wide = visit(browser, server + page.address, DESKTOP)
            total = sum(size for _, size in loaded)
            said = f"{page.name:26} {total:7} {len(loaded):3} {moved:.3f} {moved_wide:.3f}"
            table.append(said)
            light = total <= (HOME if page.name == "public:home" else OTHERS)
            ours = all(url.startswith((server, "data:")) for url, _ in loaded)
            still = max(moved, moved_wide) <= SHIFT
            if not (light and ours and still and len(loaded) <= REQUESTS):
                found.append(f"{said} {loaded}")
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT / f"weights-{language}.txt").write_text("\n".join(sorted(table)), encoding="utf-8")
    return found
