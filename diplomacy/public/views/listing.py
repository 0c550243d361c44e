"""What a list shows of what a reader asked for: filter, order, one page of rows."""

from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django_filters import FilterSet

from diplomacy.calendars import PartialDate
from diplomacy.registry.queries.paging import NEWEST_FIRST, OLDEST_FIRST, Order, Page, page_of

from .tie import without


def page_context(
    parameters: QueryDict, chosen: FilterSet, order: Order, page: Page | None = None
) -> dict[str, Any]:
    """Return `filter`, `page` and `query`, the other parameters of the address, encoded.

    `page` is that of the rows, where it was read already.
    """
    return {
        "filter": chosen,
        "page": page
        or page_of(
            chosen.qs,
            order,
            after=parameters.get("after", ""),
            before=parameters.get("before", ""),
        ),
        "query": without(parameters, "after", "before"),
    }


def entries_context(
    parameters: QueryDict, chosen: FilterSet, page: Page | None = None
) -> dict[str, Any]:
    """Return the same for entries, newest first unless told otherwise, and what a row needs."""
    oldest_first = parameters.get("order") == "oldest"
    order = OLDEST_FIRST if oldest_first else NEWEST_FIRST
    return page_context(parameters, chosen, order, page) | {
        "oldest_first": oldest_first,
        "today": PartialDate.of(timezone.localdate()),
        "query_without_order": without(parameters, "after", "before", "order"),
    }
