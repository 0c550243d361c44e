"""People whose names are public: the offices they held, the entries that show their name."""

from collections.abc import Sequence
from typing import Any

from django.db import router
from django.db.models import Count, Prefetch, Q, QuerySet
from msgspec import Struct

from diplomacy.registry.models import City, Entry, Participation, Person, Term

from . import city_parts
from .overview import for_feed
from .standing.light import record

MOST_SHOWN = 3  # parts of a person, `templates/public/partials/_took_part.html`
_PERSON = city_parts.TOOK_PART[""].index("person_id")


class TookPart(Struct, frozen=True):
    """A person whose name is public, with what shows it for a city: the latest parts, in order.

    One more than are shown, where there are more.
    """

    person: Person
    parts: tuple[Participation, ...]


def people_of_city(city: City) -> tuple[TookPart, ...]:
    """Return who took part in the published entries that name the city, the latest first.

    Only those whose name the entry's own page shows. One query, however many they are.
    """
    found: dict[int, list[Participation]] = {}
    for row in city_parts.people(city):
        parts = found.setdefault(row[_PERSON], [])
        if len(parts) <= MOST_SHOWN:
            parts.append(_part(row))
    return tuple(TookPart(parts[0].person, tuple(parts)) for parts in found.values())


def _part(row: Sequence[Any]) -> Participation:
    """Return who took part, by a row of `city_parts.people`."""
    db, start, read = router.db_for_read(Participation), 0, {}
    for name, columns in city_parts.TOOK_PART.items():
        read[name] = dict(zip(columns, row[start:], strict=False))
        start += len(columns)
    part = record(Participation, read.pop(""), db)
    for name, held in read.items():
        table = Participation._meta.get_field(name).related_model
        named = None if held["id"] is None else record(table, held, db)
        part._state.fields_cache[name] = named
    return part


def public_people() -> QuerySet[Person]:
    """Return the public people with their terms of office. Two queries for a page of it.

    Contact details and notes are left in the database.
    """
    terms = Term.objects.select_related("organisation", "source")
    found = Person.objects.published().defer("contact", "staff_note")
    return found.prefetch_related(Prefetch("terms", terms))


def cities_with_people() -> list[City]:
    """Return the public cities with the `number` of public people who held office for each.

    Only those with any. One query.
    """
    public = Q(organisations__terms__person__in=Person.objects.published())
    holding = Count("organisations__terms__person", public, distinct=True)
    return list(City.objects.published().annotate(number=holding).filter(number__gt=0))


def entries_of_person(person: Person) -> QuerySet[Entry]:
    """Return the published entries that show the person's name.

    Each holds as `parts_of_person` those rows that show it. Four queries for a page of it.
    """
    rows = Participation.objects.filter(person=person, name_shown=True)
    parts = Prefetch("participations", rows, to_attr="parts_of_person")
    entries = Entry.objects.published().filter(pk__in=rows.values("entry"))
    return for_feed(entries).prefetch_related(parts)
