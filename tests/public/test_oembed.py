"""oEmbed: what a site needs to show a tie, for the addresses of ties alone, and never a fault."""

from html import unescape
from urllib.parse import quote
from xml.etree.ElementTree import fromstring

import pytest

from tests import builders
from tests.public.pages import parse

pytestmark = pytest.mark.django_db

LANGUAGES = ["fa", "en", "zh-hans"]
SITE = "https://register.test"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def tie():
    return builders.tie()


def ask(client, url: str, **parameters):
    return client.get("/oembed", {"url": url, **parameters})


def told(client, url: str, **parameters) -> dict:
    response = ask(client, url, **parameters)
    assert response.status_code == 200, response.content
    return response.json()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tie_is_told_in_the_language_of_its_address(client, tie, language):
    key = tie.partner.key
    found = told(client, f"{SITE}/{language}/cities/{key}/")
    assert (found["version"], found["type"]) == ("1.0", "rich")
    assert (found["width"], found["height"]) == (560, 600)
    assert found["provider_url"] == f"{SITE}/"
    assert found["cache_age"] == 86400
    title = {"fa": "پیوند با", "en": "Tie with", "zh-hans": "与"}[language]
    assert found["title"].startswith(title)
    assert f'src="{SITE}/{language}/embed/cities/{key}/"' in found["html"]
    assert f'title="{found["title"]} | {found["provider_name"]}"' in unescape(found["html"])
    assert "allow-scripts" not in found["html"]
    assert client.get(f"/{language}/embed/cities/{key}/").status_code == 200
    assert found["thumbnail_url"] == f"{SITE}/{language}/cities/{key}/picture.png"


def test_a_page_of_a_tie_leads_there_and_no_other_page_does(client, tie):
    city = builders.city()
    builders.event(city)
    page, other = (client.get(f"/en/cities/{c.key}/") for c in (tie.partner, city))
    offered = [
        [link.get("href") for link in parse(one).iter("link") if "oembed" in link.get("type", "")]
        for one in (page, other)
    ]
    address = quote(f"{SITE}/en/cities/{tie.partner.key}/", safe="")
    assert offered == [[f"{SITE}/oembed?url={address}"], []]
    assert client.get(offered[0][0].removeprefix(SITE)).json()["type"] == "rich"


def test_xml_tells_the_same(client, tie):
    url = f"{SITE}/fa/cities/{tie.partner.key}/"
    response = ask(client, url, format="xml")
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    xml = {child.tag: child.text for child in fromstring(response.content)}
    assert xml == {name: str(value) for name, value in told(client, url).items()}


@pytest.mark.parametrize(
    ("largest", "size"),
    [
        ({"maxwidth": "400"}, (400, 860)),
        ({"maxheight": "300"}, (560, 300)),
        ({"maxwidth": "90", "maxheight": "80"}, (90, 80)),
        ({"maxwidth": "5000", "maxheight": "999999999"}, (560, 600)),
    ],
)
def test_a_frame_is_never_larger_than_asked_for(client, tie, largest, size):
    found = told(client, f"{SITE}/en/cities/{tie.partner.key}/", **largest)
    assert (found["width"], found["height"]) == size
    assert f'width="{size[0]}" height="{size[1]}"' in found["html"]
    assert ("thumbnail_url" in found) == (largest.get("maxwidth") == "5000")


def test_the_permanent_address_and_the_frames_themselves_are_known_too(client, tie):
    key = tie.partner.key
    for address, frame in (
        (f"/id/{tie.key}/", f"/fa/embed/cities/{key}/"),
        (f"/id/{key}/", f"/fa/embed/cities/{key}/"),
        (f"/en/embed/timeline/{key}/", f"/en/embed/timeline/{key}/"),
        (f"/en/cities/{key}/?order=oldest#timeline", f"/en/embed/cities/{key}/"),
    ):
        assert f'src="{SITE}{frame}"' in told(client, SITE + address)["html"]


