"""What residents may take part in, now or later, by the published record.

An offer is open from its first day to its last, both included; its last day is that of the entry,
or its only one. Of a day that is known in part the last possible one counts. An offer without such
a day stands nowhere, and one that another entry supersedes is called off. Nobody has to close one:
past ones leave by themselves.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from msgspec import Struct

from diplomacy.calendars import UNKNOWN
from diplomacy.registry.models import City, Entry, EntryCity, EntryLink, Event, Publication


class Phase(StrEnum):
    OPEN = "open"
    LATER = "later"
    CLOSED = "closed"


class Offers(Struct, frozen=True):
    """Offers that are not over: the next to close first, then those that open later."""

    open: tuple[Event, ...]
    later: tuple[Event, ...]

    @property
    def all(self) -> tuple[Event, ...]:
        return (*self.open, *self.later)

    @property
    def kinds(self) -> tuple[tuple[Event.Offer, int], ...]:
        """Return each kind that there is with its number."""
        counts = Counter(event.offer for event in self.all)
        return tuple((kind, counts[kind]) for kind in Event.Offer if counts[kind])

    def of(self, kind: str) -> "Offers":
        """Return those of one kind, all for none."""
        if not kind:
            return self
        return Offers(
            *(tuple(e for e in events if e.offer == kind) for events in (self.open, self.later))
        )


NOTHING = Offers((), ())


def phase(event: Event, on: date) -> Phase | None:
    """Return where an offer stands on the day, None for what is none or has no last day."""
    if not event.may_be_open:
        return None
    if event.open_until.last < on:
        return Phase.CLOSED
    is_later = event.start.is_known and event.start.first > on
    return Phase.LATER if is_later else Phase.OPEN


def offers(on: date) -> Offers:
    """Return all offers with the cities that they name. Two queries."""
    cities = EntryCity.objects.select_related("city")
    return _in_order(running(on).prefetch_related(Prefetch("city_rows", cities)), on)


def are_offered(on: date, city: str = "pk") -> Exists:
    """Return whether any offer names the city at this column of an outer query."""
    return Exists(running(on).filter(pk__in=_events_of(OuterRef(OuterRef(city)))))


def offers_of_city(city: City, on: date) -> Offers:
    """Return the offers that name the city. One query."""
    return _in_order(running(on).filter(pk__in=_events_of(city)), on)


def _events_of(city: City | OuterRef) -> QuerySet[EntryCity]:
    """Return the keys of the events that name the city and offer something.

    By the index of what is offered, which is little: no other event is read.
    """
    offering = Event.objects.order_by().filter(~Q(offer="")).values("pk")
    rows = EntryCity.objects.filter(city=city, public=True, kind=Entry.Kind.EVENT)
    return rows.filter(entry__in=offering).values("entry")


def running(on: date) -> QuerySet[Event]:
    """Return the published offers that are not over on the day, in no order."""
    called_off = EntryLink.objects.filter(
        to=OuterRef("pk"),
        kind=EntryLink.Kind.SUPERSEDES,
        entry__publication=Publication.PUBLISHED,
    )
    still = {"last__gte": on, "last__lt": date.max}
    by_end = ~Q(end=UNKNOWN) & Q(**{f"end__{name}": day for name, day in still.items()})
    by_start = Q(end=UNKNOWN) & Q(**{f"start__{name}": day for name, day in still.items()})
    return Event.objects.published().filter(by_end | by_start, ~Q(offer=""), ~Exists(called_off))


def _in_order(events: Iterable[Event], on: date) -> Offers:
    found = list(events)
    begun = [event for event in found if phase(event, on) == Phase.OPEN]
    later = [event for event in found if phase(event, on) == Phase.LATER]
    begun.sort(key=lambda event: (event.open_until.last, event.pk))
    later.sort(key=lambda event: (event.start.first, event.pk))
    return Offers(tuple(begun), tuple(later))
