"""Records in the words of a report: in three languages at once, offices and no names of people."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import override

from diplomacy.registry import models
from diplomacy.registry.models import Entry, Participation
from diplomacy.registry.models.words import TAGS

from .shape import City, Said


def of(record: Any, field: str) -> Said:
    """Return the words that a record keeps in three columns."""
    return Said(*(getattr(record, f"{field}_{code}") for code in TAGS))


def three(words: Callable[[], object]) -> Said:
    """Return what `words` gives in each language: our own texts, not those of a record."""
    found = {}
    for code, tag in TAGS.items():
        with override(tag):
            found[code] = str(words() or "")
    return Said(**found)


def city(record: models.City) -> City:
    """Return a city by its name alone."""
    return City(key=record.key, name=of(record, "name"))


def whole_city(record: models.City) -> City:
    """Return a city with all that a table and the map show."""
    return City(
        key=record.key,
        name=of(record, "name"),
        own=record.own_name,
        own_language=record.own_language,
        country=of(record.country, "name") if record.country else Said(),
        latitude=None if record.latitude is None else float(record.latitude),
        longitude=None if record.longitude is None else float(record.longitude),
    )


def partners(entry: Entry) -> tuple[City, ...]:
    """Return the cities that an entry of `for_feed` names, without home."""
    return tuple(city(row.city) for row in entry.city_rows.all() if not row.city.is_home)


def publishers(entry: Entry) -> tuple[str, ...]:
    """Return who published the sources of an entry of `for_feed`, each once."""
    names = (one.source.publisher or one.source.title for one in entry.citations.all())
    return tuple(dict.fromkeys(name for name in names if name))


def offices(parts: Iterable[Participation]) -> tuple[Said, ...]:
    """Return who takes part by office, body, place or words; never by a person's name."""
    found = []
    for part in parts:
        for said in (
            of(part, "office"),
            of(part.organisation, "name") if part.organisation else Said(),
            of(part.city, "name") if part.city else Said(),
            of(part, "words"),
        ):
            if said != Said() and said not in found:
                found.append(said)
    return tuple(found)
