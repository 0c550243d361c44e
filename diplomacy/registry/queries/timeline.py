"""A city's history in order: what happened and what was said, year by year."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby, pairwise

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from diplomacy.calendars import Language, from_solar_hijri, year_heading
from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models import City, Entry, EntryArea, EntryCity

from .history_rows import (
    entries_of,
    entry_columns,
    joined,
    lay_told,
    told_along,
    with_told,
)
from .paging import CITY_NEWEST_FIRST, CITY_OLDEST_FIRST, Page, cursor_before, first_page, page_of
from .sectors import taken_part
from .timeline_shape import Timeline, Wanted, Year, YearMark
from .whole_history import Held, whole_history

LONG_SILENCE = 4  # years between two years that hold something, beyond which it is stated
TIMELINE_SIZE = 60
MOST_PAPERS = 8  # the latest agreements, which a tie's page names whatever of it is shown


def timeline(city: City, wanted: Wanted, language: Language, today: date) -> Timeline:
    """Return a page of the published entries that name `city`.

    However long the history, one query of the first page, two of another: the rows of the city's
    index, then what their entries cite and touch. One more for what the whole holds, unless it is
    on the page, and one that counts where it is narrowed to several pages.
    """
    order = CITY_OLDEST_FIRST if wanted.oldest_first else CITY_NEWEST_FIRST
    rows = papers = None
    if wanted == Wanted():
        found = _latest(city)
        page = first_page(found[: TIMELINE_SIZE + 1], order, TIMELINE_SIZE)
        papers = tuple(entries_of(row for row in found if row.kind == Entry.Kind.AGREEMENT))
        entries = lay_told(entries_of(page.rows), page.rows)
    else:
        rows = _rows(city, wanted)
        page = page_of(rows, order, after=wanted.after, before=wanted.before, size=TIMELINE_SIZE)
        entries = with_told(entries_of(page.rows))
    whole = None if page.is_whole and wanted.is_everything else whole_history(city)
    counted = whole.days if whole and wanted.is_everything else _counted(rows, page)
    days: Counter[date] = Counter()
    for _kind, day, number in counted:
        days[day] += number
    past = [entry for entry in entries if date.min < entry.ordering_day <= today]
    counts = _past_years(days, language, today, wanted)
    undated = tuple(entry for entry in entries if entry.is_undated)
    return Timeline(
        future=tuple(entry for entry in entries if entry.ordering_day > today),
        past=tuple(_years(past, counts, language)),
        undated=undated,
        entries=tuple(entries),
        papers=papers,
        page=page,
        wanted=wanted,
        has_today=_has_today(entries, page, wanted, today),
        found=days.total(),
        counted=counted,
        whole=whole,
        years=tuple(_marks(past, counts, language, wanted)),
        silent_since=_silent_since(counts, language, today, wanted),
        undated_after=_undated_after(days, undated, wanted),
    )


def year_start(year: int, language: Language) -> date | None:
    """Return the first day of a year of the language's first calendar.

    None where the number alone would name a year of the other one, or none at all.
    """
    bounds = year_bounds(year)
    return bounds[0] if bounds and year_heading(bounds[0], language)[0] == year else None


@lru_cache(1024)
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


@kept
def _latest(city: City) -> QuerySet:
    """Return the rows of the first page, the latest one first, and the latest papers among them."""
    rows = EntryCity.objects.filter(city=city, public=True).order_by(*CITY_NEWEST_FIRST)
    papers = rows.filter(kind=Entry.Kind.AGREEMENT)
    keys = joined((rows, TIMELINE_SIZE + 1), (papers, MOST_PAPERS + 1))
    told = told_along(EntryCity.objects.filter(pk__in=keys))
    return _read(told, "told_citations", "told_areas").order_by(*CITY_NEWEST_FIRST)


def whole_days(shown: Timeline) -> list[Held]:
    """Return how many entries each day of the city's whole history holds, whatever is shown of it.

    No query.
    """
    return shown.whole.days if shown.whole else shown.counted


def _rows(city: City, wanted: Wanted) -> QuerySet:
    rows = _read(EntryCity.objects.filter(city=city, public=True))
    if wanted.kinds:
        rows = rows.filter(kind__in=wanted.kinds)
    if wanted.area:
        rows = rows.filter(_touching(area__key=wanted.area))
    if wanted.layer:
        rows = rows.filter(_touching(area__layer__key=wanted.layer))
    if wanted.sector:
        rows = taken_part(rows, wanted.sector)
    if wanted.year is not None:
        bounds = year_bounds(wanted.year)
        if bounds is None:
            return rows.none()
        rows = rows.filter(day__gte=bounds[0], day__lt=bounds[1])
    return rows


def _read(rows: QuerySet[EntryCity], *told: str) -> QuerySet:
    """Have the place of each row read, and what `entries_of` makes its entry of."""
    read = ("day", "entry_id", "kind", *told, *entry_columns("entry__"))
    return rows.values_list(*read, named=True)


def _touching(**areas: str) -> Q:
    """Return the condition of a city row whose entry touches one of the areas."""
    # Asked of each row of the city: SQLite would list all entries of the areas first.
    return Q(Exists(EntryArea.objects.filter(entry=OuterRef("entry"), **areas)))


def _counted(rows: QuerySet | None, page: Page) -> list[Held]:
    """Return how many entries of each kind each day holds, on all pages.

    No query where there is but one page.
    """
    if page.is_whole:
        return [(row.kind, row.day, 1) for row in page.rows]
    plain = rows.order_by().values_list("kind", "day")
    return list(plain.annotate(number=Count("*")))


def by_year(days: dict[date, int], language: Language) -> dict[int, int]:
    """Return how many entries each year of the language's first calendar holds, in their order."""
    found: Counter[int] = Counter()
    number, bounds = 0, None
    for day in sorted(days):
        if bounds is None or not bounds[0] <= day < bounds[1]:
            number = year_heading(day, language)[0]
            bounds = year_bounds(number)
        found[number] += days[day]
    return dict(found)


