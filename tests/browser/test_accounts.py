"""The way into the desk in a real browser: with and without script, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page

from diplomacy.accounts.links import one_time_link
from diplomacy.accounts.models import User
from tests.accounts.people import PASSWORD, person
from tests.browsing import chromium

from .looking import RULES, SHADES, leave_by

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def sign_in(page: Page) -> None:
    page.locator("[name=username]:not([type=hidden])").fill("clerk")
    page.locator("[name=password]").fill(PASSWORD)
    leave_by(page.locator("main button"))


def type_and_lose_the_session(browser: Browser, address: str, **options: object) -> Page:
    """Sign in, type a name with its lines, end the session on the server and press the button."""
    page = browser.new_context(**options).new_page()
    page.goto(f"{address}/fa/desk/account/")
    sign_in(page)
    page.locator("[name=first_name]").fill("سارا «آزمون‌گر» & co")
    Session.objects.all().delete()
    leave_by(page.locator("main form button"))
    return page


@pytest.mark.parametrize("script", [True, False])
def test_a_lost_session_costs_two_presses_and_no_word(live_server, script):
    user = person()
    with chromium() as browser:
        page = type_and_lose_the_session(browser, live_server.url, java_script_enabled=script)
        assert "دیگر وارد نیستید" in page.locator("main").inner_text()
        sign_in(page)
        leave_by(page.locator("main button"))
        assert "حساب شما ذخیره شد" in page.locator("main").inner_text()
        assert page.locator("[name=first_name]").input_value() == "سارا «آزمون‌گر» & co"
    user.refresh_from_db()
    assert user.first_name == "سارا «آزمون‌گر» & co"


def test_a_sign_in_in_another_tab_leaves_the_first_tab_its_words(live_server):
    user = person()
    with chromium() as browser:
        context = browser.new_context()
        first, second = context.new_page(), context.new_page()
        first.goto(f"{live_server.url}/fa/desk/account/")
        sign_in(first)
        first.locator("[name=first_name]").fill("سارا")
        second.goto(f"{live_server.url}/fa/desk/account/")
        leave_by(second.locator("header button"))
        sign_in(second)
        # The token of the first tab is an old one by now.
        leave_by(first.locator("main form button"))
        assert "چیزی از دست نرفته است" in first.locator("main").inner_text()
        leave_by(first.locator("main button"))
        assert first.locator("[name=first_name]").input_value() == "سارا"
    user.refresh_from_db()
    assert user.first_name == "سارا"


PAGES = ["sign-in/", "forgotten/", "account/", "account/password/"]


def faults(page: Page) -> list[str]:
    """Return what is wrong with the page: broken rules, and a width that does not fit."""
    found = [one["id"] for one in Axe().run(page, options=RULES).response["violations"]]
    page.set_viewport_size({"width": 320, "height": 640})
    if page.evaluate("document.documentElement.scrollWidth") > 320:
        found.append("too wide")
    page.set_viewport_size({"width": 1280, "height": 900})
    return [f"{page.url}: {one}" for one in found]


@pytest.mark.slow
@pytest.mark.parametrize(("language", "scheme"), SHADES)
def test_the_pages_of_accounts_break_no_rule_of_accessibility(
    live_server, settings, language, scheme
):
    settings.EMAIL_HOST = "mail.example"
    settings.SITE_URL = live_server.url
    person()
    guest: User = person("guest", password=None, language=language)
    broken = []
    with chromium() as browser:
        page = browser.new_context(color_scheme=scheme).new_page()
        page.goto(one_time_link(guest))
        broken += faults(page)
        page.goto(one_time_link(guest)[:-2] + "x/")
        broken += faults(page)
        for path in PAGES:
            page.goto(f"{live_server.url}/{language}/desk/{path}")
            broken += faults(page)
            if path == "forgotten/":
                page.goto(f"{live_server.url}/{language}/desk/account/")
                page.locator("[name=username]").fill("clerk")
                page.locator("[name=password]").fill("wrong")
                leave_by(page.locator("main button"))
                broken += faults(page)
                sign_in(page)
        page.goto(f"{live_server.url}/{language}/desk/account/")
        Session.objects.all().delete()
        leave_by(page.locator("main form button"))
        broken += faults(page)
        sign_in(page)
        broken += faults(page)
    assert broken == []
