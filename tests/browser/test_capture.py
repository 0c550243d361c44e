"""A visit is recorded in a real browser: from sign-in to published, and without script."""

import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, Page

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import Role
from diplomacy.office.models import KeptForm
from diplomacy.registry.models import City, Commitment, Delegation
from tests import builders
from tests.browser.looking import RULES, SHADES
from tests.browsing import chromium

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

KEPT = settings.BASE_DIR / "var" / "screenshots"
PASSWORD = "a made-up pass phrase"
MOST = 24  # interactions from sign-in to published, promise and source included


class Hand:
    """Somebody at a browser; each field, key and click is one interaction."""

    def __init__(self, browser: Browser, address: str, *, script: bool = True) -> None:
        context = browser.new_context(
            java_script_enabled=script, viewport={"width": 1280, "height": 900}
        )
        self.page: Page = context.new_page()
        self.address = address
        self.count = 0
        self.faults: list[str] = []
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def fill(self, field: str, words: str) -> None:
        self.count += 1
        self.page.fill(field, words)

    def type(self, field: str, words: str) -> None:
        self.count += 1
        self.page.locator(field).press_sequentially(words)

    def press(self, key: str) -> None:
        self.count += 1
        self.page.keyboard.press(key)

    def click(self, what: str) -> None:
        self.count += 1
        self.page.click(what)

    def choose(self, field: str, value: str) -> None:
        self.count += 1
        self.page.select_option(field, value)

    def pick(self, field: str, words: str) -> None:
        """Type a name and take the first suggestion."""
        self.type(field, words)
        self.page.wait_for_selector("[role=option]")
        self.press("ArrowDown")
        self.press("Enter")

    def sign_in(self, name: str) -> None:
        self.fill("#id_username", name)
        self.fill("#id_password", PASSWORD)
        self.press("Enter")
        self.page.wait_for_url(lambda url: "sign-in" not in url)

    def keep_picture(self, name: str) -> None:
        KEPT.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=KEPT / f"{name}.png", full_page=True)


@pytest.fixture
def people(db) -> None:
    for name in (Role.RECORDER, Role.REVIEWER):
        User.objects.create_user(str(name), password=PASSWORD, role=name, language="fa")
    builders.home_city()
    builders.city("Springford", "چشمه‌گذر", "泉渡")
    builders.area()


def test_a_visit_is_recorded_in_persian_from_sign_in_to_published(live_server, people, capsys):
    with chromium() as browser:
        recorder = Hand(browser, live_server.url)
        recorder.open("/fa/desk/visits/new/")
        recorder.sign_in("recorder")
        recorder.pick("#id_city", "چشمه")
        recorder.fill("#id_start", "۲۸ آبان ۱۴۰۰")
        recorder.fill("#id_title_fa", "سفر آزمایشی")
        recorder.fill("#id_source", "گزارش ساختگی")
        recorder.choose("#id_source_kind", "press")
        recorder.fill("#id_promises-0-what", "فرستادن طرح")
        recorder.page.wait_for_selector("#preview :text('فرستادن طرح')")
        recorder.keep_picture("capture-fa")
        recorder.press("Control+Enter")
        recorder.page.wait_for_url("**/desk/records/**")
        made = Delegation.objects.get()
        assert made.publication == "in_review"
        assert recorder.faults == []

        reviewer = Hand(browser, live_server.url)
        reviewer.open(reverse("desk:record", args=["delegation", made.key]))
        reviewer.sign_in("reviewer")
        reviewer.click("form:has(input[value=publish]) button")
        reviewer.page.wait_for_selector(".said.success")
    made.refresh_from_db()
    assert made.is_published
    assert made.ordering_day.isoformat() == "2021-11-19"
    assert Commitment.objects.get().publication == "in_review"  # decided on by itself
    with capsys.disabled():
        sys.stdout.write(
            f"\n{recorder.count} interactions to record, {reviewer.count} to publish\n"
        )
    assert recorder.count + reviewer.count <= MOST


