"""The help in a real browser: no rule of accessibility broken, and the keys that lead to it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from diplomacy.accounts.roles import Role
from diplomacy.office.help import PAGES
from tests.accounts.people import PASSWORD, person
from tests.browsing import chromium

from .looking import RULES, leave_by

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

FOCUSED = "document.activeElement.id"


def signed_in(page: Page, address: str) -> Page:
    person(role=Role.ADMINISTRATOR, language="fa")
    page.goto(f"{address}/fa/desk/sign-in/")
    page.locator("[name=username]:not([type=hidden])").fill("clerk")
    page.locator("[name=password]").fill(PASSWORD)
    leave_by(page.locator("main button"))
    page.wait_for_url("**/fa/desk/")
    return page


def press(page: Page, key: str, code: str, shift: bool = False) -> None:
    """Press a key as a keyboard of another layout sends it."""
    page.evaluate(
        """([key, code, shiftKey]) => document.body.dispatchEvent(new KeyboardEvent(
            "keydown", {key, code, shiftKey, bubbles: true, cancelable: true}))""",
        [key, code, shift],
    )


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_help_breaks_no_rule_of_accessibility(live_server, scheme):
    broken, wide = [], []
    with chromium() as browser:
        context = browser.new_context(color_scheme=scheme, viewport={"width": 320, "height": 700})
        page = signed_in(context.new_page(), live_server.url)
        # Colours are the same in every language.
        for language in ("fa", "en", "zh-hans") if scheme == "light" else ("fa",):
            for place in ("", *(f"{slug}/" for slug in PAGES)):
                page.goto(f"{live_server.url}/{language}/desk/help/{place}")
                for violation in Axe().run(page, options=RULES).response["violations"]:
                    broken.append((language, place, violation["id"]))
                if page.evaluate("document.documentElement.scrollWidth") > 320:
                    wide.append((language, place))
    assert broken == []
    assert wide == []


# The key beside the right shift gives "/" on a Persian keyboard, and another letter on others.
@pytest.mark.parametrize("sign", ["/", "ظ", "、"])
def test_one_key_leads_to_search_on_every_keyboard_and_is_a_letter_while_typing(live_server, sign):
    with chromium() as browser:
        page = signed_in(browser.new_page(), live_server.url)
        press(page, sign, "Slash")
        assert page.evaluate(FOCUSED) == "desk-search"
        page.keyboard.type("a/b")
        assert page.locator("#desk-search").input_value() == "a/b"


@pytest.mark.parametrize("sign", ["?", "؟", "？"])
def test_another_key_opens_the_help_of_the_screen_beside_it(live_server, sign):
    with chromium() as browser:
        page = signed_in(browser.new_page(), live_server.url)
        page.goto(f"{live_server.url}/fa/desk/drafts/")
        with page.context.expect_page() as opened:
            press(page, sign, "Slash", shift=True)
        opened.value.wait_for_url("**/fa/desk/help/drafts/")
        assert page.url.endswith("/fa/desk/drafts/")


def test_single_keys_can_be_turned_off(live_server):
    with chromium() as browser:
        page = signed_in(browser.new_page(), live_server.url)
        for on in (False, True):
            page.goto(f"{live_server.url}/fa/desk/help/")
            page.locator("[data-single-keys] input").set_checked(on)
            page.goto(f"{live_server.url}/fa/desk/")
            page.keyboard.press("/")
            assert (page.evaluate(FOCUSED) == "desk-search") == on
