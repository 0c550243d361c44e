"""A table in a real browser, without script: read, looked at, brought in, and undone as a whole."""

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from diplomacy.registry.models import City, Delegation
from tests import builders
from tests.browsing import chromium
from tests.ingest.tables.sheets import staff

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

KEPT = settings.BASE_DIR / "var" / "screenshots"
WIDTHS = {"desktop": 1280, "phone": 390}


def sign_in(browser: Browser, address: str) -> Page:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}/fa/desk/imports/")
    page.fill("#id_username", staff().username)
    page.fill("#id_password", "a long test password")
    page.click("main button")
    page.wait_for_selector("[name=file]")
    return page


def look(page: Page, name: str) -> None:
    """Keep a picture at both widths; nothing hangs over the edge of a phone."""
    KEPT.mkdir(parents=True, exist_ok=True)
    for size, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=KEPT / f"table-{name}-{size}.png", full_page=True)
        box = page.locator("body").bounding_box()
        assert box["width"] <= width


def bring_in(page: Page, table: str, noun: str, stages: tuple[str, str, str]) -> None:
    page.select_option("[name=noun]", noun)
    page.set_input_files(
        "[name=file]",
        {"name": "visits.csv", "mimeType": "text/csv", "buffer": table.encode()},
    )
    page.click("main .btn.pri")
    look(page, stages[0])
    page.click("button[form=columns]")
    look(page, stages[1])
    page.click("main .btn.pri")
    look(page, stages[2])


def test_a_whole_table_is_brought_in_and_undone_in_a_browser(live_server):
    place = builders.city("Farport", "دوربندر", "远港")
    known = builders.delegation(place, publication="draft", start="2024-05-01")
    table = "\n".join(
        [
            "شناسه;عنوان (فارسی);جهت;تاریخ;شهرها",
            ";سفر بازرگانان;اعزامی;۱۴۰۳/۰۷/۰۴;دوربندر",
            f"{known.key};عنوان دیگر;;;",
            ";سفر نادرست;کج;۱۴۰۳;دوربندر",
        ]
    )
    with chromium() as browser:
        page = sign_in(browser, live_server.url)
        bring_in(page, table, "delegations", ("columns", "rows", "batch"))
        assert Delegation.objects.get(title_fa="سفر بازرگانان").publication == "draft"
        known.refresh_from_db()
        assert known.title_fa == "عنوان دیگر"
        assert Delegation.objects.count() == 2
        page.click("main .btn.danger")
        look(page, "undone")
        assert "همهٔ جدول برگردانده شد" in page.locator("main").inner_text()
    assert [one.title_fa for one in Delegation.objects.all()] != ["عنوان دیگر"]
    assert Delegation.objects.get() == known


def test_a_table_that_somebody_went_on_with_is_not_undone_in_a_browser(live_server):
    with chromium() as browser:
        page = sign_in(browser, live_server.url)
        bring_in(page, "name_en\nNewtown\nOthertown", "cities", ("c", "r", "b"))
        made = City.objects.get(name_en="Newtown")
        made.name_fa = "نوشهر"
        made.save()
        page.click("main .btn.danger")
        look(page, "not-undone")
        assert "نوشهر" in page.locator("[role=alert]").inner_text()
    assert City.objects.count() == 2
