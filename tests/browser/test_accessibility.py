"""WCAG 2.2 A and AA by axe-core, and reflow at 320 pixels, on every kind of page."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browsing import chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PAGES = [
    "",
    "cities/",
    "cities/?form=sister",
    "cities/xian/",
    "cities/hangzhou/",
    "cities/hangzhou/path/",
    "cities/istanbul/path/",
    "cities/freiburg/",
    "cities/shanghai/",
    "about/counts/",
    "timeline/?c=xian,hangzhou,shanghai",
    "agreements/",
    "agreements/a-hangzhou-2024/",
    "delegations/",
    "delegations/v-sh-2019/",
    "events/",
    "events/e-xian-aid-2020/",
    "commitments/",
    "commitments/k-hz-level/",
    "restrictions/",
    "sources/",
    "sources/s-xa-fao/",
    "differences/",
    "differences/c-xian-date/",
    "questions/",
    "questions/u-xian-visits/",
    "areas/",
    "areas/ca-heritage/",
    "layers/",
    "layers/cultural/",
    "organisations/",
    "organisations/org-isf-mun/",
    "people/",
    "people/p-ali-ghasemzadeh/",
    "years/",
    "years/1403/",
    "nothing-here/",
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
def test_pages_break_no_rule_of_accessibility(register, language, scheme):
    broken, wide = [], []
    with chromium() as browser:
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        for path in PAGES:
            page.set_viewport_size({"width": 1280, "height": 900})
            page.goto(f"{register}/{language}/{path}")
            for violation in Axe().run(page, options=RULES).response["violations"]:
                where = [node["target"] for node in violation["nodes"][:3]]
                broken.append((path, violation["id"], where))
            page.set_viewport_size({"width": 320, "height": 700})
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                wide.append(path)
    assert broken == []
    assert wide == []
