"""Every record that has a page of its own, and when that page last changed before the public."""

from datetime import date, datetime
from typing import Any

from django.db.models import F, Max, OuterRef, QuerySet, Subquery
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
            .order_by("pk")
            .values("appeared", "noted", page_key=F("key"))
        )
    for name, noun in _UNDATED.items():
        pages[name] = noun.objects.published().order_by("pk").values(page_key=F("key"))
    return pages


def changed_on(row: dict[str, Any]) -> date | None:
    """Return the day on which readers last saw a change, None where it is not known."""
    days = [_day(row[name]) for name in _MOMENTS if row.get(name)]
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


def _day(moment: datetime | date) -> date:
    return localtime(moment).date() if isinstance(moment, datetime) else moment
