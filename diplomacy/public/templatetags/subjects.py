"""What an entry has to do with the subject of a page; offices and years in words."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from django import template
from django.utils.translation import gettext as _

from diplomacy.calendars import Language, PartialDate, year_heading
from diplomacy.public.addresses import address
from diplomacy.public.meanings import LISTS
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models import Entry, EntryArea, Term
from diplomacy.registry.queries.timeline import year_start
from diplomacy.registry.queries.years import Year, year

from .register import when_short

register = template.Library()


class YearOfEntries(NamedTuple):
    """A year's number, its name, the overlapping years of the other calendar, its entries."""

    number: int
    heading: str
    other: str
    entries: tuple[Entry, ...]


@register.filter
def area_word(entry: Entry) -> str:
    """Return how an entry that `entries_of_area` gave stands to the area.

    Only a paper agrees on one; what happened or was said touches it.
    """
    standing = EntryArea.Standing(entry.standing_here)
    is_paper = entry.kind == Entry.Kind.AGREEMENT
    return standing.label if is_paper or standing != standing.AGREED else _("touched")


@register.filter
def roles(entry: Entry) -> list[str]:
    """Return in which roles a body took part in an entry of `entries_of_organisation`."""
    parts = getattr(entry, "parts_of_body", ())
    return list(dict.fromkeys(part.get_role_display() for part in parts))


@register.filter
def time_in_office(term: Term) -> str:
    """Return from when to when the office was held, or seen to be held, in words.

    `[..2021-12]` to `[2025-10..]` says only that the person was seen in office at both ends.
    """
    since, until = term.since, term.until
    seen_first, seen_last = since.precision == "not_after", until.precision == "not_before"
    if seen_first and seen_last:
        first, last = _bound(since), _bound(until)
        if first == last:
            return _("seen in office: %(date)s") % {"date": first}
        return _("seen in office from %(first)s to %(last)s") % {"first": first, "last": last}
    return _("%(beginning)s; %(end)s") % {"beginning": _beginning(since), "end": _end(until)}


def _beginning(since: PartialDate) -> str:
    if not since.is_known:
        return _("beginning not recorded")
    if since.precision == "not_after":
        return _("seen in office as early as %(date)s") % {"date": _bound(since)}
    return _("beginning: %(date)s") % {"date": when_short(since)}


def _end(until: PartialDate) -> str:
    if not until.is_known:
        return _("end not recorded")
    if until.precision == "not_before":
        return _("seen in office as late as %(date)s") % {"date": _bound(until)}
    return _("end: %(date)s") % {"date": when_short(until)}


def _bound(value: PartialDate) -> str:
    """Return the known end of an open span as a date of its own: "[..2021-12]" is 2021-12."""
    return when_short(PartialDate.parse(value.text.strip("[.]")))


@register.filter
def year_name(shown: Year) -> str:
    """Return the year in its own calendar."""
    return shown.name(active_language())


@register.filter
def other_years(shown: Year) -> str:
    """Return the years of the other calendar that it overlaps."""
    return shown.other_name(active_language())


@register.filter
def year_url(number: int) -> str:
    """Return the address of a year, an empty text where no date can have it."""
    return address("year", str(number)) if year(number) else ""


@register.filter
def heading_url(number: int) -> str:
    """Return the address of a year of the page's first calendar, empty where it has none."""
    return address("year", str(number)) if _has_page(number, active_language()) else ""


@lru_cache(maxsize=1024)
def _has_page(number: int, language: Language) -> bool:
    return bool(year_start(number, language) and year(number))


@register.filter
def by_year(entries: Iterable[Entry]) -> list[YearOfEntries]:
    """Return entries in order of time, year by year of the page's first calendar.

    Those without a known date come under a heading of their own, with number 0.
    """
    language = active_language()
    years = groupby(entries, lambda entry: year_heading(entry.ordering_day, language))
    return [YearOfEntries(*heading, tuple(group)) for heading, group in years]


@register.filter
def surely_in(entry: Entry, shown: Year) -> bool:
    """Whether every possible day of the entry's date lies in the year."""
    return shown.holds(entry.start)


@register.filter
def kind_name(kind: Entry.Kind) -> str:
    """Return what entries of a kind are called together."""
    return LISTS[kind]
