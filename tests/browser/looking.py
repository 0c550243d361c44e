"""What a browser tells of a page: rules of accessibility broken, width, moves, focus."""

import os
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Browser, BrowserContext, Locator
from playwright.sync_api import Page as Tab

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": TAGS}
DESKTOP, PHONE, NARROW = 1280, 390, 320
HEIGHT = 900
# By hand before a release: what takes too long for every run.
EVERY_PAGE = bool(os.environ.get("EVERY_PAGE"))
# Each language, and one in the dark: colours are the same in every language.
SHADES = [("fa", "light"), ("en", "light"), ("zh-hans", "light"), ("fa", "dark")]

COLOURS = ["color-contrast", "link-in-text-block"]  # what takes axe most of its time

RUN = """([rules, left_out, within]) => axe.run(within, {
  runOnly: rules,
  rules: Object.fromEntries(left_out.map((name) => [name, {enabled: false}])),
  resultTypes: ["violations"],
}).then((found) => found.violations.map((one) => `${one.id}: ${one.nodes[0].target}`))"""
EVERYTHING = {"include": [["html"]]}
WITHOUT_FRAME = {"include": [["html"]], "exclude": [["body > header"], ["body > footer"]]}
WIDTH = "document.documentElement.scrollWidth"


def tab(browser: Browser, **how: object) -> tuple[BrowserContext, Tab]:
    """Return a fresh context and its tab; `how` goes to the context."""
    context = browser.new_context(viewport={"width": DESKTOP, "height": HEIGHT}, **how)
    return context, context.new_page()


def broken_rules(
    opened: Tab, address: str, coloured: tuple[int, ...] = (DESKTOP,), *, frame: bool = True
) -> list[str]:
    """Open the page at both widths; return a phrase for each rule it breaks.

    Colours are looked at for the widths in `coloured`; without `frame`, header and footer are not.
    """
    broken = []
    opened.set_viewport_size({"width": DESKTOP, "height": HEIGHT})
    opened.goto(address)
    opened.evaluate(AXE)
    for width in (DESKTOP, PHONE):
        opened.set_viewport_size({"width": width, "height": HEIGHT})
        left_out = [] if width in coloured else COLOURS
        looked_at = [TAGS, left_out, EVERYTHING if frame else WITHOUT_FRAME]
        broken += [f"{address} at {width}: {rule}" for rule in opened.evaluate(RUN, looked_at)]
        if opened.evaluate(WIDTH) > width:
            broken.append(f"{address} at {width}: wider than the window")
    return broken


def weak_colours(opened: Tab, address: str) -> list[str]:
    """Open the page and return a phrase for each text that is hard to tell from its ground."""
    opened.goto(address)
    opened.evaluate(AXE)
    looked_at = [{"type": "rule", "values": COLOURS}, [], EVERYTHING]
    return [f"{address}: {rule}" for rule in opened.evaluate(RUN, looked_at)]


def leave_by(button: Locator) -> None:
    """Press what leads to another page, and wait for that: a slow machine still shows the old."""
    with button.page.expect_navigation():
        button.click()
