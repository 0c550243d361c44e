"""The values that every object of open data is made of: words, dates, references, sources."""

from datetime import date
from typing import Annotated, Literal

from django.conf import settings
from msgspec import Meta, Struct

from diplomacy.calendars import Calendar, PartialDate, Precision
from diplomacy.licences import LICENCES
from diplomacy.registry.date_words import both_calendars
from diplomacy.registry.models import DateBasis
from diplomacy.registry.models.words import FALLBACK, LANGUAGES, page_language

Basis = Literal[tuple(DateBasis.values)]


class Text(Struct, kw_only=True):
    """Words in Persian, English and Chinese; null where they are not yet written."""

    text: Annotated[str, Meta(description="In the language asked for, or else in the next best.")]
    language: Annotated[str, Meta(description="The language that `text` is in: fa, en or zh.")]
    fa: Annotated[str | None, Meta(description="In Persian.")]
    en: Annotated[str | None, Meta(description="In English.")]
    zh: Annotated[str | None, Meta(description="In Chinese, simplified.")]


class Date(Struct, kw_only=True):
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


class Named(Struct, kw_only=True):
    """Another object: its stable key and what it is called in the language asked for.

    `/id/KEY/` leads to its page where it has one.
    """

    key: Annotated[str, Meta(description="Its stable key.")]
    name: Annotated[str, Meta(description="What it is called, in the language asked for.")]


class SourceOf(Struct, kw_only=True):
    """A source on which an object rests."""

    key: Annotated[str, Meta(description="Its stable key.")]
    title: Annotated[str, Meta(description="Its title as printed.")]
    address: Annotated[str | None, Meta(description="Where it can be read; null: not linked.")]


class Licence(Struct, kw_only=True):
    """On which terms the data may be used; `name` is an SPDX identifier."""

    name: Annotated[str, Meta(description="SPDX identifier, such as CC-BY-4.0.")]
    url: Annotated[str, Meta(description="Where its terms can be read.")]


def licence() -> Licence:
    """Return the licence of the register's data, as the operator chose it."""
    return Licence(name=settings.DATA_LICENCE, url=LICENCES[settings.DATA_LICENCE])


def text_of(record: object, name: str) -> Text | None:
    """Return the words `name` of a record, None where nothing is written in any language."""
    said = {code: getattr(record, f"{name}_{code}") or None for code in LANGUAGES}
    for code in FALLBACK[page_language()]:
        if said[code]:
            return Text(text=said[code], language=code, **said)
    return None


def date_of(value: PartialDate, basis: str = "") -> Date | None:
    """Return a date with its bounds and its words, None where nothing is recorded."""
    if not value.is_known:
        return None
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
