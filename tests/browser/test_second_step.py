"""The whole way with a device in a real browser: set-up, out, in with either kind of code."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page

from diplomacy.accounts import totp
from diplomacy.accounts.models import SecondFactor, User
from tests.accounts.people import PASSWORD, person
from tests.browsing import chromium

from .looking import DESKTOP, HEIGHT, NARROW, RULES, SHADES, leave_by

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def gives_password(page: Page) -> None:
    page.locator("[name=username]:not([type=hidden])").fill("clerk")
    page.locator("[name=password]").fill(PASSWORD)
    leave_by(page.locator("main form button"))


def gives_code(page: Page, code: str) -> None:
    page.locator("[name=code]").fill(code)
    leave_by(page.locator("main form button").first)


def shown(secret: str) -> str:
    return totp.code(secret.replace(" ", ""), totp.step_of(timezone.now()))


def half_a_minute_later() -> None:
    """Have the code that was used be one of before."""
    SecondFactor.objects.update(last_step=totp.step_of(timezone.now() - timedelta(minutes=5)))


def set_up(page: Page, desk: str) -> tuple[str, list[str]]:
    """Sign in for the first time, on the way to the drafts; return secret and recovery codes."""
    page.goto(f"{desk}/drafts/")
    gives_password(page)
    page.goto(f"{desk}/drafts/")
    assert "/sign-in/" in page.url  # no way around
    gives_password(page)
    assert "/second-step/set-up/" in page.url
    box = page.locator(".qr svg").bounding_box()
    assert box["width"] > 150
    assert box["width"] == pytest.approx(box["height"], abs=1)
    secret = page.locator(".secret").inner_text()
    gives_code(page, shown(secret))
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    leave_by(page.locator("main .acts a"))
    assert page.url == f"{desk}/drafts/"
    half_a_minute_later()
    return secret, codes


def lose_the_session_and_come_back(page: Page, desk: str, code: str) -> None:
    page.goto(f"{desk}/account/")
    page.locator("[name=first_name]").fill("سارا «آزمون‌گر»")
    Session.objects.all().delete()
    leave_by(page.locator("main form button").first)
    gives_password(page)
    gives_code(page, code)
    leave_by(page.locator("main button"))
    assert page.locator("[name=first_name]").input_value() == "سارا «آزمون‌گر»"


@pytest.mark.parametrize("script", [True, False])
def test_a_reviewer_sets_up_a_device_and_signs_in_with_it_and_without_it(live_server, script):
    user = person(role="reviewer", language="fa")
    desk, refused = f"{live_server.url}/fa/desk", []
    with chromium() as browser:
        page = browser.new_context(java_script_enabled=script).new_page()
        page.on("console", lambda said: refused.append(said.text) if said.type == "error" else 0)
        secret, codes = set_up(page, desk)
        leave_by(page.locator("header form[action*=sign-out] button"))
        gives_password(page)
        assert page.url.endswith("/sign-in/code/")
        gives_code(page, "000000")
        assert "این کد درست نیست" in page.locator("main").inner_text()
        gives_code(page, shown(secret))
        assert page.url == f"{desk}/"
        lose_the_session_and_come_back(page, desk, codes[0])
        # No device is needed where a recovery code is at hand, once.
        leave_by(page.locator("header form[action*=sign-out] button"))
        gives_password(page)
        gives_code(page, codes[0])
        assert page.url.endswith("/sign-in/code/")
        gives_code(page, codes[1].upper().replace("-", " "))
        assert page.url == f"{desk}/"
        assert "۸ کد مانده است" in page.locator("main").inner_text()
    assert [line for line in refused if "Content Security Policy" in line] == []
    user.refresh_from_db()
    assert user.first_name == "سارا «آزمون‌گر»"


def faults(page: Page) -> list[str]:
    """Return what is wrong with the page: broken rules, and a width that does not fit."""
    found = [one["id"] for one in Axe().run(page, options=RULES).response["violations"]]
    page.set_viewport_size({"width": NARROW, "height": HEIGHT})
    if page.evaluate("document.documentElement.scrollWidth") > NARROW:
        found.append("too wide")
    page.set_viewport_size({"width": DESKTOP, "height": HEIGHT})
    return [f"{page.url}: {one}" for one in found]


@pytest.mark.slow
@pytest.mark.parametrize(("language", "scheme"), SHADES)
def test_the_pages_of_the_second_step_break_no_rule_of_accessibility(live_server, language, scheme):
    user: User = person(role="administrator", language=language)
    desk = f"{live_server.url}/{language}/desk"
    broken = []
    with chromium() as browser:
        page = browser.new_context(color_scheme=scheme).new_page()
        page.goto(f"{desk}/account/")
        gives_password(page)
        broken += faults(page)
        gives_code(page, "000000")
        broken += faults(page)
        gives_code(page, shown(page.locator(".secret").inner_text()))
        codes = page.locator(".codes code").all_inner_texts()
        broken += faults(page)
        for path in ("account/", "account/second-step/", "sign-ins/", "help/second-step/"):
            page.goto(f"{desk}/{path}")
            broken += faults(page)
        leave_by(page.locator("header form[action*=sign-out] button"))
        gives_password(page)
        broken += faults(page)
        refused = page.locator(".said.warning")
        for _ in range(21):  # ten in a quarter of an hour, and one may end meanwhile
            gives_code(page, "000000")
            if refused.count():
                break
        broken += faults(page)
        assert refused.count() == 1
    assert broken == []
    assert len(codes) == user.second_factor.recovery_codes.count()
