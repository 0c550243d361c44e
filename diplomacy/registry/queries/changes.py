"""What became public last, and when what is public last changed before readers."""

from datetime import datetime, time
from typing import Literal

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import get_current_timezone

from diplomacy.registry.models import ChangeNote, City, CooperationArea, Entry, Relationship

from .overview import for_feed, public_ties
from .paging import Order

NEWEST_FIRST: Order = ("-published_at", "-id")


def first_published(of: Literal["entries", "ties"]) -> QuerySet[Entry] | QuerySet[Relationship]:
    """Return the published entries or ties for which the time of their publication is known.

    Three queries for a page of entries: they come with leaf, cities and sources; one for ties.
    """
    rows = public_ties() if of == "ties" else for_feed(Entry.objects.published())
    return rows.filter(published_at__isnull=False)


def newest_entries(of: City | CooperationArea | None = None) -> QuerySet[Entry]:
    """Return the entries of `first_published`, `with_changes`, that name a city or touch an area.

    Three queries for a page of them.
    """
    entries = with_changes(first_published("entries"))
    if isinstance(of, City):
        return entries.of_city(of)
    return entries.filter(area_rows__area=of) if of else entries


def with_changes(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Annotate what `changed_at` reads: `noted`, the day of the last note of a change, and `notes`.

    `notes` is how many there are. Nothing of either can be moved by a draft.
    """
    told = ChangeNote.objects.filter(entry=OuterRef("pk")).order_by().values("entry")
    return entries.annotate(
        noted=Subquery(told.annotate(last=Max("day")).values("last")),
        notes=Coalesce(Subquery(told.annotate(number=Count("pk")).values("number")), 0),
    )


def changed_at(entry: Entry) -> datetime | None:
    """Return when readers last saw a change that they were told of, None where it is not known.

    That of a note is the beginning of its day where the register is kept.
    """
    noted = entry.noted and datetime.combine(entry.noted, time.min, get_current_timezone())
    return max((moment for moment in (entry.published_at, noted) if moment), default=None)
