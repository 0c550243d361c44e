"""The staff screens speak one language at a time."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django.test import Client
from django.utils import translation

from .screens import NOUNS, address

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ATTRIBUTES = ("aria-label", "alt", "placeholder", "title")

# Names and codes that stand in Latin letters in every language, and whoever is signed in.
ANYWHERE = {"fa", "en", "zh", "Hans", "it", "ru", "ar", "de", "IRR", "CNY", "SHA", "GeoNames"}
ANYWHERE |= {"Wikidata", "pact", "administrator"}
ANYWHERE |= {"PDF", "PNG", "JPEG", "DOCX", "XLSX", "ODT", "MB"}
# The stock admin's pictures of yes and no say so in English only.
ANYWHERE |= {"True", "False"}
# Languages are called by their own names.
OWN_NAMES = {"فارسی", "English", "中文"}
PERSIAN = re.compile(r"[\u0600-\u06ff]")


def interface_texts(element: Element) -> Iterator[str]:
    """Yield the texts of a page but for scripts and parts that say they are in a language."""
    for child in element:
        is_element = isinstance(child.tag, str)  # not a comment
        if is_element and child.tag not in ("script", "style") and not child.get("lang"):
            yield from (child.get(name) or "" for name in ATTRIBUTES)
            yield child.text or ""
            yield from interface_texts(child)
        yield child.tail or ""


def shown(client: Client, page: str) -> list[str]:
    tree = html5lib.parse(client.get(page).content.decode(), namespaceHTMLElements=False)
    return [
        text.strip() for text in interface_texts(tree) if text.strip() and text not in OWN_NAMES
    ]


def pages(language: str) -> list[str]:
    with translation.override(language):
        forms = [address(noun, page) for noun in NOUNS for page in ("add", "changelist")]
    rest = ["", "accounts/user/", "accounts/user/add/", "registry/"]
    return [*forms, *(f"/{language}/admin/{page}" for page in rest)]


def latin(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z]{2,}", text)) - ANYWHERE


def test_persian_screens_show_no_english(chief):
    found = [(page, text) for page in pages("fa") for text in shown(chief, page) if latin(text)]
    assert found == []


def test_chinese_screens_show_neither_persian_nor_english(chief):
    found = [
        (page, text)
        for page in pages("zh-hans")
        for text in shown(chief, page)
        if PERSIAN.search(text) or latin(text)
    ]
    assert found == []


@pytest.mark.parametrize("language", ["fa", "zh-hans"])
def test_the_door_speaks_the_language_of_the_page(client, language):
    assert [text for text in shown(client, f"/{language}/desk/sign-in/") if latin(text)] == []
