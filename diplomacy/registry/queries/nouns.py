"""What is searched: each noun, what of it is public, and by what it is found."""

from collections.abc import Callable, Iterable

from django.db.models import Q, QuerySet
from msgspec import Struct

from diplomacy.registry.models import (
    City,
    CooperationArea,
    Difference,
    DiplomacyLayer,
    Entry,
    OpenQuestion,
    Organisation,
    Person,
    Relationship,
    Source,
)
from diplomacy.registry.models.base import Keyed
from diplomacy.registry.models.searching import Unit, holds
from diplomacy.registry.models.words import page_language

from .arms import MOST
from .differences import public_differences, public_questions
from .organisations import public_organisations
from .people import public_people
from .sought import COUNTRY, Looked

KINDS = tuple(kind.value for kind in Entry.Kind)


class Noun(Struct, frozen=True):
    """What is public of a noun, by what it is found, and the order within the same rank.

    Where there are `many`, the first in that order are found, and ranked among themselves. What
    `besides` finds it is no word of its own.
    """

    rows: Callable[[], QuerySet]
    holding: Callable[[Unit], Q]
    order: Callable[[], tuple[str, ...]]
    many: bool = False
    besides: Callable[[Unit], Q] = lambda _unit: Q(pk__in=[])


def held(noun: str, units: Iterable[Unit]) -> QuerySet:
    """Return the public records of a noun that hold all units, of many the first."""
    rows = _kept_to(NOUNS[noun].rows(), noun, units)
    if NOUNS[noun].many:
        first = rows.order_by(*NOUNS[noun].order()).values("pk")
        return rows.model._default_manager.filter(pk__in=first[: MOST + 1])
    return rows


def holding_all(noun: str, looked: Looked) -> QuerySet:
    """Return the records of a noun that hold all units, hidden ones included.

    Those that were found by their names already are taken by their keys.
    """
    rows = NOUNS[noun].rows().model._default_manager.all()
    for unit, sought in zip(looked.outline.units, looked.sought, strict=True):
        by_name = sought.named(noun) or NOUNS[noun].holding(unit)
        rows = rows.filter(by_name | NOUNS[noun].besides(unit))
    return rows


def _kept_to(rows: QuerySet, noun: str, units: Iterable[Unit]) -> QuerySet:
    for unit in units:
        rows = rows.filter(NOUNS[noun].holding(unit) | NOUNS[noun].besides(unit))
    return rows


def _of_kind(kind: str) -> QuerySet[Entry]:
    return Entry.objects.published().filter(kind=kind)


def _by_ties(unit: Unit) -> Q:
    ties = Relationship.objects.published().filter(holds(unit, ""))
    return Q(pk__in=ties.values("partner"))


def _holding(model: type[Keyed]) -> Callable[[Unit], Q]:
    return lambda unit: model.objects.all().holding(unit)


def _by_name() -> tuple[str, ...]:
    return f"order_{page_language()}", "pk"


def _by_position() -> tuple[str, ...]:
    return "position", "pk"


NOUNS: dict[str, Noun] = {
    "city": Noun(
        lambda: City.objects.published().select_related("country"),
        lambda unit: holds(unit, "", COUNTRY),
        _by_name,
        besides=_by_ties,
    ),
    **{
        kind: Noun(
            lambda kind=kind: _of_kind(kind),
            lambda unit: Entry.objects.all().holding(unit, public=True),
            lambda: ("-ordering_day", "-pk"),
        )
        for kind in KINDS
    },
    "person": Noun(lambda: public_people().prefetch_related(None), _holding(Person), _by_name),
    "organisation": Noun(public_organisations, _holding(Organisation), _by_name),
    "area": Noun(
        lambda: CooperationArea.objects.published().select_related("layer"),
        _holding(CooperationArea),
        _by_position,
    ),
    "layer": Noun(DiplomacyLayer.objects.published, _holding(DiplomacyLayer), _by_position),
    "source": Noun(Source.objects.published, _holding(Source), lambda: ("-date", "-pk"), many=True),
    "difference": Noun(
        lambda: public_differences().prefetch_related(None),
        _holding(Difference),
        lambda: ("state", "pk"),
    ),
    "question": Noun(public_questions, _holding(OpenQuestion), lambda: ("pk",)),
}
