"""What made-up entries speak of: the home city and its ties, other places, bodies, people."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from msgspec import Struct

from diplomacy.registry.models import (
    City,
    CooperationArea,
    Country,
    DiplomacyLayer,
    Identity,
    Organisation,
    Person,
    Publication,
    Relationship,
    Source,
    TieLayer,
)
from diplomacy.registry.models.base import Keyed
from diplomacy.registry.models.bulk import insert_entries

from .names import numbered, place_name, three

CITIES, TIES = 2_000, 200
BODIES, PEOPLE, AREAS, LAYERS, SOURCES = 500, 1_000, 30, 3, 5_000


One = TypeVar("One", bound=Keyed)


class Surroundings(Struct, frozen=True):
    home: City
    places: Sequence[City]  # all but the home city; the first TIES of them have a tie
    bodies: Sequence[Organisation]
    people: Sequence[Person]
    areas: Sequence[CooperationArea]
    sources: Sequence[Source]


def made_surroundings(chance: Random) -> Surroundings:
    """Write and return them."""
    countries = _kept(
        [
            Country(key=f"x{letter}", **numbered("name", ("سرزمین نمونه", "Sampleland", "样国"), n))
            for n, letter in enumerate("abcdefghij", 1)
        ]
    )
    home, *places = _kept([_city(chance, countries, number) for number in range(CITIES)])
    site = three("site_name", "دفتر نمونه", "Sample register", "样本登记")
    _kept([Identity(city=home, **site)])
    sources = _kept([_source(chance, number) for number in range(1, SOURCES + 1)])
    areas, layers = _areas(chance)
    ties = _kept([_tie(chance, home, one, number) for number, one in enumerate(places[:TIES], 1)])
    seen = [
        TieLayer(relationship=tie, layer=layer, source=chance.choice(sources))
        for tie in ties
        for layer in chance.sample(layers, chance.randint(0, LAYERS))
    ]
    insert_entries([], seen, reason="sample")
    bodies = _kept([_body(chance, places, number) for number in range(1, BODIES + 1)])
    people = [
        Person(
            key=f"sample-person-{n}",
            **numbered("name", ("شخص نمونه", "Sample person", "样本人员"), n),
        )
        for n in range(1, PEOPLE + 1)
    ]
    return Surroundings(home, places, bodies, _kept(people), areas, sources)


def _kept(records: list[One]) -> list[One]:
    for record in records:
        vars(record).update(record.derived())
    insert_entries([], records, reason="sample")
    return records


def _city(chance: Random, countries: list[Country], number: int) -> City:
    names = place_name(number)
    return City(
        key=names["name_en"].lower().replace(" ", "-"),
        own_name=names["name_zh"],
        own_language="zh-Hans",
        country=chance.choice(countries),
        is_home=number == 0,
        latitude=round(chance.uniform(-55, 65), 4),
        longitude=round(chance.uniform(-170, 175), 4),
        **names,
    )


def _areas(chance: Random) -> tuple[list[CooperationArea], list[DiplomacyLayer]]:
    layers = _kept(
        [
            DiplomacyLayer(
                key=f"sample-layer-{n}",
                position=n,
                **numbered("name", ("لایهٔ", "Layer", "层面"), n),
            )
            for n in range(1, LAYERS + 1)
        ]
    )
    areas = [
        CooperationArea(
            key=f"sample-field-{n}",
            layer=chance.choice(layers),
            **numbered("name", ("زمینهٔ", "Field", "领域"), n),
        )
        for n in range(1, AREAS + 1)
    ]
    return _kept(areas), layers


def _tie(chance: Random, home: City, place: City, number: int) -> Relationship:
    aims = chance.random() < 0.2
    return Relationship(
        key=f"tie-{place.key}",
        home_end=home,
        partner=place,
        position=number,
        leading=number <= 3,
        aim="sister" if aims else "",
        aim_said_by="both" if aims else "",
        publication=Publication.PUBLISHED if number <= TIES * 0.95 else Publication.DRAFT,
    )


def _body(chance: Random, places: list[City], number: int) -> Organisation:
    return Organisation(
        key=f"sample-body-{number}",
        kind="municipality" if number <= TIES else "company",
        city=places[number - 1] if number <= TIES else chance.choice(places),
        **numbered("name", ("نهاد نمونه", "Sample body", "样本机构"), number),
    )


def _source(chance: Random, number: int) -> Source:
    return Source(
        key=f"sample-source-{number}",
        title=f"Sample report {number}",
        publisher=f"The Sample Post {number % 50 + 1}",
        language=chance.choice(["fa", "en", "zh"]),
        kind=chance.choice(["press", "own_news", "state_news", "official_page"]),
        date=f"{chance.randint(1990, 2025)}-{chance.randint(1, 12):02}",
        url=f"https://source.test/{number}",
    )
