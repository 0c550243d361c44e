"""What the whole history of a city holds, against the records read one by one."""

import random
from collections import Counter
from datetime import date

import pytest

from diplomacy.registry.models import EntryArea, EntryCity, Publication
from diplomacy.registry.queries import city_parts
from diplomacy.registry.queries.people import MOST_SHOWN, people_of_city
from diplomacy.registry.queries.sectors import sectors_by_number, sectors_of_city
from diplomacy.registry.queries.timeline import TIMELINE_SIZE, Wanted, timeline
from diplomacy.registry.queries.whole_history import whole_history
from tests import builders

pytestmark = pytest.mark.django_db

MAKERS = (builders.event, builders.agreement, builders.delegation)
YEARS = ("", "2001", "2001-05-04", "2020-03-20", "2020-03-21")


def made_up(chance: random.Random, number: int):
    """Return a city and another one, both named by entries with areas, bodies, people, sources."""
    place, other = builders.city(), builders.city()
    bodies = [builders.organisation(kind=kind) for kind in ("municipality", "media", "company")]
    layer = builders.layer()
    areas = [builders.area(layer=one) for one in (layer, layer, None)]
    somebody = [builders.person(name_en=f"Person {n}") for n in range(3)]
    for _ in range(number):
        state = chance.choice([Publication.PUBLISHED] * 3 + [Publication.DRAFT])
        make, start = chance.choice(MAKERS), chance.choice(YEARS)
        entry = make(chance.choice([place, place, other]), publication=state, start=start)
        for area in chance.sample(areas, chance.randint(0, 2)):
            EntryArea.objects.create(entry=entry.entry_ptr, area=area)
        for _ in range(chance.randint(0, 2)):
            builders.cite(entry, builders.source(linked=chance.random() < 0.5))
        if chance.random() < 0.5:
            builders.took_part(entry, organisation=chance.choice(bodies))
        if chance.random() < 0.5:
            builders.took_part(
                entry, person=chance.choice(somebody), name_shown=chance.random() < 0.7
            )
    return place


def rows_of(place):
    rows = EntryCity.objects.filter(city=place, entry__publication=Publication.PUBLISHED)
    return list(rows.select_related("entry"))


@pytest.mark.parametrize("seed", range(4))
def test_it_holds_what_the_records_say(seed):
    place = made_up(random.Random(seed), 30)
    found, rows = whole_history(place), rows_of(place)
    days = Counter((row.entry.kind, row.entry.ordering_day) for row in rows)
    assert sorted(found.days) == sorted((*held, number) for held, number in days.items())
    touched = [(row.area_id, e.entry_id) for e in rows for row in e.entry.area_rows.all()]
    assert sorted((a, e) for a, some in found.areas.items() for e in some) == sorted(touched)
    assert sectors_by_number(found.sectors, len(rows)) == sectors_of_city(place, len(rows))


@pytest.mark.parametrize("seed", range(2))
def test_the_first_page_shows_the_same_as_one_that_is_narrowed_to_all(seed):
    place = made_up(random.Random(seed), TIMELINE_SIZE)
    day = date(2026, 6, 15)
    kinds = ("event", "agreement", "delegation")
    plain, narrowed = (timeline(place, one, "en", day) for one in (Wanted(), Wanted(kinds=kinds)))
    assert [told(entry) for entry in plain.entries] == [told(entry) for entry in narrowed.entries]


def told(entry):
    areas = [(row.pk, row.area.key, row.area.layer) for row in entry.area_rows.all()]
    cited = [
        (one.pk, one.about, one.source.key, one.source.linked) for one in entry.citations.all()
    ]
    return entry.pk, type(entry), areas, cited


@pytest.mark.parametrize("seed", range(4))
def test_people_are_those_of_the_latest_parts_that_show_a_name(seed, monkeypatch):
    place = made_up(random.Random(seed), 40)
    rows = sorted(rows_of(place), key=lambda row: (row.day, row.entry_id), reverse=True)
    all_of = [part for row in rows for part in row.entry.participations.order_by("id")]
    named = [part for part in all_of if part.name_shown and part.person_id]
    expected: dict[int, list[int]] = {}
    for part in named:
        expected.setdefault(part.person_id, []).append(part.pk)
    found = [(one.person.pk, [part.pk for part in one.parts]) for one in people_of_city(place)]
    assert found == [(pk, pks[: MOST_SHOWN + 1]) for pk, pks in expected.items()]
    monkeypatch.setattr(city_parts, "MOST_PARTS", 7)
    latest = city_parts.people.build(place)
    assert [row[0] for row in latest] == [part.pk for part in named[:7]]