def test_a_former_key_is_followed(client, tie):
    former = tie.partner.key
    tie.partner.key = "new-key"
    tie.partner.save()
    assert "/embed/cities/new-key/" in told(client, f"{SITE}/en/cities/{former}/")["html"]


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.test/en/cities/{key}/",
        "https://register.test.elsewhere.test/en/cities/{key}/",
        "https://user@register.test/en/cities/{key}/",
        "https://register.test:8443/en/cities/{key}/",
        "ftp://register.test/en/cities/{key}/",
        "//register.test/en/cities/{key}/",
        "/en/cities/{key}/",
        "https:///en/cities/{key}/",
        "https://[/en/cities/{key}/",
        "https://[::1/",
        "https://register.test/en/cities/{key}",
        "https://register.test/en/cities/",
        "https://register.test/xx/cities/{key}/",
        "https://register.test/en/desk/",
        "https://register.test/en/cities/no-such-key/",
        "https://register.test/en/cities/a\0b/",
        "https://register.test/en/cities/a%00b/",
        "https://register.test/en/cities/\ufffe/",
        "https://register.test/id/no-such-key/",
        "https://register.test/" + "a" * 5000,
        "https://register.test/en/cities/" + "a" * 500 + "/",
        "\ud800",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_tie_of_ours_is_not_found(client, tie, address):
    url = quote(address.format(key=tie.partner.key), safe="", errors="surrogatepass")
    response = client.get(f"/oembed?url={url}")
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_an_entry_or_a_city_without_a_tie_is_no_tie(client):
    city = builders.city()
    entry = builders.event(city)
    for address in (f"/en/events/{entry.key}/", f"/id/{entry.key}/", f"/en/cities/{city.key}/"):
        assert ask(client, SITE + address).status_code == 404


@pytest.mark.parametrize("address", ["/en/cities/{}/", "/id/{}/", "/en/embed/timeline/{}/"])
def test_a_draft_is_as_if_it_were_not_there_and_a_withdrawn_tie_is_gone(client, address):
    draft = builders.tie(publication="draft").partner.key
    gone = builders.tie(publication="withdrawn").partner.key
    hidden = ask(client, SITE + address.format(draft))
    missing = ask(client, SITE + address.format("no-such-key"))
    assert (hidden.status_code, hidden.content) == (404, missing.content)
    assert ask(client, SITE + address.format(gone)).status_code == 410


@pytest.mark.parametrize("name", ["maxwidth", "maxheight"])
@pytest.mark.parametrize("value", ["", "0", "-1", "1.5", "1e3", "۵۰۰", "x", "9" * 5000, "\0"])
def test_a_bad_number_is_refused_by_name(client, tie, name, value):
    response = ask(client, f"{SITE}/en/cities/{tie.partner.key}/", **{name: value})
    assert response.status_code == 400
    assert name in response.content.decode()


def test_a_missing_address_is_refused_by_name_and_an_unknown_format_is_not_implemented(client):
    missing = client.get("/oembed")
    assert (missing.status_code, "url" in missing.content.decode()) == (400, True)
    for written in ("yaml", "", "JSON", "\0"):
        response = ask(client, f"{SITE}/en/", format=written)
        assert (response.status_code, "format" in response.content.decode()) == (501, True)


def test_any_site_may_read_the_answer_and_nobody_gets_a_cookie(client, tie):
    for response in (ask(client, f"{SITE}/en/cities/{tie.partner.key}/"), client.get("/oembed")):
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert not response.cookies
    assert client.post("/oembed").status_code == 405


def test_an_answer_costs_the_same_however_long_the_history(
    client, tie, django_assert_max_num_queries
):
    for year in range(20):
        builders.event(tie.partner, start=str(1990 + year))
    with django_assert_max_num_queries(2):
        ask(client, f"{SITE}/en/cities/{tie.partner.key}/")
    with django_assert_max_num_queries(7):
        ask(client, f"{SITE}/id/{tie.key}/")
