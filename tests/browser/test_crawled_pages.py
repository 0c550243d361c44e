"""Every page that can be found by links, looked at by axe-core and by ourselves.

The fast set crawls the Persian site and tells what is wrong with any page without a browser, and
with one page for each name in the URLconf in the two others. Then it takes these pages in Persian,
as many more as it needs until every shape (an element with its classes and roles, in its parent and
theirs) is among them, and the two other home pages. These break no rule of WCAG 2.2 A and AA nor of
good practice by axe-core at 1280 and 390 pixels, and do not scroll sideways; colours are looked at
in Persian at 1280.

The slow set crawls eight pages of each kind in the two others, tells what is wrong with any, and
looks in each at the pages that show every shape, at both widths. With EVERY_PAGE=1 it crawls and
looks at every page in all three, in all colours: 25 minutes, for before a release. Of the addresses
with a query it takes one for each set of keys. Header and footer, the same everywhere, it leaves to
the fast set.
"""

import pytest
from django.test import Client

from tests.browser.looking import DESKTOP, EVERY_PAGE, PHONE, broken_rules, tab
from tests.browsing import chromium
from tests.crawling import Site, cover, one_of_each
from tests.mirror import served
from tests.soundness import broken_links, faults

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db]

LANGUAGES = ["fa", "en", "zh-hans"]


def wrong(site: Site) -> list[str]:
    """Return what is wrong with the pages of a crawled site, told without a browser."""
    found = [
        f"{page.address}, found on {page.found_on}, {fault}"
        for page in site.pages.values()
        for fault in faults(page, site.language)
    ]
    return found + [f"broken link {link}" for link in broken_links(site.pages)]


def test_no_page_found_by_crawling_is_at_fault(crawl, shipped):
    site = crawl("fa")
    pages = site.pages
    assert len(pages) > 500
    assert wrong(site) == []
    looked_at = {page.address: page for page in cover(pages.values())}
    for language in ("en", "zh-hans"):
        other = Site(Client(), language)
        for page in one_of_each(pages.values()):
            other.open(page.address.replace("/fa/", f"/{language}/", 1))
        assert wrong(other) == []
        home = f"/{language}/"
        looked_at[home] = other.pages[home]
    looked_at["/fa/nothing-here/"] = Site(Client(), "fa").open("/fa/nothing-here/")
    broken = []
    with served(looked_at) as address, chromium() as browser:
        context, opened = tab(browser)
        for page in looked_at:
            coloured = (DESKTOP,) if page.startswith("/fa/") else ()
            broken += broken_rules(opened, address + page, coloured)
        context.close()
    assert broken == []


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES if EVERY_PAGE else LANGUAGES[1:])
def test_no_shape_of_a_page_breaks_a_rule_of_accessibility(crawl, language):
    site = crawl(language, at_most=None if EVERY_PAGE else 8)
    pages = site.pages
    assert wrong(site) == []
    looked_at = pages.values() if EVERY_PAGE else cover(pages.values())
    broken = []
    with served(pages) as address, chromium() as browser:
        context, opened = tab(browser)
        for page in looked_at:
            if page.tree is not None:
                coloured = (DESKTOP, PHONE) if EVERY_PAGE else ()
                broken += broken_rules(opened, address + page.address, coloured, frame=False)
        context.close()
    assert broken == []
