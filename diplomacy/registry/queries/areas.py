"""Fields of work and layers: what is agreed or expected in each, and which ties they mark."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce
from msgspec import Struct

from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models import (
    Citation,
    City,
    CooperationArea,
    DiplomacyLayer,
    Entry,
    EntryArea,
    EntryCity,
    Event,
    Publication,
    Relationship,
    TieLayer,
)

from .overview import Tie, for_feed, public_ties
from .standing import standings, with_contacts
from .touched import areas_of_cities

MANY = 2_000  # entries, of which the latest are sooner found by walking all of the register
MOST_TIES = 30  # on a page about something else; the list of ties has them all


class Touched(Struct, frozen=True):
    """Where the ties stand that something marks: the first of them, and whether there are more.

    `home` is the home city.
    """

    home: City | None
    ties: tuple[Tie, ...]
    has_more: bool


def public_areas() -> QuerySet[CooperationArea]:
    """Return the public areas with their layers."""
    return CooperationArea.objects.published().select_related("layer")


def count_entries(areas: Iterable[CooperationArea]) -> None:
    """Tell each area how many published entries touch it, as `agreed` and `expected`. One query."""
    number: Counter[tuple[int, str]] = Counter()
    for area, standing, entries, is_hidden in _rows_of_areas([area.pk for area in areas]):
        number[area, standing] += -entries if is_hidden else entries
    for area in areas:
        area.agreed = number[area.pk, EntryArea.Standing.AGREED]
        area.expected = number[area.pk, EntryArea.Standing.EXPECTED]


@kept
def _rows_of_areas(areas: list[int]) -> QuerySet[EntryArea, tuple]:
    """Count the rows of the areas, and apart those of entries that are not published.

    These are few: all are counted without a look at their entries, which would be most of the
    cost.
    """
    hidden = [state for state in Publication.values if state != Publication.PUBLISHED]
    rows = EntryArea.objects.order_by().filter(area__in=areas)
    unpublished = Entry.objects.filter(publication__in=hidden).values("pk")

    def number(rows: QuerySet, *, is_hidden: bool) -> QuerySet:
        counted = rows.values("area", "standing").annotate(
            entries=Count("pk"), is_hidden=Value(is_hidden, BooleanField())
        )
        return counted.values_list("area", "standing", "entries", "is_hidden")

    return number(rows, is_hidden=False).union(
        number(rows.filter(entry__in=unpublished), is_hidden=True), all=True
    )


def entries_of_area(area: CooperationArea) -> QuerySet[Entry]:
    """Return the published entries that touch the area; `standing_here` says how.

    They are counted (`count_entries`). Four queries for a page of it.
    """
    count_entries([area])
    rows = EntryArea.objects.filter(area=area).order_by()
    row = rows.filter(entry=OuterRef("pk"))
    # Of many all would be put in order; of few all days be walked.
    if area.agreed + area.expected > MANY:
        touching = Q(Exists(row))
    else:
        touching = Q(pk__in=rows.values("entry"))
    entries = Entry.objects.published().annotate(standing_here=Subquery(row.values("standing")[:1]))
    return for_feed(entries.filter(touching))


def ties_of_area(area: CooperationArea, on: date) -> Touched:
    """Return the ties whose partner's entries touch the area. Seven queries at most."""
    partners = Relationship.objects.published().values("partner")
    cities = [city for city, _area in areas_of_cities(partners, area.pk)]
    return _touched(_of_cities(cities, on=on), on)


def cities_with_areas() -> tuple[list[City], Counter[int]]:
    """Return the partners of public ties whose entries touch an area, and the ties of each area.

    Each city with the `number` of its areas; of an area, by its key, how many ties of the city
    itself touch it. Two queries.
    """
    partners = Relationship.objects.published().values("partner")
    pairs = areas_of_cities(partners)
    number = Counter(city for city, _area in pairs)
    own = _number_of(_city_ties().filter(partner=OuterRef("pk")))
    cities = list(City.objects.filter(pk__in=number).annotate(own_ties=own))
    own_ties = {city.pk: city.own_ties for city in cities}
    ties: Counter[int] = Counter()
    for city, area in pairs:
        ties[area] += own_ties.get(city, 0)  # none of a city that went meanwhile
    for city in cities:
        city.number = number[city.pk]
    return cities, ties


