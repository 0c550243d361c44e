"""People whose names are public: the offices they held, the entries that show their name."""

from django.db.models import Prefetch, QuerySet

from diplomacy.registry.models import City, Entry, Participation, Person, Term

from .overview import for_feed


def public_people() -> QuerySet[Person]:
    """Return the public people with their terms of office. Two queries for a page of it.

    Contact details and notes are left in the database.
    """
    terms = Term.objects.select_related("organisation", "source")
    found = Person.objects.published().defer("contact", "staff_note")
    return found.prefetch_related(Prefetch("terms", terms))


def cities_with_people() -> list[City]:
    """Return the public cities for whose bodies public people held office. One query."""
    terms = Term.objects.filter(person__in=Person.objects.published())
    return list(City.objects.published().filter(pk__in=terms.values("organisation__city")))


def entries_of_person(person: Person) -> QuerySet[Entry]:
    """Return the published entries that show the person's name.

    Each holds as `parts_of_person` those rows that show it. Four queries for a page of it.
    """
    rows = Participation.objects.filter(person=person, name_shown=True)
    parts = Prefetch("participations", rows, to_attr="parts_of_person")
    entries = Entry.objects.published().filter(pk__in=rows.values("entry"))
    return for_feed(entries).prefetch_related(parts)
