"""What holds for every page: its language, its addresses, its parts, its silence."""

import pytest
from django.test import Client

from tests import builders
from tests.public.pages import addresses, parse, words_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PAGES = ["", "cities/", "cities/?form=sister&area=nowhere", "no-such-page/"]
LANGUAGES = ["fa", "en", "zh-hans"]


@pytest.fixture(scope="module")
def register(made_once):
    """A register with one tie of each look, every text in three languages."""
    sister, pending, paper, talks = (builders.city() for _ in range(4))
    leading = builders.tie(sister, leading=True)
    builders.tie(pending, aim="sister", aim_said_by="both", leading=True)
    builders.tie(paper)
    builders.tie(talks)
    pact = builders.agreement(sister, instrument="sister", start="1989-05-06")
    builders.agreement(pending, instrument="loi", start="[2023-01..2024-06]")
    builders.agreement(paper, start="2021~")
    builders.delegation(talks, start="2019-07")
    builders.event(paper, type="claim", claimed_form="sister", start="sh:XXXX-03-07")
    builders.commitment(pending, start="1403-07")
    builders.area(pact)
    builders.layer(leading)


@pytest.fixture(
    scope="module", params=[(code, page) for code in LANGUAGES for page in PAGES], ids="/".join
)
def page(request, register):
    code, address = request.param
    return Client().get(f"/{code}/{address}")


def test_a_page_is_valid_html(page):
    assert parse(page).find("body/main") is not None


def test_a_page_sets_no_cookie_and_asks_for_none(page):
    assert not page.cookies
    assert "Cookie" not in page.headers.get("Vary", "")


def test_a_page_has_no_style_or_script_of_its_own(page):
    data = "application/ld+json"  # facts for machines: no browser runs them
    found = [e for e in parse(page).iter() if e.get("style") or e.tag in ("style", "script")]
    assert not [e for e in found if e.tag != "script" or e.get("type") != data]


def test_a_page_loads_nothing_from_elsewhere(page):
    tree = parse(page)
    loaded = [e.get("href") for e in tree.iter("link") if e.get("rel") in ("stylesheet", "icon")]
    loaded += [e.get("src") for e in tree.iter() if e.get("src")]
    assert all(address.startswith(("/static/", "/styles/")) for address in loaded)


def test_every_language_links_to_the_same_page(client, register):
    page = client.get("/fa/cities/?form=sister")
    assert {"/en/cities/?form=sister", "/zh-hans/cities/?form=sister"} <= addresses(page)


def test_addresses_for_machines_come_from_the_site_and_not_from_the_request(
    client, register, settings
):
    settings.SITE_URL = "https://register.test"
    settings.ALLOWED_HOSTS = ["elsewhere.test"]
    links = parse(client.get("/en/cities/?form=sister", HTTP_HOST="elsewhere.test")).iter("link")
    found = {(e.get("rel"), e.get("hreflang")): e.get("href") for e in links}
    assert found["canonical", None] == "https://register.test/en/cities/"
    assert found["alternate", "zh-Hans"] == "https://register.test/zh-hans/cities/"
    assert found["alternate", "x-default"] == "https://register.test/fa/cities/"


@pytest.mark.parametrize("address", PAGES)
def test_a_persian_page_has_no_english_interface_text(client, register, address):
    assert words_in(client.get(f"/fa/{address}"), r"[A-Za-z]{2,}", "fa") == []


@pytest.mark.parametrize("address", PAGES)
def test_a_chinese_page_has_no_persian_or_english_interface_text(client, register, address):
    found = words_in(client.get(f"/zh-hans/{address}"), r"[\u0600-\u06ff]+|[A-Za-z]{2,}", "zh-Hans")
    assert set(found) <= {"Cookie"}


@pytest.mark.parametrize("address", PAGES)
def test_an_english_page_has_no_persian_interface_text(client, register, address):
    assert words_in(client.get(f"/en/{address}"), r"[\u0600-\u06ff]+", "en") == []


def test_a_persian_page_writes_persian_digits(client, register):
    page = client.get("/fa/cities/").content.decode()
    assert "۴ پیوند از ۴" in page
    assert "۱۶ اردیبهشت ۱۳۶۸" in page


def test_a_text_in_another_language_says_which_it_is(client, register):
    city = builders.city()
    builders.tie(city)
    builders.event(city, title_fa="", title_zh="", title_en="Only here", start="2026-01-01")
    page = client.get("/zh-hans/").content.decode()
    assert '<bdi lang="en" dir="ltr" class="untranslated">Only here</bdi>' in page


def test_a_signed_in_reader_sees_the_same_page(client, admin_client, register):
    assert client.get("/fa/").content == admin_client.get("/fa/").content
