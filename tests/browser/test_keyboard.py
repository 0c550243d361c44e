"""The pages by keyboard alone: every link and control in order, each seen to be reached."""

import pytest
from playwright.sync_api import Page as Tab

from tests.browser.looking import tab
from tests.browsing import chromium
from tests.mirror import served

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db]

# With the most kinds of links and controls.
PAGES = {
    "public:home",
    "public:city",
    "public:city-list",
    "public:timeline",
    "public:corrections",
    "public:search",
}

# Numbers every stop of the Tab key in the order of the page; of radio buttons the chosen one.
NUMBER = """() => {
  const all = "a[href], button, input, select, textarea, summary, [tabindex]";
  const stops = [...document.querySelectorAll(all)].filter((one) =>
    one.checkVisibility({visibilityProperty: true}) && one.tabIndex >= 0 && !one.disabled
    && one.type !== "hidden" && !(one.type === "radio" && !one.checked));
  stops.forEach((one, place) => one.dataset.stop = place);
  return stops.length;
}"""
# Where we are, and whether a reader sees it: an outline on the element or what holds it.
HERE = """() => {
  const one = document.activeElement;
  if (one === document.body) return [-1, true, ""];
  let seen = false;
  for (let up = one; up && !seen; up = up.parentElement) {
    const style = getComputedStyle(up);
    seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  }
  return [Number(one.dataset.stop ?? -2), seen, one.outerHTML.slice(0, 80)];
}"""


def test_tab_reaches_everything_in_order_and_shows_where_it_is(persian_pages):
    wrong = []
    with served(persian_pages) as server, chromium() as browser:
        context, opened = tab(browser)
        for page in persian_pages.values():
            if page.name in PAGES:
                opened.goto(server + page.address)
                wrong += stray(opened, page.address)
        context.close()
    assert wrong == []


def stray(opened: Tab, address: str) -> list[tuple]:
    """Press Tab through the page; return the first stop that is missed or unseen."""
    for expected in range(opened.evaluate(NUMBER)):
        opened.keyboard.press("Tab")
        place, seen, what = opened.evaluate(HERE)
        if place != expected or not seen:
            return [(address, expected, place, seen, what)]
    return []


def test_the_skip_link_is_the_first_stop_and_leads_past_the_header(persian_pages):
    home = next(page for page in persian_pages.values() if page.name == "public:home")
    with served(persian_pages) as server, chromium() as browser:
        context, opened = tab(browser)
        opened.goto(server + home.address)
        opened.keyboard.press("Tab")
        first = opened.evaluate("document.activeElement.className")
        box = opened.locator(".skip").bounding_box()
        opened.keyboard.press("Enter")
        opened.keyboard.press("Tab")
        inside = opened.evaluate("document.activeElement.closest('main') !== null")
        context.close()
    assert first == "skip"
    assert box["y"] >= 0
    assert inside
