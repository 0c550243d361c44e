"""The few anniversaries that readers are told of: only papers that may be among them are read."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db import models
from django.db.models import Exists, Q, QuerySet, Value

from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models import Agreement, Entry
from diplomacy.registry.queries.standing.activity import months_later

from .anniversaries import (
    CELEBRATED,
    TENS_MONTHS,
    Anniversary,
    anniversary_ahead,
    celebrated,
    first_papers,
    signed_and_holding,
)

FEW = 60  # papers of a small register are all read at once
SOON = timedelta(28)
LONGEST = 60  # years; older papers are few and read at once
# A month is sorted by its middle, up to fifteen days before its last. The same day of the solar
# year, or the one before a missing leap day, is up to three days off the same Gregorian day.
SLACK = timedelta(19)

_TENS = range(10, LONGEST, 10)
_OTHERS = [years for years in range(1, LONGEST) if years % 10]
_TOLD = "pk", "start", "expires", "terminated"
_Span = tuple[date, date]


def nearest_anniversaries(on: date, limit: int) -> list[Anniversary]:
    """Return the published anniversaries ahead that are told first: round ones, each by its day.

    One query among few papers and among very many, three at most between: the next is asked where
    those already read need not hold the first ones.
    """
    soon = on + SOON
    near = _spans(on, _TENS, soon)
    found = list(_first(on, months_later(on + SLACK, -12 * (LONGEST - 1)), *_flat(near)))
    coming = _coming(found, on)
    if any(paper.whole for paper in found):
        return coming[:limit]
    if sum(one.is_round and one.day.ordering_day <= soon for one in coming) >= limit:
        return coming[:limit]
    wider = [*_spans(on, _TENS, months_later(on, TENS_MONTHS)), *_spans(on, _OTHERS, soon)]
    coming = _coming([*found, *_of_spans(on, *_flat(wider))], on)
    if sum(one.is_round or one.day.ordering_day <= soon for one in coming) >= limit:
        return coming[:limit]
    return _coming(celebrated(on, public=True).values_list(*_TOLD, named=True), on)[:limit]


def _coming(papers: Iterable[Agreement], on: date) -> list[Anniversary]:
    """Return the anniversaries of the papers that are near, in the order of telling."""
    once = {paper.pk: paper for paper in papers}
    coming = [found for paper in once.values() if (found := anniversary_ahead(paper, on))]
    coming.sort(key=lambda one: (not one.is_round, one.day.ordering_day, one.paper.pk))
    return coming


def _spans(on: date, years: Iterable[int], until: date) -> list[_Span]:
    """Return the days of papers whose anniversary of so many years lies between the two days."""
    return [
        (months_later(on - SLACK, -12 * number), months_later(until + SLACK, -12 * number))
        for number in years
    ]


def _flat(spans: Iterable[_Span]) -> Iterator[date]:
    return (day for span in spans for day in span)


@kept
def _first(on: date, long_ago: date, *days: date) -> QuerySet[Agreement, tuple]:
    """Find papers of the spans, those of long ago, first papers of ties; all where they are few."""
    entries = _entries()
    are_few = ~Exists(entries.order_by("-ordering_day").values("pk")[FEW : FEW + 1])
    old = Q(ordering_day__lte=long_ago, ordering_day__gt=date.min)
    return _told(on, entries.filter(_within(*days))).union(
        _told(on, entries.filter(old)),
        _told(on, first_papers()),
        # The limit cuts nothing: it tells PostgreSQL that no help of other processes is needed.
        _told(on, entries.filter(are_few)[:FEW], whole=True),
        all=True,
    )


@kept
def _of_spans(on: date, *days: date) -> QuerySet[Agreement, tuple]:
    return _told(on, _entries().filter(_within(*days)))


def _entries() -> QuerySet[Entry]:
    """Return the published papers of the classes, of an index that is sorted by day."""
    return Entry.objects.published().filter(kind=Entry.Kind.AGREEMENT, aspect__in=CELEBRATED)


def _within(*days: date) -> Q:
    found = Q()
    for first, last in zip(days[::2], days[1::2], strict=True):
        found |= Q(ordering_day__gte=first, ordering_day__lte=last)
    return found


def _told(on: date, entries: QuerySet, *, whole: bool = False) -> QuerySet[Agreement, tuple]:
    papers = Agreement.objects.published().filter(signed_and_holding(on), pk__in=entries)
    return (
        papers.order_by()
        .annotate(whole=Value(whole, models.BooleanField()))
        .values_list(*_TOLD, "whole", named=True)
    )
