"""Every kind of page of the staff in a real browser that enforces the policy: nothing is refused.

Widgets that scripts of Django build (choices, rows, lists in two halves) are used, not only shown.
"""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.accounts.people import person
from tests.browsing import chromium
from tests.headers import register
from tests.headers.asks import named
from tests.inline import inline_code
from tests.registry.admin.conftest import member

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]

TRAP = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (one) => refused.push(
  `${one.violatedDirective} ${one.blockedURI} ${one.sourceFile}:${one.lineNumber} ${one.sample}`));
"""
# What a hand would touch; each is clicked where it is there and shows.
TOUCHED = (
    ".add-row a",
    ".collapse summary, details summary",
    ".selector-chooseall, .selector-add",
    ".select2-selection",
    ".datetimeshortcuts a",
    "#toggle-nav-sidebar",
    "button.theme-toggle",
    "#action-toggle",
)


def screens() -> list[str]:
    """Return the addresses of the screens that the admin has for each of its tables."""
    found = []
    for model in admin.site._registry:
        place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found += [reverse(f"{place}_changelist"), f"{reverse(f'{place}_changelist')}?q=a"]
        found += [reverse(f"{place}_add"), f"{reverse(f'{place}_add')}?_popup=1"]
        if first := model._base_manager.order_by("pk").first():
            pages = ("change", "history", "delete")
            found += [reverse(f"{place}_{page}", args=[first.pk]) for page in pages]
    return found


def staff_pages(client: Client) -> list[str]:
    """Return the addresses, of the desk and of the admin, at which there is a page.

    Lists, histories and deletions are alike for all tables: those of one are among the named.
    """
    asked = [ask.address for ask in named() if ask.by_staff and "sign-out" not in ask.address]
    forms = [page for page in screens() if page.endswith("/change/")]
    popup = f"{reverse('admin:registry_source_add')}?_popup=1"
    pages = []
    for address in dict.fromkeys([*asked, *forms, popup]):
        answer = client.get(address)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            pages.append(address)
    return pages


@pytest.mark.django_db
def test_no_screen_of_any_table_has_inline_code_or_asks_another_site():
    client = Client()
    client.force_login(member("administrator"))
    register.make(person())
    found = {page: inline_code(client.get(page).content.decode()) for page in screens()}
    assert len(found) > 60
    assert {page: faults for page, faults in found.items() if faults} == {}


def touch(page: Page) -> None:
    """Click the first of each of TOUCHED that shows, and open another record beside the form."""
    for what in TOUCHED:
        if (one := page.locator(f":is({what}):visible").first).count():
            one.click(timeout=2000, force=True, no_wait_after=True)
            page.keyboard.press("Escape")
    if (another := page.locator("a.add-related:visible").first).count():
        with page.expect_popup() as opened:
            another.click(force=True)
        # Django's own script fails where a page is left before its window has loaded.
        opened.value.wait_for_url("**/*_popup=1*")
        opened.value.close()


@pytest.mark.slow
@pytest.mark.browser
def test_no_page_of_the_staff_is_refused_anything(live_server):
    client = Client()
    client.force_login(member("administrator"))
    register.make(person())
    pages = staff_pages(client)
    assert len(pages) > 60
    faults: list[str] = []
    with chromium() as browser:
        context = trapped(browser, live_server.url, faults)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        for address in pages:
            page = context.new_page()
            page.goto(live_server.url + address)
            touch(page)
            faults += [f"{address}: {one}" for one in page.evaluate("window.refused || []")]
            page.close()
        assert faults == []
        # Nothing slips through the trap.
        page = context.new_page()
        page.goto(live_server.url + pages[0])
        page.evaluate("document.body.setAttribute('style', 'color: red')")
        page.wait_for_timeout(200)
        assert "style-src" in page.evaluate("window.refused")[0]
        assert "Content Security Policy" in faults[0]


def trapped(browser: Browser, ours: str, faults: list[str]) -> BrowserContext:
    """Return a context that tells of whatever is refused, fails, or is asked of another site."""
    context = browser.new_context()
    context.add_init_script(TRAP)
    context.on("console", lambda said: faults.extend(serious(said)))
    context.on("weberror", lambda fault: faults.append(f"{fault.page.url}: {fault.error}"))
    context.on("request", lambda one: faults.extend(foreign(one.url, ours)))
    return context


def serious(said: ConsoleMessage) -> list[str]:
    """Return what the browser complains of, but for papers: they name no icon, and we keep none."""
    where = said.location["url"]
    if said.type not in ("error", "warning") or where.endswith("/favicon.ico"):
        return []
    return [f"{where}: {said.text}"]


def foreign(url: str, ours: str) -> list[str]:
    return [] if url.startswith((ours, "data:", "blob:")) else [f"asked for {url}"]
