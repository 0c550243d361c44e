"""A reader's walk in a real browser: home, a tie, an agreement, in each language."""

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from tests.browsing import chromium

from .looking import leave_by

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

KEPT = settings.BASE_DIR / "var" / "screenshots"
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}


def keep(page: Page, name: str) -> None:
    """Keep a picture of the whole page for people to look at."""
    KEPT.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=KEPT / f"{name}.png", full_page=True)


def walk(browser: Browser, address: str, language: str, size: str) -> dict:
    """Walk as a reader does; return what was met on the way."""
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: faults.append(message.text))
    page.goto(f"{address}/{language}/")
    keep(page, f"home-{language}-{size}")
    widths = [page.evaluate("document.documentElement.scrollWidth")]
    leave_by(page.locator(f'main a[href="/{language}/cities/xian/"]').first)
    keep(page, f"tie-{language}-{size}")
    widths.append(page.evaluate("document.documentElement.scrollWidth"))
    leave_by(page.locator(f'main a[href="/{language}/agreements/a-xian-1989/"]').first)
    keep(page, f"agreement-{language}-{size}")
    widths.append(page.evaluate("document.documentElement.scrollWidth"))
    met = {
        "title": page.title(),
        "direction": page.locator("html").get_attribute("dir"),
        "heading": page.locator("h1").inner_text(),
        "text": page.locator("main").inner_text(),
        "cookies": context.cookies(),
        "foreign": [url for url in asked if not url.startswith((address, "data:"))],
        "faults": faults,
        "widths": widths,
    }
    context.close()
    return met


@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_a_reader_walks_from_home_to_a_tie_to_its_agreement(register, language):
    dates = {"fa": "۱۶ اردیبهشت ۱۳۶۸", "en": "6 May 1989", "zh-hans": "1989年5月6日"}
    with chromium() as browser:
        for size, (width, _) in SIZES.items():
            met = walk(browser, register, language, size)
            assert dates[language] in met["text"]
            assert met["heading"]
            assert met["direction"] == ("rtl" if language == "fa" else "ltr")
            assert met["cookies"] == []
            assert met["foreign"] == []
            assert met["faults"] == []
            assert max(met["widths"]) <= width
