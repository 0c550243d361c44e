"""The sitemap lists every page that may be found, and nothing else."""

import re
from datetime import UTC, date, datetime
from xml.etree.ElementTree import fromstring

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, resolve

from diplomacy.accounts.models import User
from diplomacy.public.sitemap import LISTS
from diplomacy.registry.models import ChangeNote, Entry, Relationship
from tests import builders
from tests.reporting import report

pytestmark = pytest.mark.django_db

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
# Answers to a question, forms, files: no page that is found by itself.
NO_PAGES = {
    "search",
    "corrections",
    "corrections-thanks",
    "document",
    "home-picture",
    "site-picture",
    "city-picture",
    "feed",
    "calendar",
    "city-feed",
    "city-calendar",
    "area-feed",
    "embedding",
    "embed-city",
    "embed-timeline",
    "report-print",
    "report-pdf",
    "report-xlsx",
}


@pytest.fixture
def pact(settings):
    """A tie with one entry of each kind, and what they bring with them."""
    settings.SITE_URL = "https://register.test"
    tie = builders.tie()
    city = tie.partner
    pact = builders.agreement(city, start="2020-05-06")
    for make in (builders.delegation, builders.event, builders.commitment, builders.restriction):
        make(city, start="2021-02-03")
    builders.area(pact)
    builders.layer(tie)
    report(2021)
    office = builders.organisation()
    builders.took_part(pact, organisation=office, person=builders.person(), name_shown=True)
    return pact


def parts(client) -> list[str]:
    index = fromstring(client.get("/sitemap.xml").content)
    return [_path(loc.text) for loc in index.iterfind("s:sitemap/s:loc", NAMES)]


def pages(client):
    """Return the element of each listed page by its path."""
    found = {}
    for part in parts(client):
        for page in fromstring(client.get(part).content).iterfind("s:url", NAMES):
            found[_path(page.findtext("s:loc", namespaces=NAMES))] = page
    return found


def _path(address: str) -> str:
    return address.removeprefix("https://register.test")


def test_every_address_in_the_sitemap_leads_to_its_page(client, pact):
    for path in pages(client):
        if path.startswith("/zh-hans/"):
            assert client.get(path).status_code == 200, path


def test_every_kind_of_page_that_may_be_found_is_listed(client, pact):
    listed = {resolve(path).url_name for path in pages(client) if path.startswith("/en/")}
    patterns = get_resolver("diplomacy.public.urls").reverse_dict
    names = {name for name in patterns if isinstance(name, str)}
    assert names - NO_PAGES - listed == {"difference", "question"}  # of which there is none here


def test_every_page_without_a_key_is_listed():
    patterns = get_resolver("diplomacy.public.urls").reverse_dict
    lists = {
        name
        for name in patterns
        if isinstance(name, str) and not any(keys for _, keys in patterns[name][0])
    }
    assert set(LISTS) == lists - NO_PAGES


def test_a_page_names_itself_in_every_language(client, pact):
    page = pages(client)[f"/en/agreements/{pact.key}/"]
    found = {link.get("hreflang"): link.get("href") for link in page.iterfind("x:link", NAMES)}
    address = f"https://register.test/{{}}/agreements/{pact.key}/"
    assert found == {
        "fa": address.format("fa"),
        "en": address.format("en"),
        "zh-Hans": address.format("zh-hans"),
        "x-default": address.format("fa"),
    }


def test_a_page_changed_when_readers_saw_it_change(client, pact):
    path = f"/fa/agreements/{pact.key}/"
    entries = Entry.objects.filter(pk=pact.pk)
    entries.update(published_at=datetime(2024, 3, 1, 22, tzinfo=UTC))
    assert _changed(client, path) == "2024-03-02"  # where the register is kept
    author = User.objects.create_user("author")
    ChangeNote.objects.create(
        entry=pact.entry_ptr, day=date(2024, 9, 9), words_en="The date.", by=author
    )
    assert _changed(client, path) == "2024-09-09"


