"""What lies ahead by the published record: visits, ends of terms, promises, anniversaries."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import ExpressionWrapper, Q, QuerySet

from diplomacy.calendars import PartialDate
from diplomacy.registry.models import City, Delegation, Entry, EntryCity, Event

from .attention.anniversaries import anniversary_ahead, celebrated
from .attention.promises import open_promises
from .attention.terms import running_papers
from .offers import running as running_offers
from .standing.activity import months_later

MONTHS = 12  # how far ahead ends of terms and due days are told
LIMIT = 6
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
    """Return what lies ahead of the day `on` without the offers. Two queries."""
    return prospect(on).ahead


def prospect(on: date) -> Prospect:
    """Return what lies ahead of the day `on`, published entries only.

    Visits and events with a later day, whenever it is; ends of terms and due days of promises
    within a year; anniversaries as near as the staff desk tells of them, the round ones first.
    Two queries, however many entries.
    """
    entries = list(_entries(on))
    found = [ahead for entry in entries for ahead in _ahead(entry, on)]
    anniversaries = [ahead for ahead in found if ahead.why == Why.ANNIVERSARY]
    anniversaries.sort(key=lambda ahead: (ahead.years % 10 != 0, *_nearest(ahead)))
    others = sorted((ahead for ahead in found if ahead.why != Why.ANNIVERSARY), key=_nearest)
    chosen = others[:LIMIT]
    chosen += anniversaries[: max(ANNIVERSARIES, LIMIT - len(chosen))]
    chosen.sort(key=_nearest)
    return Prospect(tuple(_with_cities(chosen)), sum(entry.is_offer for entry in entries))


def _entries(on: date) -> QuerySet[Entry]:
    """Read every entry that may lie ahead with its kind, and whether it is celebrated or ends."""
    until = months_later(on, MONTHS)
    terms = running_papers(on, public=True).filter(expires__last__range=(on, until))
    promises = open_promises().filter(due__last__range=(on, until), due__first__gt=date.min)
    asked = Entry.objects.published().annotate(
        is_planned=whether(_planned(on)),
        ends=whether(Q(pk__in=terms.values("pk"))),
        is_due=whether(Q(pk__in=promises.values("pk"))),
        is_celebrated=whether(Q(pk__in=celebrated(on).values("pk"))),
        is_offer=whether(Q(pk__in=running_offers(on).values("pk"))),
    )
    wanted = Q(is_planned=True) | Q(ends=True) | Q(is_due=True) | Q(is_celebrated=True)
    return asked.filter(wanted | Q(is_offer=True)).with_leaf()


def whether(condition: Q) -> ExpressionWrapper:
    """Return a condition as a column that says whether it holds."""
    return ExpressionWrapper(condition, models.BooleanField())


def _planned(on: date) -> Q:
    """Return the condition that something takes place later: no words, and not called off.

    A visit that is awaited lies ahead until its last possible day is over. What was signed or
    made in a month or year that has begun is done, though the middle of it is still to come.
    """
    awaited = (Delegation.Progress.PLANNED, Delegation.Progress.ANNOUNCED)
    later = Q(ordering_day__gt=on, start__first__gt=date.min)
    not_begun = Q(start__first__gt=on)
    return (
        Q(delegation__progress__in=awaited, start__last__gte=on, start__first__gt=date.min)
        | Q(delegation__progress=Delegation.Progress.COMPLETED) & not_begun
        | Q(kind=Entry.Kind.AGREEMENT) & not_begun
        | Q(kind=Entry.Kind.EVENT) & later & ~Q(event__type__in=Event.WORDS)
    )


def _ahead(entry: Entry, on: date) -> Iterator[Ahead]:
    """Yield each reason why the entry lies ahead; a paper may have several."""
    if entry.is_planned:
        yield Ahead(Why.PLANNED, entry, entry.start)
    if entry.ends:
        yield Ahead(Why.TERM, entry, entry.leaf.expires)
    if entry.is_due:
        yield Ahead(Why.DUE, entry, entry.leaf.due)
    if entry.is_celebrated and (found := anniversary_ahead(entry.leaf, on)):
        yield Ahead(Why.ANNIVERSARY, entry, found.day, found.years)


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
