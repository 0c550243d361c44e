"""The interface calls things by the terms agreed on (docs/translation.md), in every language."""

import re

import polib
import pytest
from django.conf import settings
from django.utils import translation

from diplomacy.registry.list_words import listed
from tests.catalogues import LOCALE

PAGE = settings.BASE_DIR / "docs" / "translation.md"


def terms() -> list[list[str]]:
    """Return English, Persian and Chinese of each term, and why it is to be confirmed."""
    rows = (line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| "))
    return [re.split(r" ?\| ?", row.strip("| "), maxsplit=3) for row in rows][1:]


def catalogue(folder: str) -> dict[str, str]:
    entries = polib.pofile(str(LOCALE / folder / "LC_MESSAGES" / "django.po"))
    return {entry.msgid: entry.msgstr for entry in entries if not entry.msgctxt}


@pytest.mark.parametrize(("folder", "place"), [("fa", 1), ("zh_Hans", 2)])
def test_terms_are_rendered_as_agreed(folder, place):
    have = catalogue(folder)
    assert len(terms()) > 50
    assert {term[0]: have.get(term[0]) for term in terms()} == {t[0]: t[place] for t in terms()}


def test_a_term_stands_once():
    names = [term[0] for term in terms()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("language", "things", "said"),
    [
        ("en", [], ""),
        ("en", ["a"], "a"),
        ("en", ["a", "b"], "a and b"),
        ("en", ["a", "b", "c"], "a, b and c"),
        ("fa", ["الف", "ب", "پ"], "الف، ب و پ"),
        ("zh-hans", ["甲", "乙", "丙"], "甲、乙和丙"),
    ],
)
def test_things_in_a_row_are_joined_as_the_language_joins_them(language, things, said):
    with translation.override(language):
        assert listed(things) == said
