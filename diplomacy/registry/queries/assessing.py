"""What is needed to judge a promise, and which promises wait for that."""

from datetime import date

from django.conf import settings
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from msgspec import Struct

from diplomacy.calendars import UNKNOWN
from diplomacy.registry.models import (
    Citation,
    City,
    Commitment,
    CommitmentReview,
    Entry,
    EntryLink,
    Event,
    Participation,
)

from .standing.activity import months_later

# A promise is delivered by a deed or a paper, not by another promise or a stop.
_DEEDS = (Entry.Kind.AGREEMENT, Entry.Kind.DELEGATION, Entry.Kind.EVENT)

CANDIDATES_SHOWN = 20
QUEUE = 500  # promises among which the next one is looked for


class Judged(Struct, frozen=True):
    """A promise with what is needed to judge it.

    `origins` are the links to what it arises from, each with its place there. `delivering` are
    the published entries that deliver it, `candidates` those that may: deeds of the same city,
    dated on the day of the promise or later, newest first; `more` tells that there are others.
    """

    promise: Commitment
    cities: tuple[City, ...]
    owing: tuple[Participation, ...]
    origins: tuple[EntryLink, ...]
    citations: tuple[Citation, ...]
    reviews: tuple[CommitmentReview, ...]  # the newest first
    delivering: tuple[Entry, ...]
    candidates: tuple[Entry, ...]
    more: bool
    copy: Commitment | None  # of a change that somebody is writing


def judged(promise: Commitment) -> Judged:
    """Return the promise with its surroundings, for staff. Eight queries."""
    cities = tuple(
        City.objects.filter(entry_rows__entry=promise.pk).order_by("is_home", "entry_rows__id")
    )
    owes = promise.participations.filter(role=Participation.Role.OWES)
    arises = promise.links.filter(kind=EntryLink.Kind.ARISES_FROM)
    delivering = tuple(_delivering(promise))
    known = {entry.pk for entry in delivering}
    found = [entry for entry in _candidates(promise, cities) if entry.pk not in known]
    return Judged(
        promise,
        tuple(city for city in cities if not city.is_home),
        tuple(owes.select_related("person", "organisation", "city")),
        tuple(arises.select_related("to")),
        tuple(promise.citations.select_related("source")),
        tuple(promise.reviews.select_related("source", "reviewer").order_by("-on", "-id")),
        delivering,
        tuple(found[:CANDIDATES_SHOWN]),
        len(found) > CANDIDATES_SHOWN,
        Commitment.objects.filter(revises=promise.pk).first(),
    )


def with_last_review(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Annotate `verdict`, `reviewed_on` and `review` of the last review, None where none is."""
    last = CommitmentReview.objects.last_of(OuterRef("pk"))
    return rows.annotate(
        verdict=Subquery(last.values("verdict")[:1]),
        reviewed_on=Subquery(last.values("on")[:1]),
        review=Subquery(last.values("pk")[:1]),
    )


def unassessed() -> QuerySet[Commitment]:
    """Return the published promises that nobody has assessed, in the order of `waiting`."""
    return _ordered(_published().filter(_NEVER))


def reviewed_long_ago(on: date) -> QuerySet[Commitment]:
    """Return the published promises still open whose last review is old on the day, or undated.

    Old is what is older than `PROMISE_REVIEW_MONTHS`. In the order of `waiting`.
    """
    return _ordered(_published().filter(_old(on)))


def waiting(on: date) -> QuerySet[Commitment]:
    """Return the published promises that wait for a review on the day.

    Undertakings and plans first, each never assessed before long ago, the first due first.
    """
    return _ordered(_published().filter(_NEVER | _old(on)))


def next_waiting(on: date, after: str) -> str:
    """Return the key of the promise that follows in `waiting`, round to its start; "" if none.

    One query.
    """
    keys = list(waiting(on).values_list("key", flat=True)[:QUEUE])
    at = keys.index(after) + 1 if after in keys else 0
    return next((key for key in keys[at:] + keys[:at] if key != after), "")


_NEVER = Q(verdict__isnull=True) | Q(verdict=CommitmentReview.Verdict.NOT_ASSESSED)


def _old(on: date) -> Q:
    long_ago = months_later(on, -settings.PROMISE_REVIEW_MONTHS)
    is_old = Q(reviewed_on__last__lt=long_ago) | Q(reviewed_on=UNKNOWN)
    closed = (*CommitmentReview.CLOSING, CommitmentReview.Verdict.NOT_ASSESSED)
    return Q(is_old, verdict__isnull=False) & ~Q(verdict__in=closed)


def _published() -> QuerySet[Commitment]:
    return with_last_review(Commitment.objects.published())


def _ordered(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    promised = When(force__in=Commitment.PROMISED, then=Value(0))
    return rows.order_by(
        Case(promised, default=Value(1)),
        Case(When(_NEVER, then=Value(0)), default=Value(1)),
        "due__last",
        "pk",
    )


def _delivering(promise: Commitment) -> QuerySet[Entry]:
    links = EntryLink.objects.filter(
        entry=OuterRef("pk"), to=promise.pk, kind=EntryLink.Kind.DELIVERS
    )
    return Entry.objects.published().filter(Exists(links)).order_by("-ordering_day", "-id")


def _candidates(promise: Commitment, cities: tuple[City, ...]) -> QuerySet[Entry]:
    """Return a few more than are shown; of the home city alone where no other is named."""
    named = [city.pk for city in cities if not city.is_home] or [city.pk for city in cities]
    origins = promise.links.filter(kind=EntryLink.Kind.ARISES_FROM)
    rows = (
        Entry.objects.published()
        .filter(city_rows__city__in=named, kind__in=_DEEDS)
        .filter(ordering_day__gte=promise.ordering_day)
        .exclude(event__type__in=Event.WORDS)
        .exclude(pk__in=origins.values("to"))
    )
    ordered = rows.distinct().order_by("-ordering_day", "-id")
    return ordered[: CANDIDATES_SHOWN + 10]
