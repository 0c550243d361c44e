"""The cities of a briefing: their names, the tie with each, figures, their other sisters."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from diplomacy.registry.models import City, CityFigure, Relationship, TieLayer, TwinnedPlace
from diplomacy.registry.queries.standing import Standing

from .names import Name, name_of
from .reading import Reading

MOST_SISTERS = 16


class Partner(Struct, frozen=True):
    """A city with its tie, None where there is none to show.

    `in_common` and `sisters` are places that lists of others twin with it: those that are tied
    with us too, and the others, of which `more_sisters` are not among them.
    """

    city: City
    name: Name
    tie: Relationship | None
    standing: Standing | None
    layers: tuple[TieLayer, ...]
    population: CityFigure | None
    in_common: tuple[TwinnedPlace, ...]
    sisters: tuple[TwinnedPlace, ...]
    more_sisters: int

    @property
    def has_twins(self) -> bool:
        return bool(self.in_common or self.sisters)


def partners(reading: Reading, cities: Iterable[City], on: date) -> tuple[Partner, ...]:
    """Return the cities with all that a briefing tells of each. Nine queries, however many."""
    cities = list(cities)
    keys = [city.pk for city in cities]
    standings: dict[int, Standing] = {}
    for standing in reading.standings(keys, on):
        standings.setdefault(standing.relationship.partner_id, standing)
    layers = defaultdict(dict)
    ties = [standing.relationship for standing in standings.values()]
    for row in reading.layers(ties):
        layers[row.relationship_id].setdefault(row.layer_id, row)
    populations = {figure.city_id: figure for figure in reading.populations(keys)}
    twins = _twins(reading, keys)
    return tuple(_partner(city, standings, layers, populations, twins) for city in cities)


def _partner(city: City, standings, layers, populations, twins) -> Partner:
    standing = standings.get(city.pk)
    tie = standing.relationship if standing else None
    found = twins[city.pk]
    shared = tuple(place for place in found if place.has_tie or place.is_ours)
    others = tuple(place for place in found if place not in shared)
    return Partner(
        city=city,
        name=name_of(city),
        tie=tie,
        standing=standing,
        layers=tuple(layers[tie.pk].values()) if tie else (),
        population=populations.get(city.pk),
        in_common=shared,
        sisters=others[:MOST_SISTERS],
        more_sisters=len(others[MOST_SISTERS:]),
    )


def _twins(reading: Reading, cities: list[int]) -> dict[int, list[TwinnedPlace]]:
    """Return the twinned places by city: a list may print one place in two spellings."""
    found: dict[int, dict] = defaultdict(dict)
    for place in reading.twinned(cities):
        found[place.twin_of].setdefault(place.city_id or (place.name, place.country), place)
    return defaultdict(list, {city: list(places.values()) for city, places in found.items()})
