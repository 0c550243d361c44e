"""One search over everything that readers see, noun by noun."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet, Value, Window
from django.db.models.functions import RowNumber

from diplomacy.calendars import Language, digits, year_heading
from diplomacy.registry.models import (
    City,
    CooperationArea,
    Difference,
    DiplomacyLayer,
    Document,
    Entry,
    EntryArea,
    EntryCity,
    OpenQuestion,
    Organisation,
    Participation,
    Person,
    Relationship,
    Source,
)
from diplomacy.registry.models.base import Keyed
from diplomacy.registry.models.searching import Unit, holds, wanted
from diplomacy.registry.models.words import page_language

from .differences import public_differences, public_questions
from .newest import MOST, among, newest_holding
from .organisations import public_organisations
from .overview import public_ties
from .people import public_people
from .standing import Standing, standings, with_contacts
from .years import Year, counted_years

PER_NOUN = 5
PAGE_SIZE = 30
MOST_PAGES = 100
KINDS = tuple(kind.value for kind in Entry.Kind)


@dataclass(frozen=True, slots=True)
class Found:
    """A record, and for a city with a public tie where that stands."""

    record: Keyed
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The first records of a noun that hold every word, the best ones first, and how many do.

    Of entries and sources the newest MOST are found; with `is_capped` there are older ones.
    """

    noun: str
    found: tuple[Found, ...]
    total: int
    is_capped: bool = False

    @property
    def has_more(self) -> bool:
        return self.total > len(self.found)


@dataclass(frozen=True, slots=True)
class Results:
    """What a query finds; `years` only where it asks for nothing but dates."""

    groups: tuple[Group, ...]
    years: tuple[Year, ...] = ()

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups)

    @property
    def is_capped(self) -> bool:
        return any(group.is_capped for group in self.groups)


@dataclass(frozen=True, slots=True)
class Noun:
    """What is public of a noun, by what it is found, and the order within the same rank.

    Where there are `many`, the first in that order are found, and ranked among themselves.
    """

    rows: Callable[[], QuerySet]
    holding: Callable[[Unit], Q]
    order: Callable[[], tuple[str, ...]]
    many: bool = False


def find(query: str, on: date) -> Results:
    """Return the first public records of each noun that hold every word of `query`.

    Nothing where it has no word. The number of queries does not grow with what is found.
    """
    units = wanted(query)
    if not units:
        return Results(())
    found = _entries(query, units) | _others(query, units, on)
    return Results(tuple(found[noun] for noun in NOUNS if noun in found), _years(units))


def find_of_noun(noun: str, query: str, on: date, page: int = 1) -> Group | None:
    """Return a page of the records of one noun, None where there are none or no such noun."""
    units = wanted(query)
    if noun not in NOUNS or not units or not 1 <= page <= MOST_PAGES:
        return None
    shown = slice((page - 1) * PAGE_SIZE, min(page * PAGE_SIZE, MOST))
    if noun not in KINDS:
        return _group(_matching(noun, query, units), noun, on, shown)
    keys = newest_holding(units, [noun])[noun]
    if not keys:
        return None
    ranked = among(_shown_entries(), keys).ranked(query)
    found = tuple(map(Found, ranked.order_by("rank", *NOUNS[noun].order())[shown]))
    return Group(noun, found, min(len(keys), MOST), len(keys) > MOST) if found else None


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
    counted = rows.annotate(total=Window(Count("*")))
    found = list(counted.order_by("rank", *NOUNS[noun].order())[shown])
    return _told(noun, found, found[0].total, on) if found else None


def _told(noun: str, found: list[Keyed], total: int, on: date) -> Group:
    where = _standings(found, on) if noun == "city" else {}
    records = tuple(Found(one, where.get(one.pk)) for one in found)
    return Group(noun, records, min(total, MOST), total > MOST)


def _others(query: str, units: Iterable[Unit], on: date) -> dict[str, Group]:
    """Return the best of each noun but entries: one query for which, others for what they show."""
    looks = []
    for noun in NOUNS.keys() - set(KINDS):
        order = ("rank", *NOUNS[noun].order())
        numbered = (
            _matching(noun, query, units)
            .order_by()
            .annotate(
                noun=Value(noun),
                total=Window(Count("*")),
                nth=Window(RowNumber(), order_by=order),
            )
        )
        looks.append(numbered.filter(nth__lte=PER_NOUN).values_list("noun", "nth", "pk", "total"))
    best: dict[str, list[tuple[int, int]]] = {}
    for noun, _nth, pk, total in sorted(looks[0].union(*looks[1:], all=True)):
        best.setdefault(noun, []).append((pk, total))
    found = {}
    for noun, some in best.items():
        shown = NOUNS[noun].rows().in_bulk([pk for pk, _ in some])
        if records := [shown[pk] for pk, _ in some if pk in shown]:
            found[noun] = _told(noun, records, some[0][1], on)
    return found


