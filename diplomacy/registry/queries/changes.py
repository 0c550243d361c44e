"""What became public last."""

from typing import Literal

from django.db.models import QuerySet

from diplomacy.registry.models import Entry, Relationship

from .overview import for_feed, public_ties
from .paging import Order

NEWEST_FIRST: Order = ("-published_at", "-id")


def first_published(of: Literal["entries", "ties"]) -> QuerySet[Entry] | QuerySet[Relationship]:
    """Return the published entries or ties for which the time of their publication is known.

    Three queries for a page of entries: they come with leaf, cities and sources; one for ties.
    """
    rows = public_ties() if of == "ties" else for_feed(Entry.objects.published())
    return rows.filter(published_at__isnull=False)
