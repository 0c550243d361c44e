"""The lists that can be taken whole: those of the API, and what is open to residents."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diplomacy.registry.filters.base import ListFilter
from diplomacy.registry.models import Event
from diplomacy.registry.queries.offers import running
from diplomacy.registry.queries.paging import OLDEST_FIRST

from . import asking
from .api_lists import API_LISTS, ApiList
from .objects import NOUNS

_OF_PAGES = (asking.LIMIT, asking.AFTER, asking.BEFORE)


class OfferFilter(ListFilter):
    """Offers that are not over, by what they are."""

    offer = django_filters.ChoiceFilter(
        label=_("Open to residents as"),
        empty_label=_("anything or nothing"),
        choices=Event.Offer.choices,
    )

    class Meta:
        model = Event
        fields: list[str] = []


_OFFERS = ApiList(
    NOUNS["events"], lambda: running(timezone.localdate()), OfferFilter, lambda: OLDEST_FIRST
)

# By the name in their address.
DOWNLOADS: dict[str, ApiList] = API_LISTS | {"offers": _OFFERS}


def parameters(listed: ApiList) -> list[asking.Parameter]:
    """Return what may be asked of a list as a file: all but a page of it."""
    return [one for one in listed.parameters if one not in _OF_PAGES]
