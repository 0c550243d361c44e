"""What a query looks for among entries: by their own words, and by what they name."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.lookups import In, Lookup
from msgspec import Struct, field

from diplomacy.registry.models import (
    City,
    CooperationArea,
    Country,
    Entry,
    EntryArea,
    EntryCity,
    Organisation,
    Participation,
    Person,
)
from diplomacy.registry.models.entry_words import codes_called, on_days
from diplomacy.registry.models.searching import Few, Owner, Unit, holds, holds_itself

from .outlines import Later, Outline, Sql, glued, one_listed, one_of, told, written

Column = Callable[[str], Any]

FEW = 3_000  # records that are named one by one; more are looked up where they are needed
_FOLLOWED = 200  # records whose newest are found sooner than entries are walked through
_LISTED = 500  # records that are found by their keys sooner than by their words once more

COUNTRY = Few("country", Country)
# By whose words an entry is found: the name of the way, the records, by what these are found.
_NAMED: dict[str, tuple[type[Model], tuple[Owner, ...]]] = {
    "place": (City, ("",)),
    "city": (City, ("", COUNTRY)),
    "organisation": (Organisation, ("",)),
    "person": (Person, ("",)),
    "area": (CooperationArea, ("",)),
}


class Records(Struct, frozen=True):
    """Records by which entries are found: what stands for their keys, or how they are asked for."""

    keys: Later | None
    rows: QuerySet | None = None
    number: int = FEW + 1

    @property
    def is_one(self) -> bool:
        return self.number == 1

    def hold(self, column: Any) -> Lookup:
        """Return the condition that the column is the key of one of them."""
        if self.is_one:
            return In(column, RawSQL("%s", (self.keys,)))
        if self.keys is None:
            return In(column, self.rows)
        return (one_of if isinstance(column, F) else one_listed)(column, self.keys)


class Sought(Struct, frozen=True):
    """A unit with the records that hold it, and the kinds and classes that are called so."""

    unit: Unit
    is_public: bool
    codes: dict[str, list[str]]
    records: dict[str, Records] = field(default_factory=dict)
    keys: dict[str, Later] = field(default_factory=dict)  # of all that hold it, while these are few

    @property
    def key(self) -> tuple:
        """Return what tells its conditions from those of another in the same outline."""
        codes = tuple((column, tuple(some)) for column, some in sorted(self.codes.items()))
        named = tuple((way, one.keys, one.is_one) for way, one in sorted(self.records.items()))
        return self.unit, self.is_public, codes, named

    @property
    def leads_to_few(self) -> bool:
        """Whether it leads to entries by words, which an index orders, and by one record."""
        return not self.codes and all(records.is_one for records in self.records.values())

    @property
    def leads_in_order(self) -> bool:
        """Whether it leads to entries by words and by so few records that indexes order them."""
        if self.codes or self.unit.days or "area" in self.records:
            return False
        return sum(records.number for records in self.records.values()) <= _FOLLOWED

    def is_kind(self, kind: str) -> bool:
        """Whether every entry of the kind is found, since the kind is called so."""
        return kind in self.codes.get("kind", ())

    def named(self, way: str) -> Q | None:
        """Return the condition of a record that holds it, None where these are not listed."""
        return Q(one_listed(F("pk"), self.keys[way])) if way in self.keys else None

    def itself(self) -> Q:
        """Return the condition of an entry whose own words hold it."""
        return holds_itself(self.unit)

    def condition(self, kind: str) -> Q:
        """Return the condition of an entry of this kind that holds it, or that names who does.

        With `is_public` people whose names are not shown find nothing. No table is joined.
        """
        return self.itself() | self.besides(kind)

    def besides(self, kind: str) -> Q:
        """Return the same but for its own words: an empty one where only these can hold it."""
        found = Q()
        if place := self.records.get("place"):
            found |= Q(place.hold(_own("place")))
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
        return EntryCity.objects.filter(cities.hold(column("city"))) if cities else None

    def area_rows(self, column: Column = F) -> QuerySet[EntryArea] | None:
        areas = self.records.get("area")
        return EntryArea.objects.filter(areas.hold(column("area"))) if areas else None

    def parts(self, column: Column = F) -> QuerySet[Participation] | None:
        some = Q()
        for way, records in self.taking_part():
            some |= Q(records.hold(column(way)), **self.shown(way))
        return Participation.objects.filter(some) if some else None

    def taking_part(self) -> Iterator[tuple[str, Records]]:
        """Yield who holds it and may have taken part, by the column that names them."""
        for way in ("organisation", "city", "person"):
            if records := self.records.get("place" if way == "city" else way):
                yield way, records

    def shown(self, way: str) -> dict[str, bool]:
        """Return the condition of a row of who took part in which this column is looked at."""
        return {"name_shown": True} if way == "person" and self.is_public else {}

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


class Looked(Struct, frozen=True):
    """What is looked for, and who holds it: found once for all statements of a search."""

    units: tuple[Unit, ...]
    outline: Outline
    connection: BaseDatabaseWrapper
    sought: tuple[Sought, ...]


def look_for(units: Iterable[Unit], query: str = "", *, is_public: bool) -> Looked:
    """Return the units with who holds them. One query."""
    units = tuple(units)
    outline, connection = Outline(units, query), connections[router.db_for_read(Entry)]
    pairs = zip(outline.units, units, strict=True)
    found = tuple(Sought(blank, is_public, codes_called(Entry, unit)) for blank, unit in pairs)
    listed = outline.asked("named", connection, lambda: _looks(outline, connection))
    for number, way, many, joined in listed:
        keys = joined.split(",") if many else []
        if many:
            found[number].records[way] = _records(outline, connection, number, way, keys)
        if many <= _LISTED:
            found[number].keys[way] = outline.later((number, way, "all"), told(keys, connection))
    return Looked(units, outline, connection, found)


def _records(
    outline: Outline, connection: BaseDatabaseWrapper, number: int, way: str, keys: list[str]
) -> Records:
    """Return the records as conditions take them: one by one while these are not too many."""
    if len(keys) == 1:
        return Records(outline.later((number, way), int(keys[0])), number=1)
    if len(keys) <= FEW:
        return Records(outline.later((number, way), told(keys, connection)), number=len(keys))
    model, owners = _NAMED[way]
    rows = model._base_manager.filter(holds(outline.units[number], *owners)).values("pk")
    return Records(None, rows)


def _looks(outline: Outline, connection: BaseDatabaseWrapper) -> Sql:
    """Return the statement for how many of each way hold a unit, and their keys while few."""
    listed = "group_concat" if connection.vendor == "sqlite" else "string_agg"
    looks = []
    for number, unit in enumerate(outline.units):
        for way, (model, owners) in _NAMED.items():
            rows = model._base_manager.filter(holds(unit, *owners)).order_by().values("pk")
            sql, params = written(rows[: FEW + 1], connection)
            told = f"SELECT {number}, '{way}', count(*), {listed}(CAST(pk AS text), ',')"
            looks.append((f"{told} FROM ({sql}) AS r", params))
    return glued(looks, " UNION ALL ")