def _changed(client, path: str) -> str | None:
    return pages(client)[path].findtext("s:lastmod", namespaces=NAMES)


def test_hidden_records_change_no_byte(client, pact):
    before = [client.get(part).content for part in ["/sitemap.xml", *parts(client)]]
    city = Relationship.objects.get().partner
    for number in range(50):
        state = ("draft", "in_review", "withdrawn")[number % 3]
        hidden = builders.event(city, publication=state, start="2024-01-01")
        Entry.objects.filter(pk=hidden.pk).update(published_at=datetime(2025, 1, 1, tzinfo=UTC))
    builders.tie(publication="draft")
    assert [client.get(part).content for part in ["/sitemap.xml", *parts(client)]] == before


def test_a_part_costs_the_same_however_long_it_is(client, pact, django_assert_max_num_queries):
    for _ in range(5):
        builders.event(Relationship.objects.get().partner, start="2024-01-01")
    with django_assert_max_num_queries(15):
        client.get("/sitemap.xml")
    for part in parts(client):
        with django_assert_max_num_queries(3):
            client.get(part)


def test_entries_are_counted_in_an_index(client, pact):
    with CaptureQueriesContext(connection) as asked:
        client.get("/sitemap.xml")
    [counted] = [row["sql"] for row in asked if "GROUP BY" in row["sql"] and "_day" in row["sql"]]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {counted}")
            reads = [row[-1] for row in cursor.fetchall() if "registry_entry" in row[-1]]
        [read] = reads
        assert "COVERING INDEX entry_by_day" in read


def test_a_long_list_is_split(client, pact, monkeypatch):
    monkeypatch.setattr("diplomacy.public.sitemap.RECORDS", 2)
    city = Relationship.objects.get().partner
    keys = {builders.event(city, start="2024-01-01").key for _ in range(4)}
    keys |= {builders.event(city, start=day).key for day in ("", "", "2021-02-03", "2030")}
    found = [part for part in parts(client) if part.startswith("/sitemap-entry-")]
    assert found[0] == "/sitemap-entry-00010101-0.xml"
    assert "/sitemap-entry-20210203-3.xml" in found
    assert all(len(listed_in(client, part)) == 2 for part in found[:-1])
    assert keys <= {path.split("/")[3] for path in pages(client) if "/events/" in path}
    listed = [key for part in found for key in listed_in(client, part)]
    assert len(listed) == len(set(listed)) == Entry.objects.count()


def listed_in(client, part) -> set[str]:
    pages = fromstring(client.get(part).content).iterfind("s:url", NAMES)
    return {page.findtext("s:loc", namespaces=NAMES).split("/")[-2] for page in pages}


def test_the_address_of_a_former_part_leads_to_those_there_are(client):
    answer = client.get("/sitemap-event-3.xml")
    assert (answer.status_code, answer.url) == (301, "/sitemap.xml")


WITHOUT_ENTRIES = ["entry-20240101-0", "entry-20240101-999999", "entry-20241301-0", "entry-1"]


@pytest.mark.parametrize(
    "part",
    [*WITHOUT_ENTRIES, "source-0", "source-9", "no-1", "pages-1", "event-x", "source-۱"],
)
def test_a_part_that_is_not_there_is_not_found(client, part):
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


def test_an_empty_register_has_a_sitemap(client):
    assert parts(client)[0].endswith("/sitemap-pages.xml")


def test_crawlers_are_told_of_the_sitemap_and_kept_from_answers(client, settings):
    settings.SITE_URL = "https://register.test"
    text = client.get("/robots.txt", HTTP_HOST="127.0.0.1").content.decode()
    assert re.search(r"^Sitemap: https://register\.test/sitemap\.xml$", text, re.MULTILINE)
    assert "Disallow: /fa/search/\n" in text
    assert "Disallow: /en/*?*after=\n" in text


def test_the_sitemap_sets_no_cookie_and_may_be_kept(client):
    page = client.get("/sitemap.xml")
    assert not page.cookies
    assert page["Cache-Control"] == "public, max-age=600"