def test_a_visit_is_recorded_without_script(live_server, people):
    with chromium() as browser:
        hand = Hand(browser, live_server.url, script=False)
        hand.open("/fa/desk/visits/new/")
        hand.sign_in("recorder")
        hand.fill("#id_city", "چشم")
        hand.fill("#id_start", "1400-08")
        hand.fill("#id_title_fa", "سفر بی‌اسکریپت")
        hand.press("Enter")
        hand.page.wait_for_selector(".choices")
        assert not Delegation.objects.exists()
        hand.click("input[name=city][value=springford]")
        hand.click("button.btn[value=save]")
        hand.page.wait_for_selector(".said")
    made = Delegation.objects.get()
    assert made.city_rows.get().city == City.objects.get(key="springford")
    assert made.publication == "draft"


def test_what_was_typed_outlives_the_page(live_server, people):
    with chromium() as browser:
        hand = Hand(browser, live_server.url)
        hand.open("/fa/desk/visits/new/")
        hand.sign_in("recorder")
        hand.fill("#id_title_fa", "ناتمام")
        hand.page.wait_for_selector("#keeping:not(:empty)")
        assert KeptForm.objects.count() == 1
        hand.open("/fa/desk/visits/new/")
        hand.click(".kept a")
        hand.page.wait_for_selector("#id_title_fa")
        assert hand.page.input_value("#id_title_fa") == "ناتمام"


def test_keys_begin_a_visit_and_lead_to_search(live_server, people):
    with chromium() as browser:
        hand = Hand(browser, live_server.url)
        hand.open("/fa/desk/")
        hand.sign_in("recorder")
        hand.press("Alt+n")
        hand.page.wait_for_url("**/visits/new/")
        hand.press("/")
        assert hand.page.evaluate("document.activeElement.id") == "desk-search"


def test_a_change_by_somebody_else_is_not_overwritten_unseen(live_server, people):
    made = builders.delegation(City.objects.get(key="springford"), publication="draft")
    with chromium() as browser:
        first, second = (Hand(browser, live_server.url) for _ in range(2))
        for hand, name in ((first, "recorder"), (second, "reviewer")):
            hand.open(f"/fa/desk/visits/{made.key}/")
            hand.sign_in(name)
            hand.fill("#id_title_fa", f"عنوان {name}")
        for hand in (second, first):
            hand.press("Control+s")
            hand.page.wait_for_selector(".said")
        refused = first.page.locator("#capture > .errorlist").inner_text()
        assert "عنوان reviewer" in refused
        assert first.page.input_value("#id_title_fa") == "عنوان recorder"
        first.press("Control+s")
        first.page.wait_for_selector(".said.success")
    made.refresh_from_db()
    assert made.title_fa == "عنوان recorder"


@pytest.mark.slow
@pytest.mark.parametrize(("language", "scheme"), SHADES)
def test_the_screens_break_no_rule_of_accessibility(live_server, people, language, scheme):
    made = builders.delegation(City.objects.get(key="springford"), publication="draft")
    pages = ["visits/new/", "agreements/new/", "events/new/", f"visits/{made.key}/"]
    broken, wide = [], []
    with chromium() as browser:
        hand = Hand(browser, live_server.url)
        hand.open("/fa/desk/")
        hand.sign_in("recorder")
        hand.page.emulate_media(color_scheme=scheme)
        for path in pages:
            hand.page.set_viewport_size({"width": 1280, "height": 900})
            hand.open(f"/{language}/desk/{path}")
            found = Axe().run(hand.page, options=RULES).response["violations"]
            broken += [(path, violation["id"]) for violation in found]
            hand.page.set_viewport_size({"width": 320, "height": 700})
            if hand.page.evaluate("document.documentElement.scrollWidth") > 320:
                wide.append(path)
    assert (broken, wide) == ([], [])
