"""The values that every object of open data is made of: words, dates, references, sources."""

from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from operator import attrgetter
from typing import Annotated, Literal

from django.conf import settings
from msgspec import Meta, Struct

from diplomacy.calendars import Calendar, PartialDate, Precision
from diplomacy.licences import LICENCES
from diplomacy.registry.date_words import both_calendars
from diplomacy.registry.models import DateBasis
from diplomacy.registry.models.words import FALLBACK, LANGUAGES, page_language

Basis = Literal[tuple(DateBasis.values)]


class Text(Struct, kw_only=True, gc=False):
    """Words in Persian, English and Chinese; null where they are not yet written."""

    text: Annotated[str, Meta(description="In the language asked for, or else in the next best.")]
    language: Annotated[str, Meta(description="The language that `text` is in: fa, en or zh.")]
    fa: Annotated[str | None, Meta(description="In Persian.")]
    en: Annotated[str | None, Meta(description="In English.")]
    zh: Annotated[str | None, Meta(description="In Chinese, simplified.")]


class Date(Struct, kw_only=True, gc=False, frozen=True):
    """A date as far as it is known. Never more exact than its source."""

    text: Annotated[
        str,
        Meta(
            description="Extended Date/Time Format (ISO 8601-2): 2024-09-25, 1403-07, [..2025],"
            " 2021~. Years below 1600 are Solar Hijri."
        ),
    ]
    words: Annotated[str, Meta(description="The same in both calendars, as a page writes it.")]
    earliest: Annotated[date | None, Meta(description="First possible day; null: not known.")]
    latest: Annotated[date | None, Meta(description="Last possible day; null: not known.")]
    precision: Annotated[Precision, Meta(description="How exact it is.")]
    approximate: Annotated[bool, Meta(description="Whether the source says “about”.")]
    calendar: Annotated[Calendar, Meta(description="The calendar that the source used.")]
    basis: Annotated[Basis | None, Meta(description="How the date is known, if recorded.")]


class Named(Struct, kw_only=True, gc=False):
    """Another object: its stable key and what it is called in the language asked for.

    `/id/KEY/` leads to its page where it has one.
    """

    key: Annotated[str, Meta(description="Its stable key.")]
    name: Annotated[str, Meta(description="What it is called, in the language asked for.")]


class SourceOf(Struct, kw_only=True, gc=False):
    """A source on which an object rests."""

    key: Annotated[str, Meta(description="Its stable key.")]
    title: Annotated[str, Meta(description="Its title as printed.")]
    address: Annotated[str | None, Meta(description="Where it can be read; null: not linked.")]


class Licence(Struct, kw_only=True, frozen=True):
    """On which terms the data may be used; `name` is an SPDX identifier."""

    name: Annotated[str, Meta(description="SPDX identifier, such as CC-BY-4.0.")]
    url: Annotated[str, Meta(description="Where its terms can be read.")]


def licence() -> Licence:
    """Return the licence of the register's data, as the operator chose it."""
    return Licence(name=settings.DATA_LICENCE, url=LICENCES[settings.DATA_LICENCE])


def text_of(record: object, name: str) -> Text | None:
    """Return the words `name` of a record, None where nothing is written in any language."""
    return words_in(name, page_language())(record)


@cache
def words_in(name: str, language: str) -> Callable[[object], Text | None]:
    """Return what takes the words `name` from a record, for a page in the language."""
    said_in = attrgetter(*(f"{name}_{code}" for code in LANGUAGES))
    order = [(code, list(LANGUAGES).index(code)) for code in FALLBACK[language]]

    def words(record: object) -> Text | None:
        said = said_in(record)
        for code, place in order:
            if text := said[place]:
                fa, en, zh = said
                return Text(text=text, language=code, fa=fa or None, en=en or None, zh=zh or None)
        return None

    return words


def date_of(value: PartialDate, basis: str = "") -> Date | None:
    """Return a date with its bounds and its words, None where nothing is recorded."""
    return date_in(page_language(), value, basis)


def date_in(language: str, value: PartialDate, basis: str = "") -> Date | None:
    """Return what `date_of` does, for whom the active language is known."""
    return _date(language, value, basis) if value.is_known else None


@lru_cache(maxsize=4096)
def _date(language: str, value: PartialDate, basis: str) -> Date:
    """Return a known date: in lists by day, neighbours have the same."""
    return Date(
        text=value.text,
        words=both_calendars(value),
        earliest=None if value.first == date.min else value.first,
        latest=None if value.last == date.max else value.last,
        precision=value.precision,
        approximate=value.approximate,
        calendar=value.calendar,
        basis=basis or None,
    )
