"""A name for who has to say it: in every script recorded, and how it is said."""

import re
from functools import cache
from importlib import import_module
from types import ModuleType

from msgspec import Struct

from diplomacy.registry.models import City, Person
from diplomacy.registry.models.words import page_language

_HAN = re.compile(r"[〇\u3400-\u9fff\U00020000-\U0003ffff]+")

# Characters that are read otherwise where they are a family name. pypinyin reads the longer ones
# (尉迟, 长孙, 令狐) and 任 and 仇 … as words; these it does not. Modern usage of mainland China.
_FAMILY_NAMES = {
    "单": "shàn", "曾": "zēng", "解": "xiè", "查": "zhā", "区": "ōu", "盖": "gě", "朴": "piáo",
    "仇": "qiú", "任": "rén", "华": "huà", "乐": "yuè", "覃": "qín", "翟": "zhái", "牟": "mù",
    "种": "chóng", "缪": "miào", "秘": "bì", "黑": "hè", "折": "shé", "员": "yùn", "那": "nā",
    "燕": "yān", "葛": "gě", "召": "shào", "冼": "xiǎn",
}  # fmt: skip


class Name(Struct, frozen=True):
    """A name in each script, "" where none is recorded, and `said`: how it is pronounced.

    `said` is what staff have stored for readers of the page's language, else pinyin that a
    program made of a Chinese name; `by_machine` tells which.
    """

    fa: str
    en: str
    zh: str
    own: str
    own_language: str
    said: str = ""
    by_machine: bool = False

    @property
    def is_chinese(self) -> bool:
        return self.own_language.partition("-")[0] == "zh"


def name_of(named: Person | City) -> Name:
    """Return the names of a person or a place. No query."""
    own = named.own_name
    chinese = named.own_language.partition("-")[0] == "zh"
    said = getattr(named, f"pronunciation_{page_language()}")
    is_person = isinstance(named, Person)
    # The Chinese spelling of a foreign name says nothing about how that name is said.
    machine = "" if said or not chinese else pinyin(own or named.name_zh, is_person=is_person)
    return Name(
        named.name_fa,
        named.name_en,
        named.name_zh or (own if chinese else ""),
        own,
        named.own_language,
        said or machine,
        bool(machine),
    )


def pinyin(han: str, *, is_person: bool) -> str:
    """Return a Chinese name in pinyin with tone marks: "Zēng Guófān", "Chóngyáng"; "" for others.

    Of a person's name the first character is the family name, read as such.
    """
    if not _HAN.fullmatch(han):
        return ""
    syllables = [one[0] for one in _pinyin().pinyin(han)]
    if not is_person:
        return _joined(syllables).capitalize()
    if han[0] in _FAMILY_NAMES:
        syllables[0] = _FAMILY_NAMES[han[0]]
    family = 2 if len(han) > 3 or han[:2] in _DOUBLE else 1
    parts = (syllables[:family], syllables[family:])
    return " ".join(_joined(part).capitalize() for part in parts if part)


# Family names of two characters that are still common.
_DOUBLE = tuple(
    re.findall(
        "..",
        "欧阳太史端木上官司马东方独孤南宫闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶"
        "太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空司寇令狐",
    )
)


def _joined(syllables: list[str]) -> str:
    """Join the syllables of a word, with an apostrophe before a vowel (GB/T 16159)."""
    word = syllables[0]
    for one in syllables[1:]:
        word += f"’{one}" if one[0] in "aāáǎàeēéěèoōóǒò" else one
    return word


@cache
def _pinyin() -> ModuleType:
    """Return pypinyin, loaded only when a briefing needs it: it takes 0.3 s and 55 MB."""
    return import_module("pypinyin")
