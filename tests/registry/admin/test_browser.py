"""A member of staff at work in a real browser, under the policy that forbids inline code."""

import re

import pytest
from playwright.sync_api import Page

from diplomacy.accounts.models import User
from diplomacy.registry.models import Agreement, City
from tests import builders
from tests.browsing import chromium

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough password"


def choose(page: Page, name: str, text: str) -> None:
    """Look `text` up in the autocomplete of the field `name` and take the first that is found."""
    page.locator(f"[name={name}] + .select2").click()
    page.locator(".select2-search__field").fill(text)
    page.locator(".select2-results__option", has_text=text).first.click()


def add_row(page: Page, prefix: str) -> None:
    page.locator(f"#{prefix}-group .add-row a, #{prefix}-group .addlink").last.click()


def save(page: Page, button: str = "_save") -> None:
    page.locator(f"input[name={button}]").click()
    page.wait_for_load_state()


def add_city(page: Page, admin: str) -> None:
    page.goto(f"{admin}/registry/city/add/")
    page.fill("[name=name_fa]", "نوآباد")
    page.fill("[name=name_en]", "Newtown")
    save(page)


def add_agreement(page: Page, admin: str) -> None:
    page.goto(f"{admin}/registry/agreement/add/")
    page.fill("[name=title_fa]", "یادداشت تفاهم نوآباد")
    page.select_option("[name=instrument]", "mou")
    page.fill("[name=text_why_fa]", "متن به دست ما نرسیده است")
    page.fill("[name=start]", "۱۴۰۳/۱۲/۳۱")
    page.locator("[name=start]").blur()
    page.locator("#id_start_echo.date-echo-error").wait_for()
    page.fill("[name=start]", "۱۴۰۳/۷/۴")
    page.locator("[name=start]").blur()
    page.locator("#id_start_echo", has_text="۴ مهر ۱۴۰۳ · ۲۵ سپتامبر ۲۰۲۴").wait_for()
    add_row(page, "city_rows")
    choose(page, "city_rows-0-city", "نوآباد")
    add_row(page, "participations")
    page.select_option("[name=participations-0-role]", "party")
    choose(page, "participations-0-city", "نوآباد")
    add_row(page, "citations")
    choose(page, "citations-0-source", "Report")
    save(page, "_continue")


def publish(page: Page) -> None:
    page.locator("a[href*='/desk/records/']").click()
    page.locator("details:has([value=publish]) summary").click()
    page.fill("[name=publish-note]", "با متن سنجیده شد")
    page.locator("form:has([value=publish]) button").click()
    page.wait_for_load_state()


# No query inside the browser's block: it would open a connection there that nobody closes.
def test_staff_record_a_city_and_an_agreement_publish_it_and_read_its_history(live_server):
    User.objects.create_superuser("chief", password=PASSWORD)
    builders.source(title="Report on a paper")
    faults: list[str] = []
    admin = f"{live_server.url}/fa/admin"
    with chromium() as browser:
        page = browser.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text))
        page.goto(f"{admin}/")
        page.fill("[name=username]", "chief")
        page.fill("[name=password]", PASSWORD)
        page.locator("[type=submit]").click()
        add_city(page, admin)
        add_agreement(page, admin)
        agreement = page.url
        errors = page.locator(".errornote, .errorlist").all_inner_texts()
        publish(page)
        message = page.locator("[role=status]").first.inner_text()
        page.locator("a[href$='/history/']").click()
        history = page.locator("table.history").inner_text()
        page.set_viewport_size({"width": 390, "height": 800})
        page.goto(agreement)
        width = page.evaluate("document.documentElement.scrollWidth")
    assert errors == []
    assert faults == []
    made = Agreement.objects.get()
    assert (made.start.text, made.is_published) == ("1403-07-04", True)
    assert made.city_rows.get().city == City.objects.get(name_en="Newtown")
    assert made.participations.get().role == "party"
    assert made.citations.get().source.title == "Report on a paper"
    assert "منتشر شد" in message
    assert "chief" in history
    assert "با متن سنجیده شد" in history
    assert not re.search(r"[يك]", history)
    assert width <= 390