def _matching(noun: str, query: str, units: Iterable[Unit]) -> QuerySet:
    rows = NOUNS[noun].rows()
    for unit in units:
        rows = rows.filter(NOUNS[noun].holding(unit))
    if NOUNS[noun].many:
        first = rows.prefetch_related(None).order_by(*NOUNS[noun].order()).values("pk")
        rows = NOUNS[noun].rows().filter(pk__in=first[: MOST + 1])
    return rows.ranked(query)


def _entries(query: str, units: Iterable[Unit]) -> dict[str, Group]:
    """Return the best entries of each kind: four queries for which, five for what they show."""
    found = newest_holding(units)
    keys = [pk for some in found.values() for pk in some]
    if not keys:
        return {}
    order = ("rank", "-ordering_day", "-pk")
    numbered = (
        among(Entry.objects.all(), keys)
        .ranked(query)
        .annotate(nth=Window(RowNumber(), partition_by=[F("kind")], order_by=order))
    )
    first = list(numbered.filter(nth__lte=PER_NOUN).values_list("kind", "nth", "pk"))
    shown = _shown_entries().in_bulk([pk for *_, pk in first])
    groups = {}
    for kind in KINDS:
        some = (shown.get(pk) for its_kind, _nth, pk in sorted(first) if its_kind == kind)
        if records := tuple(Found(one) for one in some if one):
            total = len(found[kind])
            groups[kind] = Group(kind, records, min(total, MOST), total > MOST)
    return groups


def _shown_entries() -> QuerySet[Entry]:
    """Return public entries with what else they are found by: cities, areas, papers, parts."""
    areas = Prefetch("area_rows", EntryArea.objects.select_related("area"))
    cities = Prefetch("city_rows", EntryCity.objects.select_related("city"))
    papers = Prefetch("documents", Document.objects.published(), to_attr="papers_shown")
    named = Participation.objects.filter(Q(name_shown=True) | Q(organisation__isnull=False))
    parts = named.select_related("person", "organisation")
    return (
        Entry.objects.published()
        .with_leaf()
        .prefetch_related(cities, areas, papers)
        .prefetch_related(Prefetch("participations", parts, to_attr="parts_shown"))
    )


def _of_kind(kind: str) -> QuerySet[Entry]:
    return _shown_entries().filter(kind=kind)


def _holding_city(unit: Unit) -> Q:
    ties = Relationship.objects.published().filter(holds(unit, ""))
    return holds(unit, "", "country") | Q(pk__in=ties.values("partner"))


def _holding(model: type[Keyed]) -> Callable[[Unit], Q]:
    return lambda unit: model.objects.all().holding(unit)


def _by_name() -> tuple[str, ...]:
    return f"order_{page_language()}", "pk"


def _by_position() -> tuple[str, ...]:
    return "position", "pk"


def _standings(cities: list[City], on: date) -> dict[int, Standing]:
    """Return where the city's public ties with these stand, by the key of the partner."""
    ties = public_ties().filter(partner__in=[city.pk for city in cities])
    found = list(with_contacts(ties, public=True, on=on))
    where = standings(found, on) if found else {}
    return {tie.partner_id: where[tie.pk] for tie in found}


def _years(units: Iterable[Unit]) -> tuple[Year, ...]:
    """Return the years that hold an entry among those asked for, where nothing else is."""
    if not all(unit.days and unit.days.is_year for unit in units):
        return ()
    asked = {unit.days.first for unit in units}
    calendars: tuple[Any, ...] = ("solar_hijri", "gregorian")
    counted = (one.year for calendar in calendars for one in counted_years(calendar))
    return tuple(year for year in counted if year.first in asked)


NOUNS: dict[str, Noun] = {
    "city": Noun(
        lambda: City.objects.published().select_related("country").prefetch_related("aliases"),
        _holding_city,
        _by_name,
    ),
    **{
        kind: Noun(
            lambda kind=kind: _of_kind(kind),
            lambda unit: Entry.objects.all().holding(unit, public=True),
            lambda: ("-ordering_day", "-pk"),
        )
        for kind in KINDS
    },
    "person": Noun(lambda: public_people().prefetch_related("aliases"), _holding(Person), _by_name),
    "organisation": Noun(public_organisations, _holding(Organisation), _by_name),
    "area": Noun(
        lambda: CooperationArea.objects.published().select_related("layer"),
        _holding(CooperationArea),
        _by_position,
    ),
    "layer": Noun(DiplomacyLayer.objects.published, _holding(DiplomacyLayer), _by_position),
    "source": Noun(Source.objects.published, _holding(Source), lambda: ("-date", "-pk"), many=True),
    "difference": Noun(
        lambda: public_differences().prefetch_related(None),
        _holding(Difference),
        lambda: ("state", "pk"),
    ),
    "question": Noun(public_questions, _holding(OpenQuestion), lambda: ("pk",)),
}
