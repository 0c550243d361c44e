"""One search over every noun, for the staff: drafts included."""

from django.db.models import QuerySet
from django.utils.text import capfirst
from msgspec import Struct

from diplomacy.registry.models import (
    KINDS,
    City,
    Difference,
    OpenQuestion,
    Organisation,
    Person,
    Relationship,
    Source,
)
from diplomacy.registry.models.base import Keyed
from diplomacy.registry.models.named import Named
from diplomacy.registry.models.search_index import STATES
from diplomacy.registry.models.searching import wanted

from .newest import among, newest_holding
from .paging import by_name

PER_NOUN = 8

_NOUNS: tuple[QuerySet, ...] = (
    City.objects.select_related("country").order_by("-is_home"),
    Relationship.objects.select_related("home_end", "partner").order_by(
        "-leading", "position", "key"
    ),
    *(kind.objects.order_by("-ordering_day", "-pk") for kind in KINDS),
    Organisation.objects.select_related("city"),
    Person.objects.all(),
    Source.objects.order_by("-date", "-pk"),
    Difference.objects.order_by("state", "key"),
    OpenQuestion.objects.order_by("key"),
)


class Found(Struct, frozen=True):
    """The first records of one noun that hold every word; `more` where there are others."""

    label: str
    records: tuple[Keyed, ...]
    more: bool


def find_everywhere(query: str) -> list[Found]:
    """Return what holds every word of `query`, in any script and digits, noun by noun.

    Nouns without a match are left out, and so is everything where the query holds no letter or
    digit. At most 15 queries.
    """
    units = wanted(query)
    if not units:
        return []
    found = []
    newest = newest_holding(units, states=STATES)
    for rows in _NOUNS:
        names = by_name() if issubclass(rows.model, Named) else ()
        if rows.model not in KINDS:
            holding = rows.search(query)
        elif keys := newest[rows.model.KIND][: PER_NOUN + 1]:
            holding = among(rows, keys)
        else:
            continue
        some = list(holding.order_by(*rows.query.order_by, *names)[: PER_NOUN + 1])
        if some:
            label = capfirst(some[0]._meta.verbose_name_plural)
            found.append(Found(label, tuple(some[:PER_NOUN]), len(some) > PER_NOUN))
    return found
