"""What a request may ask: each parameter once, for reading it and for describing it.

Whatever is not exactly one of the values described is refused by name: a program that misspells a
parameter must not take the whole list for its answer.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import override
from msgspec import Struct

from diplomacy.calendars import DateError, PartialDate
from diplomacy.registry.date_words import fault
from diplomacy.registry.filters.base import ListFilter
from diplomacy.registry.models import City, CooperationArea, DiplomacyLayer
from diplomacy.registry.models.words import TAGS
from diplomacy.registry.queries.timeline import year_bounds

from . import faults
from .faults import Refused

MOST_ITEMS = 100
FEW_ITEMS = 50
MOST_CHARACTERS = 1000  # of a value

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_YEAR = re.compile(r"[12][0-9]{3}")
_DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,3}")
_CURSOR = re.compile(r"[A-Za-z0-9_-]+")


class Parameter(Struct, frozen=True):
    """A parameter: what it means, in English, the JSON Schema of its value, and how it is read.

    `read` raises Refused. An empty value is none where `may_be_empty`, as a form sends it;
    `many` may stand more than once.
    """

    name: str
    about: str
    schema: Mapping[str, Any]
    read: Callable[[str], Any]
    example: Any = None
    may_be_empty: bool = False
    many: bool = False


def asked(query: QueryDict, known: Sequence[Parameter]) -> dict[str, Any]:
    """Return the values asked for by name; what is not given is left out. Raises Refused."""
    names = {one.name: one for one in known}
    found = {}
    for name, texts in query.lists():
        parameter = names.get(name)
        if parameter is None:
            # A name that nobody could have meant is not repeated to them.
            said = name if re.fullmatch(r"[\w.-]{1,40}", name, re.ASCII) else "…"
            raise Refused(400, faults.UNKNOWN_PARAMETER, said)
        if len(texts) > 1 and not parameter.many:
            raise Refused(400, faults.REPEATED, name)
        given = [text for text in texts if text or not parameter.may_be_empty]
        for text in given:
            if "\0" in text or len(text) > MOST_CHARACTERS:
                raise Refused(400, faults.UNKNOWN_VALUE, name)
        values = [parameter.read(text) for text in given]
        if values:
            found[name] = values if parameter.many else values[0]
    return found


def of_filters(filters: type[ListFilter]) -> list[Parameter]:
    """Return the parameters by which a list is narrowed: the filters of its page."""
    with override("en"):
        return [_of_filter(name, one) for name, one in filters.base_filters.items()]


def codes(name: str, about: str, values: Iterable[str], **more: Any) -> Parameter:
    """Return a parameter with a few values of its own."""
    allowed = list(values)
    empty = [""] if more.get("may_be_empty") else []
    schema: dict[str, Any] = {"type": "string", "enum": [*allowed, *empty]}
    if more.get("many"):
        schema = {"type": "array", "items": schema}

    def read(text: str) -> str:
        if text not in allowed:
            raise Refused(400, faults.UNKNOWN_VALUE, name, allowed=allowed)
        return text

    return Parameter(name, about, schema, read, **more)


def _of_filter(name: str, one: django_filters.Filter) -> Parameter:
    about = f"{one.label}."
    many = isinstance(one, django_filters.MultipleChoiceFilter)
    if choices := one.extra.get("choices"):
        told = f"{about} {_told(choices)}" + (" May stand more than once." if many else "")
        return codes(name, told, [code for code, _ in choices], may_be_empty=True, many=many)
    if name in _RECORDS:
        return _key(name, about, *_RECORDS[name])
    return _TEXTS[name](name, about)


def _told(choices: Iterable[tuple[str, Any]]) -> str:
    return "; ".join(f"`{code}`: {label}" for code, label in choices) + "."


def _key(name: str, about: str, noun: str, find: Callable[[str], QuerySet]) -> Parameter:
    def read(text: str) -> str:
        if len(text) > 80 or not _KEY.fullmatch(text) or not find(text).exists():
            raise Refused(400, faults.UNKNOWN_VALUE, name)
        return text

    told = f"{about} The key of {noun} that is public."
    schema = {"type": "string", "maxLength": 80, "pattern": f"^({_KEY.pattern})?$"}
    return Parameter(name, told, schema, read, f"example-{name}", may_be_empty=True)


def _year(name: str, about: str) -> Parameter:
    def read(text: str) -> str:
        if not _YEAR.fullmatch(text) or not year_bounds(int(text)):
            raise Refused(400, faults.NOT_A_YEAR, name)
        return text

    told = f"{about} Four digits; below 1600 it is Solar Hijri (1200 to 1598)."
    pattern = r"^(1[2-46-9][0-9]{2}|15[0-8][0-9]|159[0-8]|2[0-9]{3})?$"
    return Parameter(
        name, told, {"type": "string", "pattern": pattern}, read, "2020", may_be_empty=True
    )


def _tag(name: str, about: str) -> Parameter:
    def read(text: str) -> str:
        if len(text) > 12 or not _TAG.fullmatch(text):
            raise Refused(400, faults.UNKNOWN_VALUE, name)
        return text

    schema = {"type": "string", "maxLength": 12, "pattern": f"^({_TAG.pattern})?$"}
    return Parameter(name, f"{about} A language tag.", schema, read, "en", may_be_empty=True)


def _words(name: str, about: str) -> Parameter:
    def read(text: str) -> str:
        if len(text) > 100:
            raise Refused(400, faults.UNKNOWN_VALUE, name)
        return text.strip()

    told = f"{about} Every word has to be found, in whatever script or spelling."
    schema = {"type": "string", "maxLength": 100, "pattern": r"^[^\u0000]*$"}
    return Parameter(name, told, schema, read, "example", may_be_empty=True)


def _cursor(name: str, about: str) -> Parameter:
    def read(text: str) -> str:
        if not _CURSOR.fullmatch(text):
            raise Refused(400, faults.NOT_A_PLACE, name)
        return text

    schema = {"type": "string", "maxLength": MOST_CHARACTERS, "pattern": f"^{_CURSOR.pattern}$"}
    return Parameter(name, about, schema, read)


def _limit(text: str) -> int:
    if not _NUMBER.fullmatch(text) or not 1 <= int(text) <= MOST_ITEMS:
        raise Refused(400, faults.NOT_IN_RANGE, "limit", first=1, last=MOST_ITEMS)
    return int(text)


def _day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise Refused(400, faults.NOT_A_DAY, "on")
    try:
        return PartialDate.parse(text).first
    except DateError as error:
        # Its sentence holds what was typed, four digits and no sign of formatting.
        raise Refused(400, fault(error).replace("%", "%%"), "on") from None


_RECORDS: dict[str, tuple[str, Callable[[str], QuerySet]]] = {
    "city": ("a place", lambda key: City.objects.published().filter(key=key)),
    "area": ("a field of work", lambda key: CooperationArea.objects.published().filter(key=key)),
    "layer": ("a layer", lambda key: DiplomacyLayer.objects.published().filter(key=key)),
    "country": ("a country", lambda key: City.objects.published().filter(country__key=key)),
}
_TEXTS = {"year": _year, "language": _tag, "words": _words}

LANG = codes(
    "lang",
    "The language of words and page addresses. Without it the first of Accept-Language that we"
    " have, or else the home language of the register.",
    TAGS,
)
ORDER = codes(
    "order", "By their day, from the newest (the rule) or the oldest.", ["newest", "oldest"]
)
ON = Parameter(
    "on",
    "The day for which ties tell where they stand; today without it. A year below 1600 is Solar"
    " Hijri.",
    {"type": "string", "format": "date"},
    _day,
    "2024-09-25",
)
LIMIT = Parameter(
    "limit",
    "How many items a page holds at most.",
    {"type": "integer", "minimum": 1, "maximum": MOST_ITEMS, "default": FEW_ITEMS},
    _limit,
    20,
)
AFTER = _cursor("after", "The page behind this place; take it from `links.next`.")
BEFORE = _cursor("before", "The page in front of this place; take it from `links.previous`.")
