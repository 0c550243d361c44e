"""Which fields of work the entries of a city touch."""

from collections.abc import Collection

from diplomacy.registry.models.touching import CityArea, holding, touching


def areas_of_cities(cities: Collection[int]) -> set[tuple[int, int]]:
    """Return each of the cities with each area that a published entry of it touches, as keys.

    One query, where the table of pairs is in step with its entries; else one more.
    """
    found, in_doubt = set(), set()
    pairs = CityArea.objects.filter(city__in=cities)
    for city, area, *rows in pairs.values_list("city", "area", *holding()):
        (found if all(rows) else in_doubt).add((city, area))
    if in_doubt:
        asked = touching().filter(city__in={city for city, _area in in_doubt})
        found |= in_doubt.intersection(asked.values_list("city", "area").distinct())
    return found
