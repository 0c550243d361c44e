"""Lists of one kind of entry, and what they can be narrowed by."""

from dataclasses import dataclass

from django.db.models import Case, Count, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from diplomacy.calendars import Language
from diplomacy.registry.models import (
    City,
    CommitmentReview,
    Entry,
    Participation,
)

from .counting import counted, years_holding
from .overview import for_feed


@dataclass(frozen=True, slots=True)
class Offered:
    """The home city, the other cities that entries of a kind name, their years from the last.

    A city's `number` is that of the entries which name it; with a year stands the number of its
    entries.
    """

    home: City | None
    cities: tuple[City, ...]
    years: tuple[tuple[int, int], ...]


def offered(kind: Entry.Kind, language: Language | None) -> Offered:
    """Return by what the published entries of a kind can be narrowed. Two queries.

    Years are of the first calendar of `language`; without one they are not asked for, which
    spares a query.
    """
    naming = Q(entry_rows__kind=kind, entry_rows__public=True)
    naming_it = City.objects.annotate(number=Count("entry_rows", naming))
    found = list(naming_it.filter(Q(is_home=True) | Q(number__gt=0)).select_related("identity"))
    return Offered(
        home=next((city for city in found if city.is_home), None),
        cities=tuple(city for city in found if not city.is_home),
        years=_years(kind, language) if language else (),
    )


def _years(kind: Entry.Kind, language: Language) -> tuple[tuple[int, int], ...]:
    days = counted(Entry.objects.published().filter(kind=kind), "ordering_day")
    return years_holding(days, language)


def published_of_kind(kind: Entry.Kind) -> QuerySet[Entry]:
    """Return the published entries of a kind with their leaf, cities and sources.

    Three queries for a page of it: entries, cities, citations.
    """
    return for_feed(Entry.objects.published().filter(kind=kind))


def published_promises() -> QuerySet[Entry]:
    """Return the published commitments as `with_verdict`, and as `owing` who owes each.

    `owing` are participations. Four queries for a page of it.
    """
    owing = Participation.objects.filter(role=Participation.Role.OWES)
    return with_verdict(published_of_kind(Entry.Kind.COMMITMENT)).prefetch_related(
        Prefetch("participations", owing.select_related("person", "organisation", "city"), "owing")
    )


def with_verdict(promises: QuerySet[Entry]) -> QuerySet[Entry]:
    """Annotate commitments with their last verdict and whether their day has passed.

    `verdict` is "not_assessed" and `reviewed_on` None where nobody has reviewed it; `due_state` is
    "past" once the last possible day has passed, "ahead" before, "none" without a day.
    """
    last = CommitmentReview.objects.last_of(OuterRef("pk"))
    unseen = Value(CommitmentReview.Verdict.NOT_ASSESSED.value)
    return promises.annotate(
        due_state=Case(
            When(commitment__due="", then=Value("none")),
            When(commitment__due__last__lt=timezone.localdate(), then=Value("past")),
            default=Value("ahead"),
        ),
        verdict=Coalesce(Subquery(last.values("verdict")[:1]), unseen),
        reviewed_on=Subquery(last.values("on")[:1]),
    )
