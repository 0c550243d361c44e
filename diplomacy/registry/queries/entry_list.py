"""Lists of one kind of entry, and what they can be narrowed by."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from diplomacy.calendars import Language
from diplomacy.registry.models import (
    City,
    CommitmentReview,
    Entry,
    EntryCity,
    Participation,
)

from .overview import for_feed
from .timeline import years_between


@dataclass(frozen=True, slots=True)
class Offered:
    """The home city, the other cities that entries of a kind name, their years from the last."""

    home: City | None
    cities: tuple[City, ...]
    years: tuple[int, ...]


def offered(kind: Entry.Kind, language: Language | None) -> Offered:
    """Return by what the published entries of a kind can be narrowed. Two queries.

    Years are of the first calendar of `language`; without one they are not asked for, which
    spares a query.
    """
    rows = EntryCity.objects.filter(kind=kind, public=True)
    shown = City.objects.filter(Q(is_home=True) | Q(pk__in=rows.values("city")))
    found = list(shown.select_related("identity"))
    return Offered(
        home=next((city for city in found if city.is_home), None),
        cities=tuple(city for city in found if not city.is_home),
        years=_years(rows, language) if language else (),
    )


def _years(rows: QuerySet[EntryCity], language: Language) -> tuple[int, ...]:
    ends = rows.filter(day__gt=date.min).aggregate(Min("day"), Max("day"))
    return years_between((day for day in ends.values() if day), language)


def published_of_kind(kind: Entry.Kind) -> QuerySet[Entry]:
    """Return the published entries of a kind with their leaf, cities and sources.

    Three queries for a page of it: entries, cities, citations.
    """
    return for_feed(Entry.objects.published().filter(kind=kind))


def published_promises() -> QuerySet[Entry]:
    """Return the published commitments, each with its last verdict and who owes it.

    `verdict` is "not_assessed" and `reviewed_on` None where nobody has reviewed it; `owing` are
    participations. Four queries for a page of it.
    """
    last = CommitmentReview.objects.filter(commitment=OuterRef("pk")).order_by("-on", "-id")
    unseen = Value(CommitmentReview.Verdict.NOT_ASSESSED.value)
    owing = Participation.objects.filter(role=Participation.Role.OWES)
    return (
        published_of_kind(Entry.Kind.COMMITMENT)
        .annotate(
            verdict=Coalesce(Subquery(last.values("verdict")[:1]), unseen),
            reviewed_on=Subquery(last.values("on")[:1]),
        )
        .prefetch_related(
            Prefetch(
                "participations",
                owing.select_related("person", "organisation", "city"),
                to_attr="owing",
            )
        )
    )
