"""Records of the register by what somebody types of them, in any script and spelling."""

import re
from collections.abc import Callable, Iterator
from functools import reduce
from operator import or_

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from diplomacy.calendars import digits, pair
from diplomacy.registry.date_words import active_language, both_calendars
from diplomacy.registry.models import (
    City,
    Delegation,
    Entry,
    EntryCity,
    Organisation,
    Participation,
    Person,
    Publication,
    Relationship,
    Source,
)
from diplomacy.registry.models.base import Keyed, key_validator
from diplomacy.registry.models.searching import begins_name, wanted
from diplomacy.registry.models.searching import called as called_just
from diplomacy.registry.models.words import LANGUAGES, Text, columns
from diplomacy.registry.queries.standing import standings

LIMIT = 8  # rows of a list of suggestions
_TOOK_PLACE = (Delegation.Progress.UNDER_WAY, Delegation.Progress.COMPLETED)
_WEIGHED = 40  # records among which the best are looked for

_HAN = re.compile(r"[\u3400-\u9fff]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")


class Suggestion(Struct, frozen=True):
    """A record by its name, its other names, and what tells it from its namesakes."""

    key: str
    name: str
    names: tuple[Text, ...] = ()
    facts: tuple[str, ...] = ()


def language_of(words: str) -> str:
    """Return "fa", "zh" or "en": the language whose letters the words are written in."""
    if _ARABIC.search(words):
        return "fa"
    return "zh" if _HAN.search(words) else "en"


def by_key(records: QuerySet, key: str) -> Keyed | None:
    """Return the record with this key, None where there is none or it can be no key."""
    if not key_validator.regex.match(key[:81]):
        return None
    return records.filter(key=key).first()


def called(record: Keyed) -> str:
    """Return the name under which a record is found again; a source has one title of its own."""
    return record.title if isinstance(record, Source) else str(record)


def exactly(records: QuerySet, words: str) -> list[Keyed]:
    """Return the records that bear just this name, in whatever spelling. One query."""
    return list(records.filter(called_just(words))[:LIMIT])


def nearly(records: QuerySet, words: str) -> list[Keyed]:
    """Return some records that hold every word, those that begin with them first. One query."""
    if not wanted(words):
        return []
    found = records.search(words)[:_WEIGHED]
    return sorted(found, key=lambda one: not begins_name(one.search, words))[:LIMIT]


def suggest_cities(words: str) -> list[Suggestion]:
    """Return cities with their country, where the tie stands, and the last visit. Nine queries."""
    return cities_told(nearly(NOUNS["city"].records(), words))


def cities_told(cities: list[City]) -> list[Suggestion]:
    """Return what a suggestion tells of each city. Eight queries, however many."""
    ties = Relationship.objects.of_the_city().filter(partner__in=cities)
    stands = standings(ties.select_related("home_end", "partner"), timezone.localdate())
    tags = {one.relationship.partner_id: one.tag for one in stands.values()}
    last = _last_visits(cities)
    return [
        Suggestion(
            city.key,
            str(city),
            _other_names(city),
            tuple(
                filter(None, [city.country and str(city.country), tags.get(city.pk), last[city.pk]])
            ),
        )
        for city in cities
    ]


def _last_visits(cities: list[City]) -> dict[int, str]:
    took_place = Delegation.objects.originals().exclude(publication=Publication.WITHDRAWN)
    took_place = took_place.filter(progress__in=_TOOK_PLACE)
    rows = EntryCity.objects.filter(city=OuterRef("pk"), entry__in=took_place.values("pk"))
    newest = Subquery(rows.order_by("-day", "-entry_id").values("entry_id")[:1])
    found = City.objects.filter(pk__in=[city.pk for city in cities])
    visits = dict(found.annotate(visit=newest).values_list("pk", "visit"))
    days = dict(Delegation.objects.filter(pk__in=visits.values()).values_list("pk", "start"))
    said = _("last visit %(day)s")
    return {
        pk: said % {"day": pair(days[visit], active_language())[0]} if visit in days else ""
        for pk, visit in visits.items()
    }


def suggest_people(words: str) -> list[Suggestion]:
    """Return people with an office they held and how many visits. Two queries."""
    return people_told(nearly(NOUNS["person"].records(), words))


