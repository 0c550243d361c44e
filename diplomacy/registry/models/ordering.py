"""Names as keys that sort them rightly: Persian by its alphabet, Latin by letters, Han by pinyin.

A key is made of decimal digits alone, which every collation of every database sorts alike: one
for the language, then two for a letter. Words come before letters ("New York" before "Newark"),
numbers before words and by their value. Case, accents, vowel marks, apostrophes and ZWNJ make no
difference.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from types import ModuleType

from django.db import models

from .words import FALLBACK

LONGEST = 480

_PERSIAN = "آاءبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
# Letters of other spellings, then Latin ones that Unicode does not take apart.
_SAME = str.maketrans(
    {
        "ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "ە": "ه", "أ": "ا",
        "إ": "ا", "ٱ": "ا", "ؤ": "و", "ـ": "", "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe",
        "Œ": "oe", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ł": "l",
        "Ł": "l", "þ": "th", "Þ": "th", "ı": "i", "ħ": "h", "Ħ": "h",
    }
)  # fmt: skip
_APOSTROPHES = re.compile(r"['’‘ʻʼʽʾʿ`´]")
_PARTS = re.compile(
    r"(?P<number>\d+)|(?P<han>[〇\u3400-\u9fff\U00020000-\U0003ffff]+)|(?P<rest>.)", re.DOTALL
)

# Codes by rank: a space, the tones that end a syllable, numbers, the page's alphabet, the other
# one, and any other letter by its number in Unicode.
_SPACE, _NUMBER, _OTHER = "01", "09", "99"
_LANGUAGES = tuple(FALLBACK)


def _ranked(first: str, second: str) -> dict[str, str]:
    return {letter: f"{rank:02}" for rank, letter in enumerate(first + second, 10)}


_PERSIAN_FIRST = _ranked(_PERSIAN, _LATIN)
_LATIN_FIRST = _ranked(_LATIN, _PERSIAN)


def order_key(text: str, language: str) -> str:
    """Return the key that sorts `text` among names on pages in `language`.

    A key of another language lies before or after all of them, so that no cursor of a page leads
    into the midst of a list in another order.
    """
    ranks = _PERSIAN_FIRST if language == "fa" else _LATIN_FIRST
    text = unicodedata.normalize("NFKC", text).translate(_SAME)
    words: list[list[str]] = [[]]
    for part in _PARTS.finditer(_APOSTROPHES.sub("", text)):
        for code in _codes(part, ranks):
            if code == _SPACE:
                words.append([])
            else:
                words[-1].append(code)
    key = _SPACE.join("".join(word) for word in words if word)
    return f"{_LANGUAGES.index(language)}{key}"[:LONGEST]


def _codes(part: re.Match, ranks: dict[str, str]) -> Iterator[str]:
    if number := part["number"]:
        digits = "".join(str(unicodedata.digit(one)) for one in number).lstrip("0")[:99]
        yield f"{_NUMBER}{len(digits):02}{digits}"
    elif part["han"]:
        yield from _by_pinyin(part["han"], ranks)
    else:
        yield from _by_letter(part["rest"], ranks)


def _by_letter(char: str, ranks: dict[str, str]) -> Iterator[str]:
    for one in char if char in ranks else unicodedata.normalize("NFKD", char.casefold()):
        if one in ranks:
            yield ranks[one]
        elif (category := unicodedata.category(one)[0]) == "L":
            yield f"{_OTHER}{ord(one):07}"
        elif category in "ZPS":
            yield _SPACE


def _by_pinyin(han: str, ranks: dict[str, str]) -> Iterator[str]:
    """Yield for each character its syllable, its tone, and itself: alike ones stand together.

    As GB/T 13418 orders entries, but for the strokes, in whose place stands the code point.
    """
    reader = _pinyin()
    tones = reader.Style.TONE3
    spelled = reader.lazy_pinyin(han, style=tones, neutral_tone_with_five=True, errors=list)
    for char, syllable in zip(han, spelled, strict=True):
        letters, tone = syllable[:-1], syllable[-1]
        if tone.isdecimal():
            yield "".join(ranks[one] for one in letters if one in ranks) + f"{int(tone) + 1:02}"
        else:
            yield _OTHER
        yield f"{ord(char):07}"


@cache
def _pinyin() -> ModuleType:
    """Return pypinyin, loaded with the first Chinese name that is saved.

    It takes 0.3 s and 55 MB, which a process that only serves readers never needs.
    """
    return import_module("pypinyin")


def order_keys(record: models.Model) -> dict[str, str]:
    """Return `order_fa`, `order_en`, `order_zh` of a named record, saved or of a migration.

    Each sorts the record by the name that a page in the language shows, or by what `sort_as` says
    instead of that name; without a name by its own name or key.
    """
    return {f"order_{page}": order_key(_sorted_as(record, page), page) for page in FALLBACK}


def _sorted_as(record: models.Model, page: str) -> str:
    for code in FALLBACK[page]:
        if name := getattr(record, f"name_{code}"):
            return getattr(record, f"sort_as_{code}") or name
    return getattr(record, "own_name", "") or record.key
