"""WCAG 2.2 A and AA by axe-core on the staff screens, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import translation

from diplomacy.accounts.models import User
from tests.browsing import chromium

from .screens import MAKERS, add_rows, address, change_page

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough password"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def pages() -> list[str]:
    made, tie, place = (MAKERS[noun]() for noun in ("agreement", "relationship", "city"))
    add_rows(made, 2)
    add_rows(tie, 1)
    with translation.override("fa"):
        return [
            "/fa/admin/",
            address("agreement", "changelist"),
            *(change_page(record) for record in (made, tie, place)),
            address("agreement", "history", made.pk),
        ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_staff_screens_break_no_rule_of_accessibility(live_server, scheme):
    User.objects.create_superuser("chief", password=PASSWORD)
    addresses, broken = pages(), []
    with chromium() as browser:
        page = browser.new_context(color_scheme=scheme).new_page()
        page.goto(f"{live_server.url}/fa/admin/")
        page.fill("[name=username]", "chief")
        page.fill("[name=password]", PASSWORD)
        page.locator("[type=submit]").click()
        for path in addresses:
            page.goto(live_server.url + path)
            for violation in Axe().run(page, options=RULES).response["violations"]:
                where = [node["target"] for node in violation["nodes"][:3]]
                broken.append((path, violation["id"], where))
    assert broken == []
