"""The comparison on paper: one landscape sheet of A4, whatever the number of ties."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser

from tests.browser.conftest import load
from tests.browsing import chromium
from tests.crawling import Site
from tests.mirror import served

pytestmark = [pytest.mark.browser, pytest.mark.once]

THREE = "xian,hangzhou,shanghai"
SIX = f"{THREE},kazan,florence,iasi"
A4_LANDSCAPE = (842, 595)  # points
CHOICES = [("fa", THREE), ("en", SIX), ("zh-hans", "xian,kazan"), ("fa", SIX)]

LANGUAGES = ("fa", "en", "zh-hans")


@pytest.fixture(scope="module")
def register(made_once) -> Iterator[str]:
    """Return the address of a server that shows the comparisons of the shipped register."""
    load()
    pages = {}
    for language, keys in {*CHOICES, *((language, SIX) for language in LANGUAGES)}:
        address = f"/{language}/timeline/?c={keys}"
        pages[address] = Site(Client(), language).open(address)
    with served(pages) as address:
        yield address


def sheets(browser: Browser, address: str, scheme: str) -> list[tuple[int, int]]:
    """Return the width and the height of every sheet of a page, in points."""
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    printed = page.pdf(prefer_css_page_size=True)
    context.close()
    boxes = re.findall(rb"/MediaBox ?\[0 0 ([0-9.]+) ([0-9.]+)\]", printed)
    assert len(boxes) == len(re.findall(rb"/Type ?/Page\b", printed))
    return [(round(float(width)), round(float(height))) for width, height in boxes]


def test_a_comparison_prints_on_one_landscape_sheet(register):
    with chromium() as browser:
        for language, keys in CHOICES:
            for scheme in ("light", "dark"):
                address = f"{register}/{language}/timeline/?c={keys}"
                assert sheets(browser, address, scheme) == [A4_LANDSCAPE]


def test_the_printed_sheet_holds_chart_key_and_the_address_of_the_rest(register):
    with chromium() as browser:
        for language, keys in CHOICES:
            page = browser.new_page(viewport={"width": 1047, "height": 726})
            page.emulate_media(media="print")
            page.goto(f"{register}/{language}/timeline/?c={keys}")
            sheet = page.locator(".cmp").bounding_box()
            for part in (".key", ".chart", ".paper-key ol", ".paper-key p"):
                box = page.locator(part).bounding_box()
                assert box["height"] > 0
                assert box["y"] + box["height"] <= sheet["y"] + sheet["height"] + 1
                assert sheet["x"] - 1 <= box["x"]
                assert box["x"] + box["width"] <= sheet["x"] + sheet["width"] + 1
            assert f"timeline/?c={keys}" in page.locator(".paper-key p").inner_text()
            assert not page.locator(".rail-sec").is_visible()
            page.close()


def test_a_phone_shows_strips_and_a_wide_screen_the_chart_and_neither_overflows(register):
    with chromium() as browser:
        for width, shown, hidden in ((320, ".strips", ".chart"), (1280, ".chart", ".strips")):
            for language in LANGUAGES:
                page = browser.new_page(viewport={"width": width, "height": 844})
                page.goto(f"{register}/{language}/timeline/?c={SIX}")
                assert page.locator(shown).is_visible()
                assert not page.locator(hidden).is_visible()
                page.locator(".pick summary").click()
                assert page.evaluate("document.documentElement.scrollWidth") <= width
                page.close()


def test_numbers_in_the_chart_fit_into_their_markers(register):
    """Text is measured in the browser; the drawing knows only how many digits it has."""
    measure = """marks => marks.filter(mark => {
        const text = mark.querySelector('text').getBBox();
        const shape = mark.querySelector('.open:last-of-type, .full').getBBox();
        return text.width > shape.width - 4;
    }).map(mark => mark.textContent.trim())"""
    with chromium() as browser:
        for language in LANGUAGES:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(f"{register}/{language}/timeline/?c={SIX}")
            assert page.locator(".c-run").count() > 0
            assert page.locator(".c-mark").evaluate_all(measure) == []
            page.close()
