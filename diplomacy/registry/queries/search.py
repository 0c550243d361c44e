"""One search over everything that readers see, noun by noun."""

from collections.abc import Callable, Hashable, Iterable
from datetime import date
from functools import partial
from typing import Any, Self

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Count, F, QuerySet, Window
from django.db.models.expressions import RawSQL
from django.db.models.functions import RowNumber
from msgspec import Struct

from diplomacy.calendars import Language, digits, year_heading
from diplomacy.registry.models import CooperationArea, Entry
from diplomacy.registry.models.base import Keyed
from diplomacy.registry.models.searching import Unit, rank_of, wanted
from diplomacy.registry.models.words import page_language

from .found_rows import shown_entries, shown_of, where_they_stand
from .found_told import is_told, records_of, told_of_one
from .newest import MOST, Reach, newest_of
from .nouns import KINDS, NOUNS, held, holding_all
from .outlines import Later, Outline, Sql, glued, one_of, told, written
from .overview import public_ties
from .sought import Looked, look_for
from .standing import Tag
from .years import Year, counted_years

PER_NOUN = 5
PAGE_SIZE = 30
MOST_AT_FIRST = 50  # of each noun, where all nouns are searched; a noun alone goes up to MOST
_AT_FIRST = Reach(MOST_AT_FIRST + 1, tried=60, walked=5_000)
MOST_PAGES = 100


class Found(Struct, frozen=True):
    """A record, and for a city with a public tie how far that is."""

    record: Keyed
    tag: Tag | None = None


class Group(Struct, frozen=True):
    """The first records of a noun that hold every word, the best ones first, and how many do.

    With `is_capped` there are more than `total`, and of entries and sources these are the newest.
    """

    noun: str
    found: tuple[Found, ...]
    total: int
    is_capped: bool

    @classmethod
    def of(cls, noun: str, found: tuple[Found, ...], number: int, most: int) -> Self:
        """Return the group of so many, of which no more than `most` are counted."""
        return cls(noun, found, min(number, most), number > most)

    @property
    def has_more(self) -> bool:
        return self.total > len(self.found)


class Results(Struct, frozen=True):
    """What a query finds; `years` only where it asks for nothing but dates."""

    groups: tuple[Group, ...]
    years: tuple[Year, ...] = ()

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups)

    @property
    def is_capped(self) -> bool:
        return any(group.is_capped for group in self.groups)


def find(query: str, on: date) -> Results:
    """Return the first public records of each noun that hold every word of `query`.

    Nothing where it has no word. The number of queries does not grow with what is found. At most
    MOST_AT_FIRST of a noun are counted, and of entries and sources the best of the newest shown.
    """
    units = wanted(query)
    if not units:
        return Results(())
    looked = look_for(units, query, is_public=True)
    found = _entries(looked) | _others(looked, on)
    return Results(tuple(found[noun] for noun in NOUNS if noun in found), _years(units))


def find_of_noun(noun: str, query: str, on: date, page: int = 1) -> Group | None:
    """Return a page of the records of one noun, None where there are none or no such noun."""
    units = wanted(query)
    shown = slice((page - 1) * PAGE_SIZE, min(page * PAGE_SIZE, MOST))
    if noun not in NOUNS or not units or not 0 <= shown.start < shown.stop:
        return None
    if noun not in KINDS:
        return _group(held(noun, units).ranked(query), noun, on, shown)
    looked = look_for(units, query, is_public=True)
    keys = newest_of(looked, [noun])[noun]
    if not keys:
        return None
    best = _best_entries(looked.outline, keys)[noun]
    found = tuple(map(Found, shown_entries(best[shown])))
    return Group.of(noun, found, len(keys), MOST) if found else None


def examples(language: Language) -> tuple[str, ...]:
    """Return words that find something here, as they stand in the register. Three queries."""
    names: list[str] = []
    for tie in public_ties()[:2]:
        names += [str(tie.partner.name), tie.partner.own_name]
    names += [str(area.name) for area in CooperationArea.objects.published()[:1]]
    newest = Entry.objects.published().filter(ordering_day__gt=date.min)
    for day in newest.order_by("-ordering_day").values_list("ordering_day", flat=True)[:1]:
        names.append(digits(year_heading(day, language)[0], language))
    return tuple(dict.fromkeys(filter(None, names)))


def _group(rows: QuerySet, noun: str, on: date, shown: slice) -> Group | None:
    counted = rows.annotate(total=Window(Count("*"))).order_by("rank", *NOUNS[noun].order())
    found = list(counted.values_list("pk", "total")[shown])
    records = shown_of(noun, [pk for pk, _total in found])
    return _told(noun, records, found[0][1], on) if records else None


def _told(noun: str, found: list[Keyed], total: int, on: date, most: int = MOST) -> Group:
    where = where_they_stand(found, on) if noun == "city" else {}
    records = tuple(Found(one, where.get(one.pk)) for one in found)
    return Group.of(noun, records, total, most)


def _others(looked: Looked, on: date) -> dict[str, Group]:
    """Return the best of each noun but entries. One query, others for remarks and standings."""
    best: dict[str, list[tuple]] = {}
    key = "first", page_language(), tuple(tuple(one.keys) for one in looked.sought)
    for noun, *one in _asked(looked.outline, key, partial(_first_of_all, looked)):
        best.setdefault(noun, []).append(tuple(one))
    found = {}
    for noun, listed in best.items():
        first = sorted(listed)[:PER_NOUN]
        if is_told(noun):
            shown = [record for *_, text in first for record in records_of(noun, text)]
        else:
            shown = shown_of(noun, [pk for _rank, _nth, pk, _ in first])
        if shown:
            found[noun] = _told(noun, shown, len(listed), on, MOST_AT_FIRST)
    return found


