"""Pages as people adapt them, and pictures of every kind of page for people to look at: in Persian,
with EVERY_PAGE=1 in every language.

The slow set: pages that show every shape found among eight pages of each kind, in three languages,
at 320 pixels, with the text spacing of WCAG 1.4.12 and with text at 200 % (nothing scrolls
sideways); in Persian in the dark, where axe-core finds every text legible: colours are the same in
every language. Forced colours are for the eye: there axe-core reads the fill of letters, which
Chromium tells as it was before it forced it.
"""

import pytest
from django.conf import settings

from tests.browser.looking import (
    DESKTOP,
    EVERY_PAGE,
    HEIGHT,
    NARROW,
    PHONE,
    WIDTH,
    tab,
    weak_colours,
)
from tests.browsing import chromium
from tests.crawling import cover, one_of_each
from tests.mirror import served

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.once, pytest.mark.django_db]

KEPT = settings.BASE_DIR / "var" / "screenshots"
LANGUAGES = ["fa", "en", "zh-hans"]
PERSIAN_FIRST = LANGUAGES if EVERY_PAGE else LANGUAGES[:1]
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }"""
LARGE = ":root { font-size: 200% !important; }"
# Width, and the style that a reader brings.
READERS = {
    "at 320": (NARROW, ""),
    "with spacing": (PHONE, SPACING),
    "with spacing on a desktop": (DESKTOP, SPACING),
    "with text at 200 %": (DESKTOP, LARGE),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_does_not_scroll_sideways_however_it_is_read(crawl, language):
    pages = cover(crawl(language, at_most=8).pages.values())
    wide = []
    with served({page.address: page for page in pages}) as server, chromium() as browser:
        context, opened = tab(browser, bypass_csp=True)
        for page in pages:
            for how, (width, style) in READERS.items():
                opened.set_viewport_size({"width": width, "height": HEIGHT})
                opened.goto(server + page.address)
                if style:
                    opened.add_style_tag(content=style)
                found = opened.evaluate(WIDTH)
                if found > width:
                    wide.append(f"{page.address} {how}: {found}")
        context.close()
    assert wide == []


@pytest.mark.parametrize("language", PERSIAN_FIRST)
def test_a_page_is_legible_in_the_dark(crawl, language):
    pages = cover(crawl(language, at_most=8).pages.values())
    weak = []
    with served({page.address: page for page in pages}) as server, chromium() as browser:
        context, opened = tab(browser, color_scheme="dark")
        for page in pages:
            weak += weak_colours(opened, server + page.address)
        context.close()
    assert weak == []


@pytest.mark.parametrize("language", PERSIAN_FIRST)
def test_every_kind_of_page_has_its_picture(crawl, language):
    """Keep what each kind looks like, on the desktop, the phone and paper."""
    pages = one_of_each(crawl(language, at_most=8).pages.values())
    KEPT.mkdir(parents=True, exist_ok=True)
    with served({page.address: page for page in pages}) as server, chromium() as browser:
        context, opened = tab(browser)
        for page in pages:
            name = f"{page.name.rpartition(':')[2]}-{language}"
            opened.goto(server + page.address)
            for width in (DESKTOP, PHONE):
                opened.set_viewport_size({"width": width, "height": HEIGHT})
                opened.screenshot(path=KEPT / f"{name}-{width}.png", full_page=True)
            opened.pdf(path=KEPT / f"{name}.pdf", prefer_css_page_size=True)
        context.close()
    assert len(list(KEPT.glob(f"*-{language}-{PHONE}.png"))) >= len(pages)
