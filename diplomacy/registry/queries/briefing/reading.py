"""What a briefing may read: one door for each of its two forms, and no other way to the records.

No other module of this package names a manager: a filter that somebody forgets there is set here.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from diplomacy.registry.models import (
    City,
    CityFigure,
    CommitmentReview,
    Delegation,
    Difference,
    Document,
    Entry,
    EntryCity,
    EntryLink,
    OpenQuestion,
    Participation,
    Person,
    ProgrammeLine,
    Publication,
    Relationship,
    Term,
    TieLayer,
    TwinnedPlace,
)
from diplomacy.registry.queries.entry_parts import questions_about
from diplomacy.registry.queries.standing import Standing, standings, with_contacts

# What only staff may see: not even fetched for the public-safe form.
_OF_TERMS = ("person__contact", "person__staff_note", "organisation__staff_note")
_OF_PARTS = (*_OF_TERMS, "city__staff_note", "entry__staff_note")


class Published:
    """The public-safe form: published records, and people only where their name is shown."""

    def entries(self) -> QuerySet[Entry]:
        return Entry.objects.published()

    def ties(self) -> QuerySet[Relationship]:
        return Relationship.objects.published()

    def visits(self) -> QuerySet[Delegation]:
        return Delegation.objects.published()

    def people(self) -> QuerySet[Person]:
        return Person.objects.published()

    def without_private(self, found: QuerySet, columns: Iterable[str]) -> QuerySet:
        """Return the queryset without the columns that only staff may see."""
        return found.defer(*columns)

    def parts(self, where: Q, limit: int | None = None) -> list[Participation]:
        """Return who took part in entries, the latest entry first, with entry and place.

        One query.
        """
        return self._parts(where & Q(entry__in=self.entries()), limit)

    def participants(self, visit: Delegation) -> list[Participation]:
        """Return who takes part in the visit, which came from `visits`. One query."""
        return self._parts(Q(entry=visit.pk), None)

    def _parts(self, where: Q, limit: int | None) -> list[Participation]:
        kinds = (f"entry__{kind.value}" for kind in Entry.Kind)
        found = Participation.objects.filter(where).order_by("-entry__ordering_day", "-entry", "pk")
        whole = found.select_related("person", "organisation", "city", "entry__place", *kinds)
        return self._named(self.without_private(whole, _OF_PARTS)[:limit])

    def _named(self, parts: Iterable[Participation]) -> list[Participation]:
        """Return the rows, each person whose name is not public taken off."""
        found = list(parts)
        for one in found:
            if not one.name_shown:
                one.person = None
        return found

    def documents(self) -> QuerySet[Document]:
        return Document.objects.published()

    def differences(self) -> QuerySet[Difference]:
        return Difference.objects.published()

    def questions(self, about: Q) -> QuerySet[OpenQuestion]:
        return questions_about(about).published()

    # What follows is made of what stands above, alike in both forms --------------------------

    def of_cities(self, cities: Iterable[int]) -> QuerySet[Entry]:
        """Return the entries that name one of the cities."""
        rows = EntryCity.objects.filter(city__in=list(cities))
        found = self.entries().filter(pk__in=rows.values("entry"))
        return self.without_private(found, ["staff_note"])

    def on_record(self, cities: Iterable[int]) -> QuerySet[Entry]:
        """Return the entries of the cities with their kind, and the last verdict on promises."""
        last = CommitmentReview.objects.last_of(OuterRef("pk"))
        found = self.of_cities(cities).with_leaf().select_related("place")
        return found.annotate(
            verdict=Subquery(last.values("verdict")[:1]),
            reviewed_on=Subquery(last.values("on")[:1]),
        )

    def standings(self, cities: Iterable[int], on: date) -> list[Standing]:
        """Return where the ties with the cities stand, the home city's own first.

        By the published record in both forms: what drafts would change is no standing yet.
        """
        ties = self.ties().filter(partner__in=list(cities))
        found = ties.select_related("home_end", "partner__country", "officer")
        shown = with_contacts(found, True, on).order_by("-home_end__is_home", "pk")
        return list(standings(shown, on, grounds=True).values())

    def cities_of(self, visit: Delegation) -> QuerySet[City]:
        rows = EntryCity.objects.filter(entry=visit.pk)
        cities = City.objects.filter(pk__in=rows.values("city"), is_home=False)
        found = cities.select_related("country").order_by("pk")
        return self.without_private(found, ["staff_note"])

    def programme(self, visit: Delegation) -> QuerySet[ProgrammeLine]:
        return ProgrammeLine.objects.filter(delegation=visit.pk).select_related("place")

    def layers(self, ties: Iterable[Relationship]) -> QuerySet[TieLayer]:
        return TieLayer.objects.filter(relationship__in=list(ties)).select_related("layer")

    def populations(self, cities: Iterable[int]) -> QuerySet[CityFigure]:
        kind = CityFigure.Kind.POPULATION
        found = CityFigure.objects.filter(city__in=list(cities), kind=kind, shown=True)
        return found.select_related("source")

    def in_office(self, cities: Iterable[int], on: date) -> QuerySet[Term]:
        """Return the terms of office of the cities' bodies that have not surely ended."""
        wanted = list(cities)
        here = Q(organisation__city__in=wanted) | Q(organisation__parent__city__in=wanted)
        terms = Term.objects.filter(here, person__in=self.people(), until__last__gte=on)
        found = terms.select_related("person", "organisation")
        latest = found.order_by("-since__first", "-since__last", "pk")
        return self.without_private(latest, _OF_TERMS)

    def delivering(self, promises: Iterable[Entry]) -> QuerySet[EntryLink]:
        """Return the links from the entries that deliver one of the promises."""
        kept = EntryLink.objects.filter(kind=EntryLink.Kind.DELIVERS, to__in=list(promises))
        shown = kept.filter(entry__in=self.entries())
        return shown.select_related("entry").order_by("entry__ordering_day", "entry")

    def twinned(self, cities: Iterable[int]) -> QuerySet[TwinnedPlace]:
        """Return the places that lists twin with the cities; `twin_of` is which of them.

        `has_tie` where the home city has a public tie with it, `is_ours` where a list says so.
        """
        ours = Relationship.objects.published().of_the_city().filter(partner=OuterRef("city"))
        with_us = TwinnedPlace.objects.filter(twins__city__is_home=True)
        return (
            TwinnedPlace.objects.filter(twins__city__in=list(cities))
            .exclude(city__is_home=True)
            .annotate(
                twin_of=F("twins__city"),
                has_tie=Exists(ours),
                is_ours=Exists(with_us.filter(pk=OuterRef("pk"))),
            )
            .select_related("source", "city")
            .order_by("source", "name", "pk")
        )