def _asked(
    outline: Outline, key: Hashable, make: Callable[[BaseDatabaseWrapper], Sql]
) -> list[tuple]:
    """Return the rows that a statement of the outline finds."""
    connection = connections[router.db_for_read(Entry)]
    return outline.asked(key, connection, lambda: make(connection))


def _first_of_all(looked: Looked, connection: BaseDatabaseWrapper) -> Sql:
    """Return the statement for noun, rank, place, key and text of the first public ones of each.

    The text tells of the best what a page shows.
    """
    nouns = [noun for noun in NOUNS if noun not in KINDS]
    pieces, found = [], []
    for noun in nouns:
        first, params = _first_public(noun, looked, connection)
        found.append((f"{noun}_first AS MATERIALIZED ({first})", params))
        text, more = "NULL", ()
        if is_told(noun):
            text, more = written(told_of_one(noun, RawSQL("f.pk", ())), connection)
        placed = f"SELECT *, ROW_NUMBER() OVER (ORDER BY rank, nth) AS place FROM {noun}_first"
        shown = f"CASE WHEN place <= {PER_NOUN} THEN ({text}) END"
        pieces.append((f"SELECT '{noun}', rank, nth, pk, {shown} FROM ({placed}) AS f", more))
    (before, first), (rest, params) = glued(found, ", "), glued(pieces, " UNION ALL ")
    return f"WITH {before} {rest}", (*first, *params)


def _first_public(noun: str, looked: Looked, connection: BaseDatabaseWrapper) -> Sql:
    """Return the statement for the first public ones of those that hold all units.

    Whether one is public, which other tables say, is asked in their order and of no more than are
    needed. Asked as a condition of all, PostgreSQL reads these tables whole for a single source.
    """
    order = NOUNS[noun].order() if NOUNS[noun].many else ("rank", *NOUNS[noun].order())
    outline, all_of_it = looked.outline, holding_all(noun, looked).order_by()
    ranked = all_of_it.annotate(rank=rank_of(outline.lines, outline.units))
    holding, params = written(ranked.order_by(*order).values_list("pk", "rank"), connection)
    # Apart, so that they are sorted before any is asked whether it is public.
    apart = "LIMIT -1" if connection.vendor == "sqlite" else "OFFSET 0"
    # Equal, said so that PostgreSQL does not read all public ones beforehand.
    here = RawSQL("s.pk", ())
    same = NOUNS[noun].rows().order_by().filter(pk__gte=here, pk__lte=here)
    public, more = written(same.values_list("pk"), connection)
    return (
        f"SELECT rank, ROW_NUMBER() OVER () AS nth, pk FROM (SELECT * FROM ({holding} {apart}) AS s"
        f" WHERE CASE WHEN EXISTS({public}) THEN 1 ELSE 0 END = 1 LIMIT {MOST_AT_FIRST + 1}) AS w",
        (*params, *more),
    )


def _entries(looked: Looked) -> dict[str, Group]:
    """Return the best entries of each kind: two to four queries, one for their rows."""
    found = newest_of(looked, reach=_AT_FIRST)
    keys = [pk for some in found.values() for pk in some]
    if not keys:
        return {}
    best = _best_entries(looked.outline, keys, PER_NOUN)
    of_all = shown_entries([pk for some in best.values() for pk in some])
    shown = {entry.pk: entry for entry in of_all}
    groups = {}
    for kind, some in best.items():
        if records := tuple(Found(shown[pk]) for pk in some if pk in shown):
            groups[kind] = Group.of(kind, records, len(found[kind]), MOST_AT_FIRST)
    return groups


def _best_entries(
    outline: Outline, keys: Iterable[int], most: int | None = None
) -> dict[str, list[int]]:
    """Return some entries by kind, the best of each first, at most so many of it. One query."""
    outline.later("keys", told(keys, connections[router.db_for_read(Entry)]))
    best: dict[str, list[int]] = {}
    listed = _asked(outline, ("best", most), partial(_numbered, most, outline))
    for kind, _nth, pk in sorted(listed):
        best.setdefault(kind, []).append(pk)
    return best


def _numbered(most: int | None, outline: Outline, connection: BaseDatabaseWrapper) -> Sql:
    """Return the statement for kind, place and key of the best of each kind among some."""
    some = Entry.objects.filter(one_of(F("pk"), Later("keys")))
    ranked = some.annotate(rank=rank_of(outline.lines, outline.units))
    order = ("rank", "-ordering_day", "-pk")
    in_order = ranked.annotate(nth=Window(RowNumber(), partition_by=[F("kind")], order_by=order))
    if most:
        in_order = in_order.filter(nth__lte=most)
    return written(in_order.values_list("kind", "nth", "pk"), connection)


def _years(units: Iterable[Unit]) -> tuple[Year, ...]:
    """Return the years that hold an entry among those asked for, where nothing else is."""
    if not all(unit.days and unit.days.is_year for unit in units):
        return ()
    asked = {unit.days.first for unit in units}
    calendars: tuple[Any, ...] = ("solar_hijri", "gregorian")
    counted = (one.year for calendar in calendars for one in counted_years(calendar))
    return tuple(year for year in counted if year.first in asked)