def public_layers() -> QuerySet[DiplomacyLayer]:
    """Return the public layers with the number of their public ties, as `tie_count`."""
    return DiplomacyLayer.objects.published().annotate(
        tie_count=_number_of(_city_ties().filter(layers__layer=OuterRef("pk")))
    )


def ties_of_layer(layer: DiplomacyLayer, on: date) -> Touched:
    """Return the ties in which a source sees the layer.

    Each tie holds as `seen_by` the rows that say so, with their sources. Seven queries at most.
    """
    touched = _touched(_seeing(layer, on=on), on)
    rows = TieLayer.objects.filter(layer=layer).select_related("source").order_by("id")
    seen = Prefetch("layers", rows, to_attr="seen_by")
    prefetch_related_objects([tie.relationship for tie in touched.ties], seen)
    return touched


def assessments_of_layer(layer: DiplomacyLayer) -> QuerySet[Entry]:
    """Return the published assessments by which a source sees the layer in a tie.

    They name the tie's partner and rest on the source that the tie gives for the layer. Two
    queries for a page of it: entries, citations.
    """
    layers = TieLayer.objects.filter(layer=layer, relationship__publication=Publication.PUBLISHED)
    # Each condition by itself: joined in one, PostgreSQL may multiply them before it compares.
    entry = OuterRef(OuterRef("pk"))
    saying = layers.filter(
        Exists(EntryCity.objects.filter(city=OuterRef("relationship__partner"), entry=entry)),
        Exists(Citation.objects.filter(source=OuterRef("source"), entry=entry)),
    )
    citing = Citation.objects.filter(source__in=layers.values("source"), entry=OuterRef("pk"))
    # By their own index: by the sources, all was read that rests on them, whatever it is.
    assessments = Entry.objects.published().filter(
        Exists(citing), Exists(saying), kind=Entry.Kind.EVENT, aspect=Event.Type.ASSESSMENT
    )
    cited = Prefetch("citations", Citation.objects.select_related("source"))
    return assessments.select_related("event").prefetch_related(cited)


def areas_of_layer(layer: DiplomacyLayer) -> list[CooperationArea]:
    """Return the public areas that were put under the layer. One query.

    Each tells whether entries that touch them are `many`.
    """
    beyond = EntryArea.objects.order_by().filter(area__layer=layer).values("pk")[MANY : MANY + 1]
    found = CooperationArea.objects.published().filter(layer=layer)
    return list(found.annotate(many=Subquery(beyond)))


def _city_ties() -> QuerySet[Relationship]:
    return Relationship.objects.published().of_the_city()


def _number_of(ties: QuerySet[Relationship]) -> Coalesce:
    """Return how many different ties there are, all of them having the same home end."""
    counted = ties.order_by().values("home_end").annotate(n=Count("pk", distinct=True))
    return Coalesce(Subquery(counted.values("n")), 0)


@kept
def _of_cities(cities: list[int], *, on: date) -> QuerySet[Relationship]:
    return _first(public_ties().filter(partner__in=cities), on)


@kept
def _seeing(layer: DiplomacyLayer, *, on: date) -> QuerySet[Relationship]:
    rows = TieLayer.objects.order_by().filter(layer=layer)
    return _first(public_ties().filter(pk__in=rows.values("relationship")), on)


def _first(ties: QuerySet[Relationship], on: date) -> QuerySet[Relationship]:
    return with_contacts(ties, public=True, on=on)[: MOST_TIES + 1]


def _touched(found: list[Relationship], on: date) -> Touched:
    shown = found[:MOST_TIES]
    where = standings(shown, on) if shown else {}
    return Touched(
        home=shown[0].home_end if shown else City.objects.home(),
        ties=tuple(Tie(tie, where[tie.pk]) for tie in shown),
        has_more=len(found) > MOST_TIES,
    )
