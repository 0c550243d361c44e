"""What lies ahead by the published record: visits, ends of terms, promises, anniversaries."""

from collections.abc import Iterator
from datetime import date

from django.db import models
from django.db.models import F, Q, QuerySet, Value
from msgspec import Struct

from diplomacy.calendars import PartialDate
from diplomacy.registry.kept_statements import kept_by_value
from diplomacy.registry.models import (
    Agreement,
    City,
    Commitment,
    Delegation,
    Entry,
    Event,
)

from .attention.nearest import nearest_anniversaries
from .attention.promises import open_promises
from .attention.terms import running_papers
from .offers import running as running_offers
from .standing.activity import months_later

MONTHS = 12  # how far ahead ends of terms and due days are told
LIMIT = 6
_OFFER = "offer"  # to residents: told by number alone
ANNIVERSARIES = 2  # beside as many others; more where little else lies ahead
_Chosen = tuple[int, "Why", PartialDate, int]  # key, why, day, years


class Why(models.TextChoices):
    """Why an entry lies ahead."""

    PLANNED = "planned"
    TERM = "term"
    DUE = "due"
    ANNIVERSARY = "anniversary"


class Ahead(Struct, frozen=True):
    """An entry with its coming day, as precise as recorded; `years` are of an anniversary."""

    why: Why
    entry: Entry
    day: PartialDate
    years: int = 0
    cities: tuple[City, ...] = ()


class Prospect(Struct, frozen=True):
    """What lies ahead, the nearest first, and how many offers to residents are not over."""

    chosen: tuple[_Chosen, ...]
    offers: int

    @property
    def entries(self) -> list[int]:
        return [pk for pk, *_ in self.chosen]

    def ahead(self, entries: dict[int, Entry]) -> tuple[Ahead, ...]:
        """Return it with these entries of its own, by primary key, and their `city_rows`."""
        return tuple(
            Ahead(why, entry, day, years, tuple(_partners(entry)))
            for pk, why, day, years in self.chosen
            if (entry := entries.get(pk))
        )


def prospect(on: date) -> Prospect:
    """Return what lies ahead of the day `on`, published entries only.

    Visits and events with a later day, whenever it is; ends of terms and due days of promises
    within a year; anniversaries as near as the staff desk tells of them, the round ones first.
    Two queries or four, however many entries.
    """
    anniversaries = nearest_anniversaries(on, max(LIMIT, ANNIVERSARIES))
    reasons = set(_reasons(on, months_later(on, MONTHS)))
    offers = {one for one in reasons if one.why == _OFFER}
    chosen = [(one.pk, Why(one.why), one.day, 0) for one in reasons - offers]
    chosen = sorted(chosen, key=_nearest)[:LIMIT]
    told = [(one.paper.pk, Why.ANNIVERSARY, one.day, one.years) for one in anniversaries]
    chosen += told[: max(ANNIVERSARIES, LIMIT - len(chosen))]
    return Prospect(tuple(sorted(chosen, key=_nearest)), len(offers))


@kept_by_value
def _reasons(on: date, until: date) -> QuerySet[Entry, tuple]:
    """Return the keys of published entries that lie ahead, offers among them, why, and the day.

    A query of its own for each reason: by all of them at once every entry is looked at, with its
    kind (17 s for 100,000 entries on SQLite, so 0.1 s).
    """
    ending = Agreement.objects.filter(expires__last__gte=on, expires__last__lte=until)
    terms = running_papers(on, public=True).filter(_of(ending))
    due = Commitment.objects.filter(
        due__last__gte=on, due__last__lte=until, due__first__gt=date.min
    )
    promises = open_promises().published().filter(_of(due))
    later = Entry.objects.published().filter(_later(on), ordering_day__gt=on)
    asked = (
        (Why.PLANNED, later, "start"),
        (Why.PLANNED, _awaited(on), "start"),
        (Why.TERM, terms, "expires"),
        (Why.DUE, promises, "due"),
        (_OFFER, running_offers(on).filter(_of(Event.objects.exclude(offer=""))), "start"),
    )
    first, *others = (
        rows.order_by()
        .annotate(why=Value(str(why)), day=F(day))
        .values_list("pk", "why", "day", named=True)
        for why, rows, day in asked
    )
    return first.union(*others, all=True)


def _of(leaves: QuerySet) -> Q:
    """Return the condition that an entry is among these, few of the rows of their own kind.

    Else SQLite begins with all that is published, and looks for the row of each (13 s for a
    million entries, so 0.2 s).
    """
    return Q(pk__in=leaves.order_by().values("pk"))


def _awaited(on: date) -> QuerySet[Entry]:
    """Return the visits that are awaited: each lies ahead until its last possible day is over."""
    awaited = (Delegation.Progress.PLANNED, Delegation.Progress.ANNOUNCED)
    return Delegation.objects.published().filter(
        _of(Delegation.objects.filter(progress__in=awaited)),
        start__last__gte=on,
        start__first__gt=date.min,
    )


def _later(on: date) -> Q:
    """Return the condition that something takes place later: no words, and not called off.

    What was signed or made in a month or year that has begun is done, though the middle of it is
    still to come.
    """
    later = Q(ordering_day__gt=on, start__first__gt=date.min)
    not_begun = Q(start__first__gt=on)
    return (
        Q(delegation__progress=Delegation.Progress.COMPLETED) & not_begun
        | Q(kind=Entry.Kind.AGREEMENT) & not_begun
        | Q(kind=Entry.Kind.EVENT) & later & ~Q(event__type__in=Event.WORDS)
    )


def _nearest(ahead: _Chosen) -> tuple[date, int]:
    pk, _why, day, _years = ahead
    return day.ordering_day, pk


def _partners(entry: Entry) -> Iterator[City]:
    return (row.city for row in entry.city_rows.all() if not row.city.is_home)
