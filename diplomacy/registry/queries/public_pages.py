"""Every record that has a page of its own, and when that page last changed before the public."""

from collections.abc import Iterator
from datetime import date, datetime, tzinfo
from typing import Any

from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery
from django.utils.timezone import localtime

from diplomacy.registry.models import (
    City,
    CooperationArea,
    Difference,
    DiplomacyLayer,
    Entry,
    EntryCity,
    OpenQuestion,
    Organisation,
    Person,
    Relationship,
    Source,
)

# Public through others, so that no day is known on which their pages changed.
_UNDATED = {
    "organisation": Organisation,
    "person": Person,
    "area": CooperationArea,
    "layer": DiplomacyLayer,
    "source": Source,
    "difference": Difference,
    "question": OpenQuestion,
}
_MOMENTS = ("appeared", "noted", "entered")


def public_pages() -> dict[str, QuerySet[Any]]:
    """Return the public records by the name of their address, each row with its `page_key`.

    Entries apart. Rows of what is published carry what `changed_on` reads: nothing that a draft can
    move. No query yet; one for each slice that is taken.
    """
    pages: dict[str, QuerySet[Any]] = {
        "city": _cities(),
        "path": _ties(),
        "delivery": _ties(),
    }
    for name, noun in _UNDATED.items():
        pages[name] = noun.objects.published().order_by("pk").values(page_key=F("key"))
    return pages


def parts_of_entries(size: int) -> Iterator[tuple[date, int]]:
    """Yield where each part of so many published entries begins, by their days.

    The day of its first one, and how many of that day stand before it. One query, from an index.
    """
    counted = Entry.objects.published().values_list("ordering_day").annotate(n=Count("*"))
    before = 0
    for day, number in counted.order_by("ordering_day"):
        yield from ((day, place) for place in range(-before % size, number, size))
        before += number


def entries_from(day: date, place: int, size: int) -> QuerySet[Any]:
    """Return so many published entries from a day and a place in it on, each with its kind.

    Which these are is found in an index first: to know when each changed, and leave those before
    them out, takes seconds in a large register. Two queries.
    """
    found = Entry.objects.published().filter(ordering_day__gte=day)
    keys = found.order_by("ordering_day", "pk").values_list("pk", flat=True)
    return (
        Entry.objects.filter(pk__in=list(keys[place : place + size]))
        .annotate(appeared=Max("published_at"), noted=Max("changenotes__day"))
        .order_by("ordering_day", "pk")
        .values("kind", "appeared", "noted", page_key=F("key"))
    )


def changed_on(row: dict[str, Any], zone: tzinfo | None = None) -> date | None:
    """Return the day on which readers last saw a change, None where it is not known.

    Who asks for many rows asks once for the `zone`, the active one.
    """
    days = [_day(row[name], zone) for name in _MOMENTS if row.get(name)]
    return max(days, default=None)


def _ties() -> QuerySet[Any]:
    """Return the published ties, each under the key of its partner's page."""
    return (
        Relationship.objects.published()
        .values(page_key=F("partner__key"))
        .annotate(appeared=Max("published_at"), noted=Max("changenotes__day"))
        .order_by("page_key")
        .values("page_key", "appeared", "noted")
    )


def _cities() -> QuerySet[Any]:
    """Return the public cities with what happened to their ties and when entries came to them."""
    ties = Relationship.objects.published().filter(partner=OuterRef("pk")).order_by()
    tie = ties.values("partner")
    rows = EntryCity.objects.filter(city=OuterRef("pk"), public=True).order_by()
    entry = rows.values("city").annotate(day=Max("entry__published_at")).values("day")
    return (
        City.objects.published()
        .annotate(
            appeared=Subquery(tie.annotate(day=Max("published_at")).values("day")),
            noted=Subquery(tie.annotate(day=Max("changenotes__day")).values("day")),
            entered=Subquery(entry),
        )
        .order_by("pk")
        .values("appeared", "noted", "entered", page_key=F("key"))
    )


def _day(moment: datetime | date, zone: tzinfo | None) -> date:
    return localtime(moment, zone).date() if isinstance(moment, datetime) else moment
