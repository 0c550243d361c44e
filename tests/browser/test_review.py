"""A change to what is published, and two who save one record, in a real browser."""

import pytest
from playwright.sync_api import Browser, Page

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import Role
from diplomacy.registry.models import Event
from tests import builders
from tests.browsing import chromium

from .looking import leave_by

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough password"


def signed_in(browser: Browser, address: str, name: str) -> Page:
    page = browser.new_context(locale="fa").new_page()
    page.goto(f"{address}/fa/desk/")
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    leave_by(page.locator("main button"))
    page.wait_for_load_state()
    return page


def read(page: Page, address: str) -> str:
    page.goto(address)
    return page.locator("main").inner_text()


@pytest.fixture
def published(db) -> Event:
    for role in (Role.RECORDER, Role.REVIEWER):
        User.objects.create_user(str(role), password=PASSWORD, role=role, language="fa")
    return builders.event(builders.city(), title_fa="عنوان منتشرشده")


def press(page: Page, act: str) -> None:
    """Open the act if it is folded, and press its button."""
    form = page.locator(f"form:has([name=act][value={act}])")
    if not form.is_visible():
        page.locator(f"details:has([value={act}]) summary").click()
    with page.expect_navigation():
        leave_by(form.locator("button"))


def test_a_draft_copy_is_never_public_until_it_is_accepted(live_server, published):
    record = f"{live_server.url}/fa/desk/records/event/{published.key}/"
    public = f"{live_server.url}/fa/events/{published.key}/"
    with chromium() as browser:
        reader = browser.new_page()
        author = signed_in(browser, live_server.url, "recorder")
        author.goto(record)
        press(author, "revise")
        copy = author.url
        leave_by(author.locator("main .rec-h a.btn.pri"))
        author.fill("[name=title_fa]", "عنوان تازه")
        with author.expect_navigation():
            leave_by(author.locator("button.btn[value=save]"))
        before = [read(reader, public), read(reader, f"{live_server.url}/fa/events/")]
        gone = reader.goto(copy.replace("/desk/records/event/", "/events/")).status
        author.goto(copy)
        press(author, "submit")
        waiting = read(reader, public)
        reviewer = signed_in(browser, live_server.url, "reviewer")
        compared = read(reviewer, copy)
        press(reviewer, "accept")
        after = read(reader, public)
    assert all("عنوان منتشرشده" in text and "عنوان تازه" not in text for text in [*before, waiting])
    assert gone == 404
    assert "عنوان منتشرشده" in compared
    assert "عنوان تازه" in compared
    assert "عنوان تازه" in after


def test_the_second_of_two_saves_is_refused_and_shows_both(live_server, published):
    Event.objects.filter(pk=published.pk).update(publication="draft")
    form = f"{live_server.url}/fa/admin/registry/event/{published.pk}/change/"
    with chromium() as browser:
        first = signed_in(browser, live_server.url, "recorder")
        second = signed_in(browser, live_server.url, "reviewer")
        for page in (first, second):
            page.goto(form)
        first.fill("[name=title_fa]", "نوشتهٔ نخست")
        leave_by(first.locator("input[name=_save]"))
        second.fill("[name=title_fa]", "نوشتهٔ دوم")
        leave_by(second.locator("input[name=_save]"))
        second.wait_for_load_state()
        refused = second.locator("main, #content").first.inner_text()
        typed = second.locator("[name=title_fa]").input_value()
    assert "نوشتهٔ نخست" in refused
    assert typed == "نوشتهٔ دوم"
    assert Event.objects.get(pk=published.pk).title_fa == "نوشتهٔ نخست"
