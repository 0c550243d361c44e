"""Which city touches which field of work: a table of pairs says what the entries say."""

from random import Random

import pytest
from django.db import connection

from diplomacy.registry.models import City, CityArea, CooperationArea, EntryArea, EntryCity, Event
from diplomacy.registry.models.bulk import insert_entries
from diplomacy.registry.models.touching import out_of_step, renew
from diplomacy.registry.queries.touched import areas_of_cities
from tests import builders

pytestmark = pytest.mark.django_db


def said() -> set[tuple[int, int]]:
    """Return the pairs entry by entry."""
    return {
        (city.city_id, area.area_id)
        for event in Event.objects.filter(publication="published")
        for city in event.city_rows.all()
        for area in event.area_rows.all()
    }


def shown() -> set[tuple[int, int]]:
    return areas_of_cities(City.objects.values("pk"))


def act(chance: Random, cities: list[City], areas: list[CooperationArea]) -> None:
    """Write one of anything that may make a pair or take it away."""
    event = chance.choice(Event.objects.order_by("pk"))
    rows = [*event.city_rows.order_by("pk"), *event.area_rows.order_by("pk")]
    match chance.randrange(8):
        case 0:
            builders.event(*chance.sample(cities, 2), sources=[])
        case 1:
            event.publication = chance.choice(["published", "draft", "withdrawn"])
            event.save()
        case 2:
            event.city_rows.get_or_create(city=chance.choice(cities))
        case 3 | 4:
            event.area_rows.get_or_create(area=chance.choice(areas))
        case 5 if rows:
            chance.choice(rows).delete()
        case 6 if rows:
            row = chance.choice(rows)
            column, others = ("city", cities) if isinstance(row, EntryCity) else ("area", areas)
            others = [one for one in others if not rows_of(event, column, one)]
            setattr(row, column, chance.choice(others or [getattr(row, column)]))
            row.save()
        case _:
            made = [Event(type="meeting", publication="published") for _ in range(2)]
            areas_of = [EntryArea(entry=one, area=chance.choice(areas)) for one in made]
            cities_of = [EntryCity(entry=one, city=chance.choice(cities)) for one in made]
            insert_entries(made, [*areas_of, *cities_of])


def rows_of(event: Event, column: str, value: City | CooperationArea) -> bool:
    return getattr(event, f"{column}_rows").filter(**{column: value}).exists()


@pytest.mark.parametrize("seed", range(3))
def test_the_pairs_are_those_of_the_entries_whatever_is_written(seed):
    chance = Random(seed)
    cities, areas = [builders.city() for _ in range(4)], [builders.area() for _ in range(3)]
    builders.event(*cities[:2])
    for _ in range(60):
        act(chance, cities, areas)
        assert shown() == said()
        assert out_of_step() == 0
    renew()
    assert shown() == said()
    assert out_of_step() == 0


def test_what_went_past_the_models_is_not_shown(django_assert_num_queries):
    first, second = builders.event(city := builders.city()), builders.event(city)
    area, other = builders.area(first, second), builders.area(first)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM registry_entryarea WHERE entry_id = %s", [first.pk])
        cursor.execute("UPDATE registry_cityarea SET entry = %s", [first.pk])
    assert (city.pk, other.pk) in CityArea.objects.values_list("city", "area")
    with django_assert_num_queries(2):
        assert areas_of_cities([city.pk]) == {(city.pk, area.pk)}
