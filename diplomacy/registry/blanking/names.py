"""The names of a person, past ones too, and how a text that holds one is cleared of it."""

import json
import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlencode

from msgspec import Struct

from diplomacy.registry.models import Merge, Person, PersonAlias
from diplomacy.registry.models.folding import fold
from diplomacy.registry.models.words import columns

LABELS = {"fa": "شخص خصوصی", "en": "a private person", "zh": "私人"}

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_FORM = re.compile(r"[\w-]+=\S*\Z")  # fields as a browser sends them
_PERSIAN = re.compile(r"[\u0600-\u06ff]")


class Name(Struct, frozen=True):
    """A name or key. One that is `distinct` stands for nobody else and is no common word."""

    text: str

    @property
    def distinct(self) -> bool:
        folded = fold(self.text)
        shortest = 3 if _CHINESE.search(folded) else 6
        parts = " " in folded or "-" in self.text or bool(_CHINESE.search(folded))
        return parts and len(folded) >= shortest

    @property
    def label(self) -> str:
        """Return what stands in its place, in the language that its letters tell."""
        if _CHINESE.search(self.text):
            return LABELS["zh"]
        return LABELS["fa" if _PERSIAN.search(self.text) else "en"]


def numbers_of(person: Person) -> set[int]:
    """Return the numbers under which `person` stood: its own, and those merged into it."""
    found, new = set(), {person.pk}
    while new:
        found |= new
        merged = Merge.objects.filter(noun="person", kept_id__in=new, undone_at__isnull=True)
        new = set(merged.values_list("other_id", flat=True)) - found
    return found


def names_of(person: Person) -> list[Name]:
    """Return all names and keys that the register ever gave to `person`, the longest first."""
    numbers = numbers_of(person)
    texts: set[str] = set()
    for rows in (Person.objects.filter(pk=person.pk), Person.history.filter(id__in=numbers)):
        spelt = [*columns("name"), *columns("sort_as"), *columns("pronunciation")]
        for row in rows.values_list(*spelt, "own_name", "key"):
            texts.update(row)
    texts.update(person.aliases.values_list("text", flat=True))
    texts.update(PersonAlias.history.filter(person_id__in=numbers).values_list("text", flat=True))
    texts -= {"", *LABELS.values()}
    return [Name(text) for text in sorted(texts, key=lambda text: (-len(text), text))]


class Clearing:
    """Finds names in texts, in every spelling that folds alike, and puts labels in their place."""

    def __init__(self, names: Collection[Name]) -> None:
        wanted = ((_squashed(name.text), name) for name in names)
        self.wanted = sorted(
            ((letters, name) for letters, name in wanted if letters), key=lambda one: -len(one[0])
        )

    def holds(self, value: Any) -> bool:
        return self.cleared(value) != value

    def cleared(self, value: Any) -> Any:
        """Return the text, or the plain data of texts, with labels in place of names."""
        if isinstance(value, dict):
            return {key: self.cleared(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.cleared(one) for one in value]
        if not isinstance(value, str) or not value:
            return value
        if _FORM.match(value) and self._is_form(value):
            return urlencode([(key, self.cleared(one)) for key, one in parse_qsl(value, True)])
        if value[0] in "[{" and "\\u" in value:
            return self._cleared_json(value)
        return self._cleared_text(value)

    def _is_form(self, text: str) -> bool:
        plain = unquote_plus(text)
        return plain != text and self._cleared_text(plain) != plain

    def _cleared_json(self, text: str) -> str:
        try:
            data = json.loads(text)
        except ValueError:
            return self._cleared_text(text)
        cleared = self.cleared(data)
        return text if cleared == data else json.dumps(cleared)

    def _cleared_text(self, text: str) -> str:
        folded = _squashed(text)
        for letters, name in self.wanted:
            if letters in folded:
                for start, end in reversed(list(_matches(letters, folded, text))):
                    text = text[:start] + name.label + text[end:]
                folded = _squashed(text)
        return text


class _Letters(dict):
    """Character → its folded letters without spaces, worked out once for each character."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        # A mark belongs to the letter before it: folded together, as in the search text.
        is_mark = unicodedata.category(character) in {"Mn", "Cf", "Cc"}
        self[code] = "" if is_mark else fold(character).replace(" ", "")
        return self[code]


_LETTERS = _Letters()


def _squashed(text: str) -> str:
    """Return the folded letters of `text` without spaces."""
    return text.translate(_LETTERS)


def _places(text: str) -> list[int]:
    """Return the place in `text` of each of its folded letters."""
    return [place for place, one in enumerate(text) for _ in _LETTERS[ord(one)]]


def _matches(letters: str, folded: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where `letters` stand in `text` as whole words; Chinese has none."""
    places = _places(text)
    at = folded.find(letters)
    while at >= 0:
        start, end = places[at], places[at + len(letters) - 1] + 1
        while end < len(text) and unicodedata.category(text[end]) == "Mn":
            end += 1
        if _CHINESE.search(letters) or not (
            (start and text[start - 1].isalnum()) or text[end : end + 1].isalnum()
        ):
            yield start, end
            at = folded.find(letters, at + len(letters))
        else:
            at = folded.find(letters, at + 1)
