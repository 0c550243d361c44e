"""What a site answers, as it stands after a migration or a move."""

from xml.etree.ElementTree import fromstring

from django.conf import settings
from django.test import Client

from diplomacy.public.sitemap import part_names

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
LANGUAGES = ["fa", "en", "zh-hans"]
WORDS = ["visit", "سفر", "访问", "آزمون‌آباد", "测试", "pact%C3%A9", "a"]


def answers(every: int) -> dict[str, str]:
    """Return the answer at one of `every` pages that the sitemap lists, and at what finds them.

    It asserts that each is answered.
    """
    client = Client(SERVER_NAME="127.0.0.1")
    found = {}
    for address in [*_fixed(), *_listed(client)[::every]]:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        found[address] = b"".join(answer).decode()
    return found


def _fixed() -> list[str]:
    pages = ["", "timeline/", "cities/", "agreements/", "commitments/"]
    return [
        *(f"/{language}/{page}" for language in LANGUAGES for page in pages),
        *(f"/{language}/search/?q={word}" for language in LANGUAGES for word in WORDS),
    ]


def _listed(client: Client) -> list[str]:
    """Return every page that the sitemap lists, in each language."""
    listed = []
    for name in part_names():
        part = fromstring(client.get(f"/sitemap-{name}.xml").content)
        for link in part.iterfind("s:url/x:link", NAMES):
            if link.get("hreflang") != "x-default":
                listed.append(link.get("href").removeprefix(settings.SITE_URL))
    return list(dict.fromkeys(listed))


def differing(one: dict[str, str], two: dict[str, str]) -> list[str]:
    """Return the addresses whose answers differ."""
    return [address for address in one.keys() | two.keys() if one.get(address) != two.get(address)]
