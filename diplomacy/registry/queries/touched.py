"""Which fields of work the entries of a city touch."""

from collections.abc import Collection

from diplomacy.registry.models.touching import CityArea, holding, touching


def areas_of_cities(cities: Collection[int], area: int | None = None) -> set[tuple[int, int]]:
    """Return each of the cities with each area that a published entry of it touches, as keys.

    Or with the one `area` alone. One query, where the table of pairs is in step with its entries;
    else one more.
    """
    found, in_doubt = set(), set()
    pairs = CityArea.objects.filter(city__in=cities)
    if area is not None:
        pairs = pairs.filter(area=area)
    for city, touched, *rows in pairs.values_list("city", "area", *holding()):
        (found if all(rows) else in_doubt).add((city, touched))
    if in_doubt:
        asked = touching().filter(city__in={city for city, _touched in in_doubt})
        found |= in_doubt.intersection(asked.values_list("city", "area").distinct())
    return found
