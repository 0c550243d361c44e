"""A city's history in order: what happened and what was said, year by year."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice

from django.db.models import Max, Min, Prefetch, prefetch_related_objects

from diplomacy.calendars import Language, from_solar_hijri, year_heading
from diplomacy.registry.models import (
    Citation,
    City,
    CooperationArea,
    Entry,
    EntryArea,
    EntryCity,
)

from .paging import CITY_NEWEST_FIRST, CITY_OLDEST_FIRST, Page, page_of

LONG_SILENCE = 4  # years between two years that hold something, beyond which it is stated
TIMELINE_SIZE = 60
MOST_YEARS = 150


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asked to see. A year below 1600 is Solar Hijri, as everywhere."""

    kinds: tuple[str, ...] = ()
    area: str = ""
    year: int | None = None
    oldest_first: bool = False
    after: str = ""
    before: str = ""

    @property
    def is_everything(self) -> bool:
        return not (self.kinds or self.area or self.year)


@dataclass(frozen=True, slots=True)
class Year:
    """The entries of one year. `number` is 0 for those without a date.

    `silent_years` is the number of years without an entry between this group and the one before
    it on the page, 0 where that is not worth saying.
    """

    number: int
    heading: str
    other: str
    entries: tuple[Entry, ...]
    silent_years: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page of a city's history, in the order that the reader wants."""

    future: tuple[Entry, ...]
    past: tuple[Year, ...]
    undated: tuple[Entry, ...]
    page: Page[EntryCity]
    wanted: Wanted
    has_today: bool  # whether today's mark belongs on this page

    @property
    def is_whole(self) -> bool:
        """Whether these are all entries of the city."""
        return self.page.is_whole and self.wanted.is_everything

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(row.entry for row in self.page.rows)


@dataclass(frozen=True, slots=True)
class Facets:
    """What a history can be narrowed by: areas that it touches, years from last to first."""

    areas: tuple[CooperationArea, ...]
    years: tuple[int, ...]


def timeline(city: City, wanted: Wanted, language: Language, today: date) -> Timeline:
    """Return a page of the published entries that name `city`.

    Three queries, however long the history: the rows of the city's index with their kinds, the
    citations with their sources, the areas.
    """
    order = CITY_OLDEST_FIRST if wanted.oldest_first else CITY_NEWEST_FIRST
    page = page_of(
        _rows(city, wanted),
        order,
        after=wanted.after,
        before=wanted.before,
        size=TIMELINE_SIZE,
    )
    entries = with_sources([row.entry for row in page.rows])
    return Timeline(
        future=tuple(entry for entry in entries if entry.ordering_day > today),
        past=tuple(_years([e for e in entries if date.min < e.ordering_day <= today], language)),
        undated=tuple(entry for entry in entries if entry.is_undated),
        page=page,
        wanted=wanted,
        has_today=_has_today(entries, page, wanted, today),
    )


def with_sources(entries: list[Entry]) -> list[Entry]:
    """Fetch for each entry its citations with their sources and its areas, in two queries."""
    prefetch_related_objects(
        entries,
        Prefetch("citations", Citation.objects.select_related("source")),
        Prefetch("area_rows", EntryArea.objects.select_related("area")),
    )
    return entries


def facets(city: City, shown: Timeline, language: Language) -> Facets:
    """Return by what the city's history can be narrowed.

    No query where the whole history is on the page, else two, however long it is.
    """
    if shown.is_whole:
        entries = shown.entries
        areas = {row.area for entry in entries for row in entry.area_rows.all()}
        days = [entry.ordering_day for entry in entries if not entry.is_undated]
    else:
        rows = EntryCity.objects.filter(city=city, public=True)
        touched = EntryArea.objects.filter(entry__in=rows.values("entry")).values("area")
        areas = set(CooperationArea.objects.filter(pk__in=touched))
        ends = rows.filter(day__gt=date.min).aggregate(Min("day"), Max("day"))
        days = [day for day in ends.values() if day]
    return Facets(
        areas=tuple(sorted(areas, key=lambda area: (area.position, area.key))),
        years=years_between(days, language),
    )


def years_between(days: Iterable[date], language: Language) -> tuple[int, ...]:
    """Return the years of the language's first calendar that span the days, the last one first.

    At most a century and a half of them: a slip of the pen in a date makes no endless list.
    Only those by whose number an address can ask for them.
    """
    years = [year_heading(day, language)[0] for day in days]
    spanned = range(max(years), min(years) - 1, -1) if years else ()
    return tuple(islice((year for year in spanned if year_start(year, language)), MOST_YEARS))


def year_start(year: int, language: Language) -> date | None:
    """Return the first day of a year of the language's first calendar.

    None where the number alone would name a year of the other one, or none at all.
    """
    bounds = year_bounds(year)
    return bounds[0] if bounds and year_heading(bounds[0], language)[0] == year else None


def year_bounds(year: int) -> tuple[date, date] | None:
    """Return the first day of the year and of the next one, None outside what can be dated.

    A year below 1600 is Solar Hijri, so that an address means the same in every language.
    """
    try:
        if year < 1600:
            return from_solar_hijri(year, 1, 1), from_solar_hijri(year + 1, 1, 1)
        return date(year, 1, 1), date(year + 1, 1, 1)
    except ValueError:
        return None


def _rows(city: City, wanted: Wanted):
    rows = EntryCity.objects.filter(city=city, public=True).select_related(
        "entry", *(f"entry__{kind.value}" for kind in Entry.Kind)
    )
    if wanted.kinds:
        rows = rows.filter(kind__in=wanted.kinds)
    if wanted.area:
        rows = rows.filter(
            entry__in=EntryArea.objects.filter(area__key=wanted.area).values("entry")
        )
    if wanted.year is not None:
        bounds = year_bounds(wanted.year)
        if bounds is None:
            return rows.none()
        rows = rows.filter(day__gte=bounds[0], day__lt=bounds[1])
    return rows


def _years(entries: list[Entry], language: Language) -> Iterator[Year]:
    previous = None
    for heading, group in groupby(entries, lambda e: year_heading(e.ordering_day, language)):
        number, name, other = heading
        between = 0 if previous is None else abs(previous - number) - 1
        yield Year(number, name, other, tuple(group), between if between >= LONG_SILENCE else 0)
        previous = number


def _has_today(entries: list[Entry], page: Page, wanted: Wanted, today: date) -> bool:
    """Return whether the page passes from past to future, or begins or ends the whole there."""
    days = [entry.ordering_day for entry in entries if not entry.is_undated]
    if not days:
        return False
    ends_there = not page.after if wanted.oldest_first else not page.before
    return min(days) <= today and (max(days) > today or ends_there)
