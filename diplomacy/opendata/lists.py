"""The lists of open data: what stands in each, by what it is narrowed, in which order.

A list is that of a page, narrowed by the FilterSet of that page: the same parameters give the
same rows in both. Only primary keys are read here; `objects.in_order` makes objects of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from diplomacy.registry import filters
from diplomacy.registry.date_words import active_language
from diplomacy.registry.filters.base import ListFilter
from diplomacy.registry.models import City, Difference, DiplomacyLayer, Entry, OpenQuestion
from diplomacy.registry.queries.areas import cities_with_areas, public_areas
from diplomacy.registry.queries.differences import (
    OPEN_FIRST,
    cities_of,
    public_differences,
    public_questions,
)
from diplomacy.registry.queries.entry_list import offered, published_of_kind
from diplomacy.registry.queries.organisations import (
    cities_with_organisations,
    public_organisations,
)
from diplomacy.registry.queries.overview import in_order, public_ties, tie_list
from diplomacy.registry.queries.paging import (
    BY_KEY,
    BY_POSITION,
    NEWEST_FIRST,
    OLDEST_FIRST,
    Order,
    by_name,
)
from diplomacy.registry.queries.people import cities_with_people, public_people
from diplomacy.registry.queries.promises import board_promises, layers_of_promises
from diplomacy.registry.queries.sources import NEWEST_SOURCE_FIRST, public_sources

from .objects import NOUNS, OF_KIND, Noun

Choose = Callable[[QueryDict, date], ListFilter]


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


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: of which noun, the page that shows the same, how it is chosen and ordered.

    `by_day`: `order=oldest` turns it round. `choose` takes the parameters and the day on which
    ties are to stand.
    """

    noun: Noun
    page: str
    choose: Choose
    order: Callable[[], Order]
    by_day: bool = False

    def order_of(self, parameters: QueryDict) -> Order:
        oldest_first = self.by_day and parameters.get("order") == "oldest"
        return OLDEST_FIRST if oldest_first else self.order()


def _entries(kind: Entry.Kind, chosen: type[filters.EntryFilter]) -> Listed:
    def choose(parameters: QueryDict, on: date) -> ListFilter:
        return chosen(parameters, published_of_kind(kind), offered(kind, active_language()))

    return Listed(OF_KIND[kind], f"{kind.value}-list", choose, lambda: NEWEST_FIRST, by_day=True)


def _promises(parameters: QueryDict, on: date) -> ListFilter:
    choices = offered(Entry.Kind.COMMITMENT, None)
    return filters.CommitmentFilter(parameters, board_promises(), choices, layers_of_promises())


def _differences(parameters: QueryDict, on: date) -> ListFilter:
    cities = cities_of(Difference.objects.published())
    return filters.DifferenceFilter(parameters, public_differences(), cities)


def _questions(parameters: QueryDict, on: date) -> ListFilter:
    cities = cities_of(OpenQuestion.objects.published())
    return filters.QuestionFilter(parameters, public_questions(), cities)


_KIND = Entry.Kind
LISTS = {
    listed.noun.name: listed
    for listed in (
        Listed(NOUNS["cities"], "", lambda p, on: AllCities(p, City.objects.published()), by_name),
        Listed(
            NOUNS["ties"],
            "city-list",
            lambda p, on: filters.TieFilter(p, public_ties(), tie_list(on)),
            in_order,
        ),
        _entries(_KIND.AGREEMENT, filters.AgreementFilter),
        _entries(_KIND.DELEGATION, filters.DelegationFilter),
        _entries(_KIND.EVENT, filters.EventFilter),
        Listed(
            NOUNS["commitments"], "commitment-list", _promises, lambda: NEWEST_FIRST, by_day=True
        ),
        _entries(_KIND.RESTRICTION, filters.RestrictionFilter),
        Listed(
            NOUNS["areas"],
            "area-list",
            lambda p, on: filters.AreaFilter(p, public_areas(), cities_with_areas()),
            lambda: BY_POSITION,
        ),
        Listed(
            NOUNS["layers"],
            "layer-list",
            lambda p, on: AllLayers(p, DiplomacyLayer.objects.published()),
            lambda: BY_POSITION,
        ),
        Listed(
            NOUNS["organisations"],
            "organisation-list",
            lambda p, on: filters.OrganisationFilter(
                p, public_organisations(), cities_with_organisations()
            ),
            by_name,
        ),
        Listed(
            NOUNS["people"],
            "person-list",
            lambda p, on: filters.PersonFilter(p, public_people(), cities_with_people()),
            by_name,
        ),
        Listed(
            NOUNS["sources"],
            "source-list",
            lambda p, on: filters.SourceFilter(p, public_sources()),
            lambda: NEWEST_SOURCE_FIRST,
        ),
        Listed(NOUNS["differences"], "difference-list", _differences, lambda: OPEN_FIRST),
        Listed(NOUNS["questions"], "question-list", _questions, lambda: BY_KEY),
    )
}
