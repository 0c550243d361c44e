"""The lists of the API: which rows, which parameters, which page of them.

The rows are those of the page that shows the same, narrowed by its FilterSet, but without the
numbers beside its choices and without what only the page shows.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from msgspec import Struct

from diplomacy.registry import filters
from diplomacy.registry.filters.base import ListFilter
from diplomacy.registry.models import (
    City,
    CooperationArea,
    Difference,
    DiplomacyLayer,
    Entry,
    Organisation,
    Person,
    Source,
)
from diplomacy.registry.queries.differences import OPEN_FIRST, public_questions
from diplomacy.registry.queries.overview import in_order, public_ties, tie_list
from diplomacy.registry.queries.paging import (
    BY_KEY,
    BY_POSITION,
    NEWEST_FIRST,
    OLDEST_FIRST,
    Order,
    Page,
    by_name,
    is_cursor,
    page_of,
)
from diplomacy.registry.queries.promises import board_promises
from diplomacy.registry.queries.sources import NEWEST_SOURCE_FIRST

from . import asking, faults
from .faults import Refused
from .objects import NOUNS, OF_KIND, TIMELINE, Noun

_OWN = {"lang", "order", "on", "limit", "after", "before"}


class AllCities(ListFilter):
    """Every place that something published shows; narrowed by nothing."""

    class Meta:
        model = City
        fields: list[str] = []


class AllLayers(ListFilter):
    """Every public layer; narrowed by nothing."""

    class Meta:
        model = DiplomacyLayer
        fields: list[str] = []


class ApiList(Struct, frozen=True):
    """A list: of what, which rows, by what they are narrowed, in which order.

    `by_day`: `order=oldest` turns it round.
    """

    noun: Noun
    rows: Callable[[], QuerySet]
    filters: type[ListFilter]
    order: Callable[[], Order]
    by_day: bool = False

    @property
    def name(self) -> str:
        return self.noun.name

    @property
    def parameters(self) -> list[asking.Parameter]:
        """Return all that may be asked of it."""
        own = [asking.ORDER] if self.by_day else []
        on = [asking.ON] if self.name == "ties" else []
        paging = [asking.LIMIT, asking.AFTER, asking.BEFORE]
        return [*asking.of_filters(self.filters), *own, *on, *paging, asking.LANG]

    def page(self, asked: Mapping[str, Any], on: date) -> Page:
        """Return the rows of the page asked for; ties as they stood on the day `on`.

        One query; for ties eight where they are narrowed. Raises Refused for a forged cursor.
        """
        rows = self.narrowed(asked, on)
        order = self.order_of(asked)
        ways = {name: asked.get(name, "") for name in ("after", "before")}
        for name, cursor in ways.items():
            if cursor and not is_cursor(cursor, rows.model, order):
                raise Refused(400, faults.NOT_A_PLACE, name)
        if all(ways.values()):
            raise Refused(400, faults.BOTH_WAYS, "before")
        # The whole of each is read where objects are made of them.
        if not any("__" in name for name in order):
            rows = rows.select_related(None).only(*(name.removeprefix("-") for name in order))
        page = page_of(rows, order, **ways, size=asked.get("limit", asking.FEW_ITEMS))
        # Where nothing follows any more, a program that reads on must not begin anew.
        return Page((), "", "") if ways["after"] and not page.before else page

    def order_of(self, asked: Mapping[str, Any]) -> Order:
        """Return the order asked for."""
        return OLDEST_FIRST if asked.get("order") == "oldest" else self.order()

    def narrowed(self, asked: Mapping[str, Any], on: date) -> QuerySet:
        """Return all rows asked for, in no order. Five queries for ties, if narrowed; else none."""
        chosen = {name: value for name, value in asked.items() if name not in _OWN and value}
        own = {}
        if chosen and self.name == "ties":
            own["ties"] = tie_list(on).ties
        return self.filters.narrowed(self.rows(), chosen, **own)


def _by_day(noun: Noun, rows: Callable[[], QuerySet], chosen: type[ListFilter]) -> ApiList:
    return ApiList(noun, rows, chosen, lambda: NEWEST_FIRST, by_day=True)


def _entries(kind: Entry.Kind, chosen: type[ListFilter]) -> ApiList:
    return _by_day(OF_KIND[kind], lambda: Entry.objects.published().filter(kind=kind), chosen)


_KIND = Entry.Kind
API_LISTS = {
    listed.name: listed
    for listed in (
        ApiList(NOUNS["cities"], City.objects.published, AllCities, by_name),
        ApiList(NOUNS["ties"], public_ties, filters.TieFilter, in_order),
        _entries(_KIND.AGREEMENT, filters.AgreementFilter),
        _entries(_KIND.DELEGATION, filters.DelegationFilter),
        _entries(_KIND.EVENT, filters.EventFilter),
        _by_day(
            NOUNS["commitments"],
            lambda: board_promises().select_related(None).prefetch_related(None),
            filters.CommitmentFilter,
        ),
        _entries(_KIND.RESTRICTION, filters.RestrictionFilter),
        ApiList(
            NOUNS["areas"],
            CooperationArea.objects.published,
            filters.AreaFilter,
            lambda: BY_POSITION,
        ),
        ApiList(NOUNS["layers"], DiplomacyLayer.objects.published, AllLayers, lambda: BY_POSITION),
        ApiList(
            NOUNS["organisations"],
            Organisation.objects.published,
            filters.OrganisationFilter,
            by_name,
        ),
        ApiList(NOUNS["people"], Person.objects.published, filters.PersonFilter, by_name),
        ApiList(
            NOUNS["sources"],
            Source.objects.published,
            filters.SourceFilter,
            lambda: NEWEST_SOURCE_FIRST,
        ),
        ApiList(
            NOUNS["differences"],
            Difference.objects.published,
            filters.DifferenceFilter,
            lambda: OPEN_FIRST,
        ),
        ApiList(
            NOUNS["questions"],
            lambda: public_questions().select_related(None),
            filters.QuestionFilter,
            lambda: BY_KEY,
        ),
        _by_day(TIMELINE, Entry.objects.published, filters.TimelineFilter),
    )
}
