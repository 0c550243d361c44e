"""What lies ahead by the published record: visits, ends of terms, promises, anniversaries."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Q, QuerySet, Value

from diplomacy.calendars import PartialDate
from diplomacy.registry.models import (
    Agreement,
    City,
    Commitment,
    Delegation,
    Entry,
    EntryCity,
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


class Why(models.TextChoices):
    """Why an entry lies ahead."""

    PLANNED = "planned"
    TERM = "term"
    DUE = "due"
    ANNIVERSARY = "anniversary"


@dataclass(frozen=True, slots=True)
class Ahead:
    """An entry with its coming day, as precise as recorded; `years` are of an anniversary."""

    why: Why
    entry: Entry
    day: PartialDate
    years: int = 0
    cities: tuple[City, ...] = ()


@dataclass(frozen=True, slots=True)
class Prospect:
    """What lies ahead, the nearest first, and how many offers to residents are not over."""

    ahead: tuple[Ahead, ...]
    offers: int


def upcoming(on: date) -> tuple[Ahead, ...]:
    """Return what lies ahead of the day `on` without the offers. Four queries."""
    return prospect(on).ahead


def prospect(on: date) -> Prospect:
    """Return what lies ahead of the day `on`, published entries only.

    Visits and events with a later day, whenever it is; ends of terms and due days of promises
    within a year; anniversaries as near as the staff desk tells of them, the round ones first.
    Four queries, however many entries.
    """
    anniversaries = nearest_anniversaries(on, max(LIMIT, ANNIVERSARIES))
    reasons = _reasons(on)
    wanted = {*reasons, *(one.paper.pk for one in anniversaries)}
    entries = Entry.objects.published().filter(pk__in=wanted).with_leaf().in_bulk()
    found = [
        ahead for pk, why in reasons.items() if pk in entries for ahead in _ahead(entries[pk], why)
    ]
    others = sorted(found, key=_nearest)
    chosen = others[:LIMIT]
    anniversaries = [
        Ahead(Why.ANNIVERSARY, entries[one.paper.pk], one.day, one.years)
        for one in anniversaries
        if one.paper.pk in entries
    ]
    chosen += anniversaries[: max(ANNIVERSARIES, LIMIT - len(chosen))]
    chosen.sort(key=_nearest)
    return Prospect(tuple(_with_cities(chosen)), sum(_OFFER in why for why in reasons.values()))


def _reasons(on: date) -> dict[int, set[str]]:
    """Return by primary key why published entries lie ahead, offers among them. One query.

    A query of its own for each reason: by all of them at once every entry is looked at, with its
    kind (17 s for 100,000 entries on SQLite, so 0.1 s).
    """
    until = months_later(on, MONTHS)
    ending = Agreement.objects.filter(expires__last__range=(on, until))
    terms = running_papers(on, public=True).filter(_of(ending))
    due = Commitment.objects.filter(due__last__range=(on, until), due__first__gt=date.min)
    promises = open_promises().published().filter(_of(due))
    later = Entry.objects.published().filter(_later(on), ordering_day__gt=on)
    asked = (
        (Why.PLANNED, later),
        (Why.PLANNED, _awaited(on)),
        (Why.TERM, terms),
        (Why.DUE, promises),
        (_OFFER, running_offers(on).filter(_of(Event.objects.exclude(offer="")))),
    )
    first, *others = (
        rows.order_by().annotate(why=Value(str(why))).values_list("pk", "why")
        for why, rows in asked
    )
    found: dict[int, set[str]] = defaultdict(set)
    for pk, why in first.union(*others, all=True):
        found[pk].add(why)
    return found


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


def _ahead(entry: Entry, why: set[str]) -> Iterator[Ahead]:
    """Yield each reason why the entry lies ahead; a paper may have several."""
    if Why.PLANNED in why:
        yield Ahead(Why.PLANNED, entry, entry.start)
    if Why.TERM in why:
        yield Ahead(Why.TERM, entry, entry.leaf.expires)
    if Why.DUE in why:
        yield Ahead(Why.DUE, entry, entry.leaf.due)


def _nearest(ahead: Ahead) -> tuple[date, int]:
    return ahead.day.ordering_day, ahead.entry.pk


def _with_cities(chosen: list[Ahead]) -> Iterator[Ahead]:
    rows = EntryCity.objects.filter(entry__in=[ahead.entry.pk for ahead in chosen])
    cities = defaultdict(list)
    for row in rows.select_related("city"):
        if not row.city.is_home:
            cities[row.entry_id].append(row.city)
    for a in chosen:
        yield Ahead(a.why, a.entry, a.day, a.years, tuple(cities[a.entry.pk]))
