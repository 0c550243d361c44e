"""The rows of a file are those of the page that links to it, whatever narrows the page."""

from itertools import combinations
from urllib.parse import urlencode

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import translation

from diplomacy.opendata.downloads import DOWNLOADS
from tests.opendata.downloading import FORMS, a_little_of_everything, keys_of
from tests.public.pages import parse

pytestmark = pytest.mark.django_db

PAGES = {
    "ties": "city-list",
    "agreements": "agreement-list",
    "delegations": "delegation-list",
    "events": "event-list",
    "commitments": "commitment-list",
    "restrictions": "restriction-list",
    "areas": "area-list",
    "organisations": "organisation-list",
    "people": "person-list",
    "sources": "source-list",
    "differences": "difference-list",
    "questions": "question-list",
    "offers": "offer-list",
}
BY_DAY = ("agreements", "delegations", "events", "commitments", "restrictions")


@pytest.fixture(autouse=True)
def _nobody_asked_before():
    caches["limits"].clear()


@pytest.fixture(scope="module")
def register(made_once):
    a_little_of_everything()


def on_the_page(name: str, parameters: dict[str, str]) -> list[str]:
    """Return the keys of the rows that the pages of a list show, one page after the other."""
    with translation.override("en"):
        address = reverse(f"public:{PAGES[name]}")
    found, place = [], {}
    while True:
        context = Client().get(address, parameters | place).context  # a kept page has none
        if name == "offers":
            return [event.key for event in context["shown"].all]
        found += [row.key for row in context["page"].rows]
        if not context["page"].after:
            return found
        place = {"after": context["page"].after}


def files_of(response) -> list[str]:
    """Return the addresses of files that a page links to, in order."""
    links = [one.get("href", "") for one in parse(response).iter("a")]
    return [link for link in links if link.startswith("/api/v1/")]


def narrowings(name: str) -> list[dict[str, str]]:
    """Return parameters: none, every one that the page offers, and pairs of them."""
    with translation.override("en"):
        context = Client().get(reverse(f"public:{PAGES[name]}")).context
    if name == "offers":
        return [{}, *({"offer": kind.value} for kind, _ in context["found"].kinds)]
    offered = {
        field: [value for value, _ in one.extra["choices"]]
        for field, one in context["filter"].filters.items()
        if "choices" in one.extra
    }
    single = [{field: value} for field, values in offered.items() for value in values]
    pairs = [one | two for one, two in combinations(single, 2) if set(one) != set(two)]
    found = [{}, *single, *pairs[::9]]
    return found + ([one | {"order": "oldest"} for one in found[:6]] if name in BY_DAY else [])


@pytest.mark.parametrize("name", PAGES)
def test_a_file_holds_the_rows_of_the_page_in_its_order(client, register, settings, name):
    settings.DOWNLOADS_PER_HOUR = 0
    asked = narrowings(name)
    assert len(asked) > 1
    for parameters in asked:
        shown = on_the_page(name, parameters)
        query = "?" + urlencode(parameters | {"lang": "en"})
        assert keys_of(client, name, "csv", query) == shown, parameters
    assert on_the_page(name, {})


def test_every_page_of_a_list_is_compared_with_its_file():
    assert set(DOWNLOADS) - set(PAGES) == {"cities", "layers", "timeline"}  # no page of rows


@pytest.mark.parametrize("name", DOWNLOADS)
def test_all_three_forms_hold_the_same_rows(client, register, name):
    for query in ("", "?lang=fa"):
        csv, as_json, xlsx = (keys_of(client, name, form, query) for form in FORMS)
        assert csv == as_json == xlsx
        assert csv


@pytest.mark.parametrize("name", sorted(set(DOWNLOADS) - {"offers"}))
def test_a_file_holds_the_rows_of_all_pages_of_the_api(client, register, name):
    address, found = f"/api/v1/{name}/?limit=3", []
    while address:
        page = client.get(address).json()
        found += [item["key"] for item in page["items"]]
        address = page["links"]["next"]
    assert keys_of(client, name, "csv") == found


@pytest.mark.parametrize("lang", ["fa", "en", "zh-hans"])
def test_links_below_a_list_lead_to_its_rows_as_narrowed(client, register, lang):
    for name, page in PAGES.items():
        with translation.override(lang):
            address = reverse(f"public:{page}")
        asked = narrowings(name)[1]
        oldest = "&order=oldest" if name in BY_DAY else ""
        links = files_of(client.get(f"{address}?{urlencode(asked)}{oldest}&unknown=1"))
        assert [one.split("?")[0] for one in links] == [f"/api/v1/{name}.{f}" for f in FORMS]
        shown = on_the_page(name, asked | ({"order": "oldest"} if oldest else {}))
        query = links[0].split("?")[1]
        assert f"lang={lang[:2]}" in query
        assert keys_of(client, name, "csv", f"?{query}") == shown


def test_no_link_repeats_what_the_page_could_not_read(client, register):
    links = files_of(client.get("/en/events/?type=nothing&city=nowhere&year=2020"))
    assert links[0] == "/api/v1/events.csv?year=2020&lang=en"


def test_the_timeline_leads_to_the_entries_of_each_tie(client, register):
    links = files_of(client.get("/en/timeline/"))
    assert len(links) == 2 * len(FORMS)
    for link in links[:: len(FORMS)]:
        assert len(keys_of(client, "timeline", "csv", "?" + link.split("?")[1])) > 5
