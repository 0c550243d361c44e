"""Bodies that take part in what the city does: who they are and what each took part in."""

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from msgspec import Struct

from diplomacy.registry.models import (
    City,
    Entry,
    Organisation,
    Participation,
    Person,
    Restriction,
    Source,
    Term,
)

from .overview import for_feed

MOST_SOURCES = 30  # on the page of a body; the list of sources has them all


class OrganisationDetail(Struct, frozen=True):
    """What the page of a body shows beside its entries; `parent` and `parts` are public ones."""

    organisation: Organisation
    parent: Organisation | None
    parts: tuple[Organisation, ...]
    terms: tuple[Term, ...]
    sources: tuple[Source, ...]
    has_more_sources: bool


def public_organisations() -> QuerySet[Organisation]:
    """Return the public bodies with their city, which is shown where `city_shown` is true."""
    city = City.objects.published().filter(pk=OuterRef("city"))
    found = Organisation.objects.published().select_related("city", "country")
    return found.annotate(city_shown=Exists(city))


def cities_with_organisations() -> list[City]:
    """Return the public cities with the `number` of public bodies that speak for each.

    Only those with any. One query.
    """
    speaking = Organisation.objects.published().order_by().filter(city=OuterRef("pk"))
    number = Subquery(speaking.values("city").annotate(n=Count("pk")).values("n"))
    return list(City.objects.published().annotate(number=number).filter(number__gt=0))


def organisation_detail(organisation: Organisation) -> OrganisationDetail:
    """Return what is publicly known of a public body. Three queries."""
    near = Q(pk=organisation.parent_id) | Q(parent=organisation)
    around = list(Organisation.objects.published().filter(near))
    terms = organisation.terms.filter(person__in=Person.objects.published())
    published = Source.objects.published().filter(organisation=organisation)
    sources = list(published[: MOST_SOURCES + 1])
    return OrganisationDetail(
        organisation=organisation,
        parent=next((one for one in around if one.pk == organisation.parent_id), None),
        parts=tuple(one for one in around if one.parent_id == organisation.pk),
        terms=tuple(terms.select_related("person", "source")),
        sources=tuple(sources[:MOST_SOURCES]),
        has_more_sources=len(sources) > MOST_SOURCES,
    )


def entries_of_organisation(organisation: Organisation) -> QuerySet[Entry]:
    """Return the published entries that the body took part in or decided.

    Each holds its rows as `parts_of_body`. Four queries for a page of it.
    """
    rows = Participation.objects.filter(organisation=organisation)
    # By their keys first: else both databases walked all that is published, the latest first.
    decided = Restriction.objects.filter(body=organisation).order_by().values("pk")
    entries = Entry.objects.published().filter(
        Q(pk__among=rows.order_by().values("entry")) | Q(pk__among=decided)
    )
    parts = Prefetch("participations", rows, to_attr="parts_of_body")
    return for_feed(entries).prefetch_related(parts)