def people_told(people: list[Person]) -> list[Suggestion]:
    """Return what a suggestion tells of each person. One query, however many."""
    parts = Q(participations__entry__kind=Entry.Kind.DELEGATION)
    held = reduce(or_, (Q(**{f"participations__{name}__gt": ""}) for name in columns("office")))
    found = Person.objects.filter(pk__in=[person.pk for person in people]).annotate(
        visits=Count("participations", filter=parts, distinct=True),
        newest_term=Max("terms"),
        newest_part=Max("participations", filter=held),
    )
    counts = {person.pk: person for person in found.prefetch_related("terms")}
    offices = _offices_then([person.newest_part for person in counts.values()])
    told = []
    for person in people:
        counted = counts[person.pk]
        terms = [term.office for term in counted.terms.all() if term.pk == counted.newest_term]
        office = next(iter(terms), "") or offices.get(counted.newest_part, "")
        told.append(
            Suggestion(
                person.key,
                str(person),
                _other_names(person),
                tuple(filter(None, [office, _visits(counted.visits)])),
            )
        )
    return told


def _offices_then(ids: list[int | None]) -> dict[int, str]:
    parts = Participation.objects.filter(pk__in=[pk for pk in ids if pk])
    return {part.pk: part.office for part in parts}


def _visits(number: int) -> str:
    said = ngettext("%(number)s visit", "%(number)s visits", number)
    return said % {"number": digits(number, active_language())} if number else ""


def suggest_organisations(words: str) -> list[Suggestion]:
    """Return bodies with their kind and city. One query."""
    return [
        Suggestion(
            body.key,
            str(body),
            facts=tuple(filter(None, [body.get_kind_display(), body.city and str(body.city)])),
        )
        for body in nearly(NOUNS["organisation"].records(), words)
    ]


def suggest_sources(words: str) -> list[Suggestion]:
    """Return sources with publisher and date. One query."""
    return sources_told(nearly(NOUNS["source"].records(), words))


def sources_told(sources: list[Source]) -> list[Suggestion]:
    """Return what a suggestion tells of each source. No query."""
    return [
        Suggestion(
            source.key,
            source.title,
            facts=tuple(
                filter(
                    None,
                    [source.publisher, both_calendars(source.date) if source.date.is_known else ""],
                )
            ),
        )
        for source in sources
    ]


def _other_names(record: City | Person) -> tuple[Text, ...]:
    shown = str(record)
    names = [Text(getattr(record, f"name_{code}"), code) for code in LANGUAGES]
    names.append(Text(record.own_name, record.own_language or "und"))
    kept: dict[str, Text] = {}
    for name in names:
        if name and name != shown:
            kept.setdefault(str(name), name)
    return tuple(kept.values())


class Noun(Struct, frozen=True):
    """What can be found by typing: its records, its suggestions, and a new one of a name."""

    records: Callable[[], QuerySet]
    suggest: Callable[[str], list[Suggestion]]
    tell: Callable[[list], list[Suggestion]]
    new: Callable[[str], Keyed] | None = None


def _new_city(words: str) -> City:
    return City(**{f"name_{language_of(words)}": words})


def _new_person(words: str) -> Person:
    return Person(**{f"name_{language_of(words)}": words})


def _cities() -> QuerySet:
    return City.objects.filter(is_home=False).select_related("country")


NOUNS = {
    "city": Noun(_cities, suggest_cities, cities_told, _new_city),
    "person": Noun(Person.objects.all, suggest_people, people_told, _new_person),
    "organisation": Noun(
        lambda: Organisation.objects.select_related("city"), suggest_organisations, lambda found: []
    ),
    "source": Noun(
        Source.objects.all, suggest_sources, sources_told, lambda words: Source(title=words)
    ),
}


def marked(name: str, words: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a name, each with whether it is what was typed."""
    at = name.casefold().find(words.casefold()) if words else -1
    if at < 0 or len(name.casefold()) != len(name):
        yield name, False
        return
    end = at + len(words)
    for part, is_typed in ((name[:at], False), (name[at:end], True), (name[end:], False)):
        if part:
            yield part, is_typed
