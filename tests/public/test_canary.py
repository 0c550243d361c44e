"""Nothing hidden shows on any public page: hidden records carry random words, and we look for them.

The pages come from the URLconf, so that a new address fails here until it is walked as well.
"""

from collections import deque
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import translation

from diplomacy.public.sitemap import part_names
from diplomacy.public.views.permanent import NOUNS
from diplomacy.registry.codec import NOUNS as CODEC_NOUNS
from diplomacy.registry.models import KINDS, City, Document, Entry
from diplomacy.registry.models.derived import stale, write_derived
from diplomacy.registry.queries.search import find
from tests.canaries import MAKERS, Canaries, hidden_around_a_tie

pytestmark = pytest.mark.django_db

LANGUAGES = ["fa", "en", "zh-hans"]


@pytest.fixture(scope="module")
def canaries(made_once) -> Canaries:
    return Canaries()


@pytest.fixture(scope="module")
def register(canaries) -> list[Entry]:
    return hidden_around_a_tie(canaries)


def text_of(response) -> bytes:
    """Return what a page says; of a workbook, of which nothing shows unpacked, its parts.

    The lines of a calendar are folded anywhere, also within a word.
    """
    if response.streaming:
        return b""
    if "text/calendar" in response.headers["Content-Type"]:
        return response.content.replace(b"\r\n ", b"")
    if "spreadsheetml" in response.headers["Content-Type"]:
        with ZipFile(BytesIO(response.content)) as book:
            return b"".join(map(book.read, book.namelist()))
    return response.content


def addresses() -> Iterator[str]:
    """Yield every public address: lists once, records for each of their kind."""
    records = {name: noun.objects.all() for name, noun in NOUNS.items()}
    records |= {"city": City.objects.all(), "document": Document.objects.all()}
    records |= {kind.value: Entry.objects.filter(kind=kind) for kind in Entry.Kind}
    keys = {name: found.values_list("key", flat=True) for name, found in records.items()}
    of_ties = ("path", "delivery", "city-picture", "embedding", "embed-city", "embed-timeline")
    keys |= dict.fromkeys(of_ties, keys["city"])
    keys["city-feed"] = keys["city-calendar"] = keys["city"]
    keys["area-feed"] = keys["area"]
    keys["year"] = ["1399", "2020"]
    of_reports = ("report", "report-print", "report-pdf", "report-xlsx")
    keys |= dict.fromkeys(of_reports, ("2019", "2020"))
    patterns = get_resolver("diplomacy.public.urls").reverse_dict
    names = [name for name in patterns if isinstance(name, str)]
    for name in names:
        try:
            yield reverse(f"public:{name}")
        except NoReverseMatch:
            for key in keys[name]:
                yield reverse(f"public:{name}", args=[key])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_hidden_word_shows_on_any_public_page(client, register, canaries, language):
    with translation.override(language):
        pages = list(addresses())
    pages += ["/sitemap.xml", *(f"/sitemap-{name}.xml" for name in part_names())]
    pages += [f"/oembed?url={settings.SITE_URL}{page}" for page in pages if "/cities/" in page]
    narrowed = [page for page in pages if page.count("/") < 4 or "/cities/" in page]
    search = next(page for page in pages if page.endswith("/search/"))
    pages += [f"{search}?q={words}" for words in ("partnerville", "agreement", "2020", "e", "zlq")]
    pages += [f"{search}?q=a&noun={kind.value}" for kind in Entry.Kind]
    pages += [f"{page}?order=oldest&kind=event&year=2020" for page in narrowed]
    pages += [f"{page}?approximate=yes" for page in pages if page.endswith("calendar.ics")]
    assert len(pages) > 40
    assert len(canaries.words) > 200
    for page in pages:
        response = client.get(page)
        # Nothing is said back of an address that a reader knew already.
        body = text_of(response)
        asked = {word for word in canaries.words if word in page}
        shown = {word for word in canaries.words - asked if word.encode() in body}
        assert not shown, f"{page} shows {shown}"
        if asked:
            assert response.status_code in (404, 410)


def test_no_hidden_word_shows_at_a_permanent_address(client, register, canaries):
    permanent = {page.split("/")[-2] for page in addresses() if page.count("/") == 4}
    forms = deque(("text/html", "application/json", "application/ld+json"))
    for key in sorted(permanent):
        forms.rotate()
        for accept in forms:
            response = client.get(f"/id/{key}/", headers={"accept": accept})
            said = f"{response.get('Location', '')}{response.content.decode()}"
            shown = {word for word in canaries.words if word in said and word not in key}
            assert not shown, f"{key} shows {shown} as {accept}"
            if response.status_code == 404:  # in whichever form: what it is was not found
                break


def test_no_hidden_word_finds_anything(register, canaries):
    for _, model in CODEC_NOUNS.values():
        write_derived(stale(model._base_manager.all()))
    assert any("zlq" in entry.search for entry in Entry.objects.exclude(publication="published"))
    for word in sorted(canaries.words)[::5]:
        assert find(word, date(2026, 1, 1)).groups == (), word


def test_the_pages_of_public_entries_still_show_what_is_public(client, register):
    for entry in register:
        html = client.get(f"/en/{entry.kind}s/{entry.key}/").content.decode()
        assert "a clerk" in html


def test_every_kind_of_entry_is_walked():
    assert len(MAKERS) == len(KINDS)
