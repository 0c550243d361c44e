"""In a real browser no text of the register runs, without the policy and within it."""

from collections.abc import Callable

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Route

from diplomacy.accounts.roles import Role
from diplomacy.headers import CONTENT_SECURITY_POLICY
from tests.browsing import chromium
from tests.hostile_register import crawl, hostile_register, reader_pages, staff_starts
from tests.payloads import PAYLOADS, met_in
from tests.registry.admin.conftest import member

# Once: pages are the same on both databases.
pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.django_db]

SITE = "http://site.test"
# Only reported, so that whatever could run does; what the policy would stop is told all the same.
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy-Report-Only": CONTENT_SECURITY_POLICY.replace(
        "; frame-ancestors 'none'", ""
    ),
}


def answering(pages: dict[str, str], elsewhere: list[str]) -> Callable[[Route], None]:
    """Return what answers the browser: our pages and files, and nothing of any other site."""

    def answer(route: Route) -> None:
        address = route.request.url
        path = address.removeprefix(SITE)
        if path in pages:
            route.fulfill(status=200, headers=HEADERS, body=pages[path])
        elif path.startswith("/static/") and (file := finders.find(path.removeprefix("/static/"))):
            route.fulfill(path=file)
        else:
            if not address.startswith(SITE):
                elsewhere.append(address)
            route.fulfill(status=404, body="")

    return answer


def watch(page: Page) -> list[str]:
    """Return the list into which everything that ran or was refused is written."""
    heard: list[str] = []
    page.expose_function("xq", lambda *_: heard.append("xq was called"))

    def dialog(met) -> None:
        heard.append(f"dialog: {met.message}")
        met.dismiss()

    page.on("dialog", dialog)
    page.on("popup", lambda other: heard.append(f"popup: {other.url}"))
    page.on("console", lambda said: heard.append(said.text) if "Policy" in said.text else None)
    return heard


def test_no_text_of_the_register_runs(settings):
    settings.STATIC_URL = "/static/"
    hostile_register(PAYLOADS)
    visitor, chief = Client(), Client()
    chief.force_login(member(Role.ADMINISTRATOR))
    pages = {place: html for place, (_, html) in crawl(chief, staff_starts()).items() if html}
    assert {place: met_in(html) for place, html in pages.items() if met_in(html)} == {}
    for place in reader_pages():
        answer = visitor.get(place)
        if answer.headers["Content-Type"].startswith("text/html"):
            pages[place] = answer.content.decode()
        answer.close()
    assert len(pages) > 200
    elsewhere: list[str] = []
    with chromium() as browser:
        page = browser.new_page()
        page.route("**/*", answering(pages, elsewhere))
        heard = watch(page)
        for place in pages:
            page.goto(SITE + place, wait_until="load")
            assert heard == [], place
            made = page.evaluate("document.querySelectorAll('xq, [onxq], [onerror]').length")
            assert made == 0, place
            assert elsewhere == [], place
        # The trap is one: the same browser tells of what runs, and of what the policy forbids.
        pages["/trap"] = f"<!doctype html><title>x</title>{PAYLOADS[2]}<svg/onload=xq()>"
        page.goto(f"{SITE}/trap", wait_until="load")
        page.wait_for_timeout(300)
        assert "xq was called" in heard
        assert any("Policy" in line for line in heard)
