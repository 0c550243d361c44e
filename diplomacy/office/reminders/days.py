"""Which days staff have to keep: terms, notices, dues, visits ahead, anniversaries, reviews."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from diplomacy.accounts.models import User
from diplomacy.calendars import YEARS, PartialDate, number
from diplomacy.registry.date_words import active_language, both_calendars
from diplomacy.registry.models import (
    Delegation,
    Entry,
    Publication,
    Relationship,
    Restriction,
)
from diplomacy.registry.queries.attention.anniversaries import anniversaries_ahead
from diplomacy.registry.queries.attention.promises import open_promises
from diplomacy.registry.queries.attention.terms import notice_day, running_papers

from .links import record_url

KEPT = timedelta(days=31)  # how long a day stays in the calendar once it is past
LAST_DAY = date(YEARS["gregorian"][1], 12, 31)  # beyond it no calendar can write a day
NOT_YET = (
    Delegation.Progress.PLANNED,
    Delegation.Progress.ANNOUNCED,
    Delegation.Progress.UNDER_WAY,
)


class Day(Struct, frozen=True):
    """A day to keep, or days on end, both ends counted.

    `uid` stays the same whatever becomes of the words, the key or the day itself.
    """

    uid: str
    noun: str
    title: str
    text: str
    first: date
    last: date
    url: str
    is_public: bool


def days(user: User, on: date) -> list[Day]:
    """Return the days to keep from a month before `on`, of the nouns that `user` may read.

    Only what is recorded to the day: no month gets a day that nobody stated. Nothing of notes for
    staff, documents or contacts. Six queries, however long the register.
    """
    found = chain(_terms(on), _dues(on), _visits(on), _anniversaries(on), _reviews(on))
    kept = (day for day in found if day.last >= _ahead(on)[0])
    readable = (day for day in kept if user.has_perm(f"registry.view_{day.noun}"))
    return sorted(readable, key=lambda day: (day.first, day.uid))


def _terms(on: date) -> Iterator[Day]:
    """Yield the last days of terms and, where a notice period is agreed, the days it asks for."""
    for paper in running_papers(on).filter(expires__last__range=_ahead(on)):
        if paper.expires.is_day:
            yield _day(paper, "term", _("Last day of the term: %(title)s"), paper.expires.first)
            if (last := notice_day(paper)) is not None:
                yield _day(paper, "notice", _("Last day for notice: %(title)s"), last)


def _dues(on: date) -> Iterator[Day]:
    """Yield when promises are due that nobody has closed by a verdict."""
    for promise in open_promises().filter(due__last__range=_ahead(on)):
        if promise.due.is_day:
            yield _day(promise, "due", _("Due: %(title)s"), promise.due.first)


def _visits(on: date) -> Iterator[Day]:
    """Yield the visits ahead; one whose last day is not known to the day takes its first only."""
    near = Q(start__last__range=_ahead(on)) | Q(end__last__range=_ahead(on))
    visits = _standing(Delegation.objects).filter(near, progress__in=NOT_YET)
    for visit in visits:
        if visit.start.is_day:
            last = visit.end.first if visit.end.is_day else visit.start.first
            yield _day(visit, "visit", _("Visit: %(title)s"), visit.start.first, last)


def _anniversaries(on: date) -> Iterator[Day]:
    for found in anniversaries_ahead(on):
        if found.day.is_day:
            label = ngettext(
                "%(number)s year: %(title)s", "%(number)s years: %(title)s", found.years
            ).replace("%(number)s", number(found.years, active_language()))
            yield _day(found.paper, f"anniversary-{found.years}", label, found.day.first)


def _reviews(on: date) -> Iterator[Day]:
    """Yield the days on which a restriction or a tie is to be looked at again."""
    ties = _standing(Relationship.objects).select_related("home_end", "partner")
    for records in (_standing(Restriction.objects), ties):
        for record in records.filter(review_on__range=_ahead(on)):
            yield _day(record, "review", _("Review: %(title)s"), record.review_on)


def _ahead(on: date) -> tuple[date, date]:
    """Return the first and the last day that the calendar of the day `on` shows."""
    return on - KEPT, LAST_DAY


def _standing(records) -> QuerySet:
    """Leave out what is withdrawn, and the copies that only propose a change."""
    return records.originals().exclude(publication=Publication.WITHDRAWN)


def _day(
    record: Entry | Relationship, what: str, label: str, first: date, last: date | None = None
) -> Day:
    noun = record.kind if isinstance(record, Entry) else "tie"
    ends = [both_calendars(PartialDate.of(end)) for end in dict.fromkeys((first, last or first))]
    return Day(
        uid=f"{what}-{noun}-{record.pk}",
        noun=record._meta.model_name,
        title=label % {"title": record},
        text="\n".join([*ends, record.get_publication_display()]),
        first=first,
        last=last or first,
        url=record_url(noun, record.key),
        is_public=record.is_published,
    )
