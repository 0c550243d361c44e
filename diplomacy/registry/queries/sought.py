"""What a query looks for among entries: by their own words, and by what they name."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.lookups import In

from diplomacy.registry.models import (
    City,
    CooperationArea,
    Entry,
    EntryArea,
    EntryCity,
    Organisation,
    Participation,
    Person,
)
from diplomacy.registry.models.entry_words import codes_called, on_days
from diplomacy.registry.models.searching import Unit, holds, holds_itself

Column = Callable[[str], Any]

FEW = 3_000  # records that are named one by one; more are looked up where they are needed

# By whose words an entry is found: the name of the way, the records, by what these are found.
_NAMED: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "place": (City, ("",)),
    "city": (City, ("", "country")),
    "organisation": (Organisation, ("",)),
    "person": (Person, ("",)),
    "area": (CooperationArea, ("",)),
}


@dataclass(frozen=True, slots=True)
class Sought:
    """A unit with the records that hold it, and the kinds and classes that are called so."""

    unit: Unit
    is_public: bool
    codes: dict[str, list[str]]
    records: dict[str, Any] = field(default_factory=dict)

    def is_kind(self, kind: str) -> bool:
        """Whether every entry of the kind is found, since the kind is called so."""
        return kind in self.codes.get("kind", ())

    def itself(self) -> Q:
        """Return the condition of an entry whose own words hold it."""
        return holds_itself(self.unit)

    def condition(self, kind: str) -> Q:
        """Return the condition of an entry of this kind that holds it, or that names who does.

        With `is_public` people whose names are not shown find nothing. No table is joined.
        """
        found = self.itself()
        if place := self.records.get("place"):
            found |= Q(place__in=place)
        rows_of_it = (self.city_rows(_own), self.parts(_own), self.area_rows(_own))
        for rows in (*rows_of_it, self.classed(kind)):
            if rows is not None:
                way = "pk" if issubclass(rows.model, Entry) else "entry"
                # Equal, said so that PostgreSQL does not read the rows of all entries beforehand.
                its_own = {f"{way}__gte": OuterRef("pk"), f"{way}__lte": OuterRef("pk")}
                found |= Exists(rows.filter(**its_own))
        return found | on_days(self.unit.days) if self.unit.days else found

    def city_rows(self, column: Column = F) -> QuerySet[EntryCity] | None:
        """Return the rows of who holds it; with `_own` they are read by their entry."""
        cities = self.records.get("city")
        return EntryCity.objects.filter(In(column("city"), cities)) if cities else None

    def area_rows(self, column: Column = F) -> QuerySet[EntryArea] | None:
        areas = self.records.get("area")
        return EntryArea.objects.filter(In(column("area"), areas)) if areas else None

    def parts(self, column: Column = F) -> QuerySet[Participation] | None:
        shown = {"name_shown": True} if self.is_public else {}
        ways = {"organisation": ("organisation", {}), "city": ("place", {})}
        ways["person"] = ("person", shown)
        some = Q()
        for way, (name, also) in ways.items():
            if records := self.records.get(name):
                some |= Q(In(column(way), records), **also)
        return Participation.objects.filter(some) if some else None

    def classed(self, kind: str) -> QuerySet[Entry] | None:
        for column, some in self.codes.items():
            table, _, name = column.partition("__")
            if table == kind:
                model = Entry._meta.get_field(kind).related_model
                return model.objects.filter(**{f"{name}__in": some})
        return None


def _own(name: str) -> Combinable:
    """Return the column in a form that no index has.

    A row of an entry is one of few. Through the index of both columns it is looked for under each
    of thousands of names.
    """
    return F(name) + 0


def sought(units: Iterable[Unit], *, is_public: bool) -> list[Sought]:
    """Return the units with who holds them. One query."""
    found = [Sought(unit, is_public, codes_called(Entry, unit)) for unit in units]
    looks = list(_looks(found))
    for number, way, pk in looks[0].union(*looks[1:], all=True) if looks else ():
        found[number].records.setdefault(way, []).append(pk)
    for one in found:
        for way, keys in one.records.items():
            one.records[way] = _among(one.unit, way, keys)
    return found


def _among(unit: Unit, way: str, keys: list[int]) -> Any:
    """Return the records as `__in` takes them: as they are while no statement gets long by them."""
    if len(keys) == 1:
        return keys
    if len(keys) <= FEW:  # as plain numbers: a statement takes so many values, and no more
        return RawSQL(", ".join(map(str, keys)), ())
    model, owners = _NAMED[way]
    return model._base_manager.filter(holds(unit, *owners)).values("pk")


def _looks(found: Iterable[Sought]) -> Iterator[QuerySet]:
    for number, one in enumerate(found):
        for way, (model, owners) in _NAMED.items():
            rows = model._base_manager.filter(holds(one.unit, *owners)).order_by()
            yield rows.annotate(n=Value(number), way=Value(way)).values_list("n", "way", "pk")
