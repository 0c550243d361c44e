"""Every record that has a page of its own, and when that page last changed before the public."""

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

    Rows of what is published carry what `changed_on` reads: nothing that a draft can move. No
    query yet; one for each slice that is taken.
    """
    pages: dict[str, QuerySet[Any]] = {
        "city": _cities(),
        "path": _ties(),
        "delivery": _ties(),
    }
    for kind in Entry.Kind:
        pages[kind.value] = (
            Entry.objects.published()
            .filter(kind=kind)
            .annotate(appeared=Max("published_at"), noted=Max("changenotes__day"))
            .order_by("ordering_day", "pk")  # as an index has them
            .values("appeared", "noted", page_key=F("key"))
        )
    for name, noun in _UNDATED.items():
        pages[name] = noun.objects.published().order_by("pk").values(page_key=F("key"))
    return pages


def numbers_of_pages() -> dict[str, int]:
    """Return how many rows `public_pages` have under each name, entries counted in one query."""
    # Kind by kind, which an index has together; all at once SQLite reads the entries themselves.
    rows = Entry.objects.published().order_by().values_list("kind").annotate(n=Count("pk"))
    first, *others = (rows.filter(kind=kind) for kind in Entry.Kind.values)
    entries = dict.fromkeys(Entry.Kind.values, 0) | dict(first.union(*others, all=True))
    pages = public_pages().items()
    return {name: entries[name] if name in entries else found.count() for name, found in pages}


def pages_between(name: str, first: int, last: int) -> QuerySet[Any]:
    """Return the rows from one place to another, as slices of `public_pages` have them.

    Raises KeyError for a name that is none. Which entries these are is found in an index first: to
    know when each changed, and leave those before them out, takes seconds in a large register.
    """
    found = public_pages()[name]
    if name not in Entry.Kind.values:
        return found[first:last]
    of_kind = Entry.objects.published().filter(kind=name).order_by("ordering_day", "pk")
    return found.filter(pk__in=list(of_kind.values_list("pk", flat=True)[first:last]))


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
