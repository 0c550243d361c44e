"""The head of every public page: titles and descriptions of its own, addresses, what is shared."""

import pytest
from django.utils import translation

from tests import builders
from tests.public.pages import parse
from tests.public.test_canary import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LANGUAGES = {"fa": "fa", "en": "en", "zh-hans": "zh-Hans"}
LOCALES = {"fa": "fa_IR", "en": "en_GB", "zh-hans": "zh_CN"}
SHARED = {
    "og:type",
    "og:site_name",
    "og:title",
    "og:description",
    "og:url",
    "og:locale",
    "og:locale:alternate",
    "og:image",
    "og:image:type",
    "og:image:width",
    "og:image:height",
    "og:image:alt",
}


@pytest.fixture
def register(settings):
    """Two of every noun, so that no page can live on the name of its kind alone."""
    settings.SITE_URL = "https://register.test"
    for _ in range(2):
        tie = builders.tie()
        city = tie.partner
        builders.layer(tie)
        for make in (
            builders.agreement,
            builders.delegation,
            builders.event,
            builders.commitment,
            builders.restriction,
        ):
            entry = make(city, start="2020-05-06")
            builders.area(entry)
        office = builders.organisation()
        builders.took_part(entry, organisation=office, person=builders.person(), name_shown=True)
        builders.difference(tie)
        builders.question(tie)


def meta(page, key: str) -> dict[str, list[str]]:
    found = {}
    for element in parse(page).iter("meta"):
        if name := element.get(key):
            found.setdefault(name, []).append(element.get("content"))
    return found


def title(page) -> str:
    return parse(page).findtext("head/title")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_a_whole_head_of_its_own(client, register, language):
    titles, descriptions, seen = {}, {}, 0
    with translation.override(language):
        pages = [address for address in addresses() if address.endswith("/")]
    for address in pages:
        page = client.get(address)
        html = page.get("Content-Type", "").startswith("text/html")
        if page.status_code != 200 or not html or "noindex" in str(meta(page, "name")):
            continue
        seen += 1
        about = meta(page, "name")["description"][0]
        assert 8 <= len(about) <= 160, address
        _has_addresses(page, address, language)
        _is_shared(page, address, language, about)
        titles.setdefault(title(page), []).append(address)
        descriptions.setdefault(about, []).append(address)
    assert seen > 50
    assert not [found for found in titles.values() if len(found) > 1]
    assert not [found for found in descriptions.values() if len(found) > 1]


def _has_addresses(page, address: str, language: str) -> None:
    links = [e for e in parse(page).iter("link") if e.get("rel") in ("canonical", "alternate")]
    found = {e.get("hreflang") or e.get("rel"): e.get("href") for e in links if not e.get("type")}
    path = address.removeprefix(f"/{language}")
    ours = {tag: f"https://register.test/{code}{path}" for code, tag in LANGUAGES.items()}
    assert found == ours | {
        "canonical": f"https://register.test{address}",
        "x-default": f"https://register.test/fa{path}",
    }


def _is_shared(page, address: str, language: str, about: str) -> None:
    shared = meta(page, "property")
    assert set(shared) == SHARED, address
    assert shared["og:url"] == [f"https://register.test{address}"]
    assert shared["og:description"] == [about]
    assert shared["og:locale"] == [LOCALES[language]]
    assert set(shared["og:locale:alternate"]) == set(LOCALES.values()) - {LOCALES[language]}
    assert shared["og:title"][0] in title(page)
    assert shared["og:site_name"][0] in title(page)
    assert shared["og:image"][0].startswith(f"https://register.test/{language}/")
    assert meta(page, "name")["twitter:card"] == ["summary_large_image"]


def test_the_part_of_a_list_is_told_in_the_title_but_the_whole_is_the_page(client, register):
    whole = client.get("/en/agreements/")
    chosen = client.get("/en/agreements/?instrument=mou")
    ordered = client.get("/en/agreements/?order=oldest")
    later = client.get("/en/agreements/?after=x")
    assert title(chosen) == title(whole).replace(" | ", " (selection) | ")
    assert title(later) == title(whole).replace(" | ", " (continued) | ")
    assert title(ordered) == title(whole)
    for page in (whole, chosen, ordered, later):
        assert meta(page, "property")["og:url"] == ["https://register.test/en/agreements/"]
        canonical = next(e for e in parse(page).iter("link") if e.get("rel") == "canonical")
        assert canonical.get("href") == "https://register.test/en/agreements/"


def test_a_narrowed_history_is_told_in_the_title(client, register):
    city = builders.tie().partner
    assert "(selection)" in title(client.get(f"/en/cities/{city.key}/?kind=event"))
    assert "(" not in title(client.get(f"/en/cities/{city.key}/?nothing=of-ours"))


@pytest.mark.parametrize("address", ["/fa/no-such-page/", "/en/cities/no-such-place/", "/nowhere/"])
def test_a_fault_has_no_address_and_is_not_found(client, db, address):
    page = client.get(address)
    assert page.status_code == 404
    _says_nothing(page)


def test_what_is_withdrawn_has_no_address_and_is_not_found(client, db):
    page = client.get(f"/en/cities/{builders.tie(publication='withdrawn').partner.key}/")
    assert page.status_code == 410
    _says_nothing(page)


def test_a_foreign_host_is_told_nothing(client, db):
    page = client.get("/fa/", headers={"host": "elsewhere.example"})
    assert page.status_code == 400
    _says_nothing(page)


def _says_nothing(page) -> None:
    assert meta(page, "name")["robots"] == ["noindex"]
    assert meta(page, "property") == {}
    rels = {e.get("rel") for e in parse(page).iter("link")}
    assert {"canonical", "alternate"}.isdisjoint(rels)


def test_a_description_holds_no_html_and_ends_with_a_whole_word(client, db):
    city = builders.tie().partner
    entry = builders.event(city, summary_en="Tom & <b>Ann</b> met. " + "Words and words. " * 30)
    about = meta(client.get(f"/en/events/{entry.key}/"), "name")["description"][0]
    assert "Tom & <b>Ann</b> met." in about or "Tom & Ann met." in about
    assert about.endswith(("Words…", "words…", "and…"))


def test_a_long_chinese_description_is_cut_as_well(client, db):
    city = builders.tie().partner
    entry = builders.event(city, summary_zh="会见双方代表团成员。" * 30)
    about = meta(client.get(f"/zh-hans/events/{entry.key}/"), "name")["description"][0]
    assert 100 < len(about) <= 160
    assert about.endswith("…")