class Internal(Published):
    """The internal form: drafts and what is in review too. What is withdrawn stands apart."""

    def entries(self) -> QuerySet[Entry]:
        return Entry.objects.originals().exclude(publication=Publication.WITHDRAWN)

    def ties(self) -> QuerySet[Relationship]:
        return Relationship.objects.originals()

    def visits(self) -> QuerySet[Delegation]:
        return Delegation.objects.all()

    def people(self) -> QuerySet[Person]:
        return Person.objects.all()

    def without_private(self, found: QuerySet, columns: Iterable[str]) -> QuerySet:
        return found

    def _named(self, parts: Iterable[Participation]) -> list[Participation]:
        return list(parts)

    def documents(self) -> QuerySet[Document]:
        """Return what staff may read. A file that any record restricts is closed everywhere."""
        closed = Document.objects.filter(access=Document.Access.RESTRICTED)
        return Document.objects.exclude(file__in=closed.values("file"))

    def differences(self) -> QuerySet[Difference]:
        return Difference.objects.all()

    def questions(self, about: Q) -> QuerySet[OpenQuestion]:
        return questions_about(about)

    def unpublished(self, cities: Iterable[int]) -> QuerySet[Entry]:
        """Return the entries of the cities that readers do not see, draft copies among them."""
        rows = EntryCity.objects.filter(city__in=list(cities))
        hidden = Entry.objects.exclude(publication=Publication.PUBLISHED)
        return hidden.filter(pk__in=rows.values("entry")).with_leaf().order_by("-pk")

    def seen_by_readers(self, people: Iterable[int]) -> set[int]:
        """Return which of the people a published entry names. One query."""
        shown = Person.objects.published().filter(pk__in=list(people))
        return set(shown.values_list("pk", flat=True))


Reading = Published | Internal