def _past_years(
    days: Counter[date], language: Language, today: date, wanted: Wanted
) -> dict[int, int]:
    """Return how many entries each past year holds, in the reader's order."""
    past = {day: number for day, number in days.items() if date.min < day <= today}
    years = by_year(past, language).items()
    return dict(years if wanted.oldest_first else reversed(years))


def _silent(years: int) -> int:
    """Return the number of silent years if there are enough of them to be stated, else 0."""
    return years if years >= LONG_SILENCE else 0


def _years(past: list[Entry], counts: dict[int, int], language: Language) -> Iterator[Year]:
    silences = {year: _silent(abs(before - year) - 1) for before, year in pairwise(counts)}
    for heading, group in groupby(past, lambda e: year_heading(e.ordering_day, language)):
        number, name, other = heading
        entries = tuple(group)
        # A year that is only continued here was introduced, silence and all, on the page before.
        is_first = entries[0] == past[0]
        goes_on = is_first and len(entries) < counts[number]
        yield Year(number, name, other, entries, 0 if goes_on else silences.get(number, 0))


def _silent_since(counts: dict[int, int], language: Language, today: date, wanted: Wanted) -> int:
    if not counts or wanted.year is not None:
        return 0
    return _silent(year_heading(today, language)[0] - max(counts) - 1)


def _marks(
    past: list[Entry], counts: dict[int, int], language: Language, wanted: Wanted
) -> Iterator[YearMark]:
    shown = Counter(year_heading(entry.ordering_day, language)[0] for entry in past)
    for number, entries in counts.items():
        if shown[number] == entries:
            yield YearMark(number, entries, "")
        elif start := year_start(number, language):
            yield YearMark(number, entries, _cursor(start, year_bounds(number)[1], wanted))


def _cursor(first: date, following: date, wanted: Wanted) -> str:
    """Return the cursor of the page that begins with the days from `first` to `following`."""
    if wanted.oldest_first:
        return cursor_before(CITY_OLDEST_FIRST, first)
    return cursor_before(CITY_NEWEST_FIRST, following - timedelta(days=1))


def _undated_after(days: Counter[date], shown: tuple[Entry, ...], wanted: Wanted) -> str | None:
    if date.min not in days:
        return None
    if shown:
        return ""
    # Undated rows hold the earliest day there is, and stand last in both orders.
    order = CITY_OLDEST_FIRST if wanted.oldest_first else CITY_NEWEST_FIRST
    return cursor_before(order, date.max if wanted.oldest_first else date.min)


def _has_today(entries: list[Entry], page: Page, wanted: Wanted, today: date) -> bool:
    """Return whether the page passes from past to future, or begins or ends the whole there."""
    days = [entry.ordering_day for entry in entries if not entry.is_undated]
    if not days or not _may_hold(wanted, today):
        return False
    more_past, more_future = page.after, page.before
    if wanted.oldest_first:
        more_past, more_future = more_future, more_past
    reaches_past = min(days) <= today or not more_past
    reaches_future = max(days) > today or not more_future
    return reaches_past and reaches_future


def _may_hold(wanted: Wanted, day: date) -> bool:
    """Whether the day lies in the wanted year, if one is wanted."""
    bounds = year_bounds(wanted.year) if wanted.year is not None else None
    return bounds is None or bounds[0] <= day < bounds[1]
