"""The statements that find the newest entries of a kind: walked to, or led to (`newest`)."""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from msgspec import Struct, field

from diplomacy.registry.models import Entry, EntryCity, Participation
from diplomacy.registry.models import search_index as index
from diplomacy.registry.models.searching import MOST_UNITS

from .by_index import DAYS_OF_MONTH, lasting, shifted
from .outlines import Later, Outline, Sql, glued, written
from .paging import NEWEST_FIRST
from .sought import Records, Sought

MOST = 1_000


class Reach(Struct, frozen=True):
    """So many entries of a kind are found, looked at first, and walked through at most."""

    most: int = MOST + 1
    tried: int = 400
    walked: int = 10_000
    vast: int = 200  # rows that lead for each entry that is wanted, from which on these are many

    @property
    def bound(self) -> int:
        """Return how many are walked through where there are fewer than was to be expected."""
        return max(self.tried, 2 * self.walked)

    @property
    def many(self) -> int:
        """Return how many rows that lead are dearer to read than entries to be walked through."""
        return min(self.vast * self.most, 50_000)


class Arm(Struct):
    """The entries of one kind in one state, and how they are searched."""

    kind: str
    state: str
    wanted: list[Sought]
    walks: bool = True
    whole: bool = True
    leads: int = 0
    held: list[tuple[str, int]] = field(default_factory=list)  # day and key, of the newest tried
    found: list[tuple[str, int]] | None = None  # if these are enough

    @property
    def key(self) -> tuple:
        """Return what tells its statements from those of another in the same outline."""
        wanted = tuple(one.key for one in self.wanted)
        return self.kind, self.state, wanted, self.walks, self.whole, self.leads

    @property
    def is_listed(self) -> bool:
        """Whether rows of who took part tell by themselves which of its entries hold all."""
        return self.state == "published" and len(self.wanted) == 1

    def rows(self) -> QuerySet[Entry]:
        return Entry.objects.filter(kind=self.kind, publication=self.state)

    @property
    def leading(self) -> Sought:
        return self.wanted[self.leads]

    def condition(self, *, but_leading: bool = False) -> Q:
        found = Q()
        for number, one in enumerate(self.wanted):
            if not (but_leading and number == self.leads):
                found &= one.condition(self.kind)
        return found


class Statements:
    """Makes statements, all on one database."""

    def __init__(self, reach: Reach, connection: BaseDatabaseWrapper, outline: Outline) -> None:
        self.reach = reach
        self.outline = outline
        self.connection = connection
        self.by_index = index.is_kept(connection)
        self.is_sqlite = connection.vendor == "sqlite"
        # What all arms of a statement read: the entries of a body, an area …, by name.
        self._shared: dict[str, Sql] = {}

    def of(self, arms: list[Arm]) -> Sql:
        """Return the statement for number of the arm, key and day of what each finds."""
        self._shared.clear()
        pieces: list[Sql] = []
        for number, arm in enumerate(arms):
            sql, params = self._walk(arm) if arm.walks else self._led(arm)
            pieces.append((f"SELECT {number} AS arm, id, ordering_day FROM ({sql}) AS a", params))
        sql, params = glued(pieces, " UNION ALL ")
        if not self._shared:
            return sql, params
        shared = [(f"{name} AS MATERIALIZED ({one})", p) for name, (one, p) in self._shared.items()]
        before, first = glued(shared, ", ")
        return f"WITH {before} {sql}", (*first, *params)

    def beyond(self, number: int, arm: Arm) -> Sql:
        """Return the statement for the number where there is more than is walked through."""
        rows = arm.rows().order_by(*NEWEST_FIRST).values("pk")
        sql, params = self._sql(rows[self.reach.bound :][:1])
        return f"SELECT {number} FROM ({sql}) AS a", params

    def tried(self, number: int, arm: Arm) -> Sql:
        """Return the statement that tells which of the newest hold all, and how many each unit."""
        names = [f"c{n}" for n in range(len(arm.wanted))]
        marks = {
            name: Case(When(Q(one.condition(arm.kind)), then=Value(1)), default=Value(0))
            for name, one in zip(names, arm.wanted, strict=True)
        }
        rows = arm.rows().annotate(**marks).values("id", "ordering_day", *names)
        sql, params = self._sql(rows.order_by(*NEWEST_FIRST)[: self.reach.tried])
        sums = [f"coalesce(sum({name}), 0)" for name in names]
        sums += ["0"] * (MOST_UNITS - len(sums))
        listed = "group_concat" if self.is_sqlite else "string_agg"
        told = "CAST(ordering_day AS text) || ' ' || CAST(id AS text)"
        return (
            f"SELECT {number}, count(*), min(ordering_day), {', '.join(sums)},"
            f" {listed}(CASE WHEN {' * '.join(names)} = 1 THEN {told} END, ',')"
            f" FROM ({sql}) AS s",
            params,
        )

    def led_by(self, number: int, arm: Arm) -> Sql:
        """Return the statement for the number, and in how many ways very many rows lead."""
        leading, many = arm.leading, self.reach.many
        ways = [leading.city_rows(), leading.area_rows()]
        if not arm.is_listed:
            ways.append(leading.parts())
        if place := leading.records.get("place"):
            ways.append(Entry.objects.filter(place.hold(F("place"))))
        rows = [
            self._sql(way.order_by().values("pk")[many:][:1]) for way in ways if way is not None
        ]
        sql, params = glued([(f"SELECT 1 FROM ({one}) AS b", p) for one, p in rows], " UNION ALL ")
        return f"SELECT {number}, count(*) FROM ({sql or 'SELECT 1 WHERE 1 = 0'}) AS m", params

    def _walk(self, arm: Arm) -> Sql:
        """Return the statement that goes on from the last day of the newest tried, to enough."""
        rows = arm.rows().order_by(*NEWEST_FIRST)
        if not arm.wanted:
            return self._sql(rows.values("id", "ordering_day")[: self.reach.most])
        last, most = (Later((arm.kind, arm.state, name)) for name in ("from", "most"))
        rows = rows.filter(ordering_day__lte=RawSQL("%s", (last,)))
        holds = Case(When(arm.condition(), then=Value(1)), default=Value(0))
        rows = rows.annotate(holds=holds).values("id", "ordering_day", "holds")
        sql, params = self._sql(rows[: self.reach.bound])
        return (
            f"SELECT id, ordering_day FROM ({sql}) AS w WHERE holds = 1 LIMIT %s",
            (*params, most),
        )

    def _led(self, arm: Arm) -> Sql:
        """Return the statement that follows every way to what the rarest unit is held by."""
        branches = [
            (f"SELECT id, ordering_day FROM ({sql}) AS b", params)
            for sql, params in self._branches(arm, arm.leading)
        ]
        return self._newest(glued(branches, " UNION "))

    def _branches(self, arm: Arm, leading: Sought) -> Iterator[Sql]:
        """Yield a statement for each way, of which each finds the newest that hold all units."""
        if leading.unit.words:
            yield self._by_words(arm)
        cities = leading.records.get("city")
        if cities and cities.is_one:
            yield self._by_city(arm, cities)
        elif cities:
            yield self._by_rows(arm, EntryCity.objects.all(), "city", cities)
        place = leading.records.get("place")
        if place and place.is_one:
            held = place.hold(F("place")) & arm.condition(but_leading=True)
            rows = arm.rows().filter(held).order_by(*NEWEST_FIRST).values("id", "ordering_day")
            yield self._sql(rows[: self.reach.most])
        elif place:
            keys = Entry.objects.filter(place.hold(F("place"))).values("pk")
            yield self._led_by("place", keys, arm)
        for way, records in leading.taking_part():
            parts = Participation.objects.filter(**leading.shown(way))
            yield self._by_rows(arm, parts, way, records)
        if (rows := leading.area_rows()) is not None:
            yield self._led_by("area", rows.values("entry"), arm)
        if (classed := leading.classed(arm.kind)) is not None:
            yield self._led_by(arm.kind, classed.values("pk"), arm)
        if days := leading.unit.days:
            near = Q(
                ordering_day__gte=shifted(days.first, -DAYS_OF_MONTH),
                ordering_day__lte=shifted(days.last, DAYS_OF_MONTH),
            )
            rows = arm.rows().filter(near, arm.condition()).order_by(*NEWEST_FIRST)
            yield self._sql(rows.values("id", "ordering_day")[: self.reach.most])
            yield self._newest(lasting(*self._where(arm, arm.condition()), days.first, days.last))

    def _by_words(self, arm: Arm) -> Sql:
        unit = arm.leading.unit
        where, params = self._where(arm, arm.leading.itself() & arm.condition(but_leading=True))
        if not (self.by_index and self.is_sqlite):
            rows = f"SELECT id, ordering_day FROM registry_entry WHERE {where}"
            return self._newest((rows, params))
        first, last = index.places(arm.state, arm.kind)
        return (
            f"SELECT registry_entry.id, ordering_day FROM {index.TABLE} CROSS JOIN registry_entry"
            f" ON registry_entry.id = ({index.TABLE}.rowid & {index.ID_MASK})"
            f" WHERE {index.TABLE} MATCH %s AND {index.TABLE}.rowid BETWEEN {first} AND {last}"
            f" AND {where} ORDER BY {index.TABLE}.rowid DESC LIMIT {self.reach.most}",
            (Later(("index", self.outline.units.index(unit))), *params),
        )

    def _by_city(self, arm: Arm, cities: Records) -> Sql:
        """Return the statement that walks through the newest of one city, which has an index."""
        copied = {"public": arm.state == "published", "kind": arm.kind}
        own, params = self._conditions(EntryCity.objects.filter(cities.hold(F("city")), **copied))
        where, more = self._where(arm, arm.condition(but_leading=True))
        return (
            "SELECT registry_entry.id, day AS ordering_day FROM registry_entrycity"
            f" CROSS JOIN registry_entry WHERE registry_entry.id = entry_id AND {own} AND {where}"
            f" ORDER BY day DESC, entry_id DESC LIMIT {self.reach.most}",
            (*params, *more),
        )

    def _by_rows(self, arm: Arm, rows: QuerySet, way: str, records: Records) -> Sql:
        """Return the statement for what rows lead to, of which an index has the newest first.

        If that is all that is wanted no entry is read, and by each record no more than is wanted.
        """
        rows = rows.filter(kind=arm.kind, public=arm.state == "published")
        held = rows.filter(records.hold(F(way)))
        if not arm.is_listed:
            sql, params = self._sql(held.order_by().values("entry").distinct())
            where, more = self._where(arm, arm.condition(but_leading=True))
            entries = (
                f"SELECT registry_entry.id, ordering_day FROM ({sql}) AS p"
                f" CROSS JOIN registry_entry WHERE registry_entry.id = p.entry AND {where}"
            )
            return self._newest((entries, (*params, *more)))
        who, one = "", ()
        if not self.is_sqlite and records.keys and not records.is_one:
            # SQLite by itself leaves one of them for the next where the rest must be older.
            who, one = "unnest(%s::bigint[]) AS who (key) CROSS JOIN LATERAL ", (records.keys,)
            held = rows.filter(**{f"{way}_id": RawSQL("who.key", ())})
        newest = held.order_by("-day", "-entry_id").values("entry", "day").distinct()
        sql, params = self._sql(newest[: self.reach.most])
        entries = f"SELECT DISTINCT entry AS id, day AS ordering_day FROM {who}({sql}) AS p"
        return self._newest((entries, (*one, *params)))

    def _led_by(self, way: str, keys: QuerySet, arm: Arm) -> Sql:
        """Return the statement for the newest of the entries with these keys that hold all.

        The entries are read once for all kinds, from the keys on (CROSS JOIN is an order to
        SQLite): a database that walks through all entries to meet some of these walks for a second.
        """
        name = f"by_{way}_{arm.leads}"
        sql, params = self._sql(keys.order_by())
        self._shared[f"{name} (id, kind, publication, ordering_day)"] = (
            "SELECT DISTINCT e.id, e.kind, e.publication, e.ordering_day"
            f" FROM (WITH k (key) AS ({sql}) SELECT key FROM k) AS keys"
            " CROSS JOIN registry_entry AS e"
            " WHERE e.id = keys.key",
            params,
        )
        of_arm = f"{name}.kind = '{arm.kind}' AND {name}.publication = '{arm.state}'"
        if len(arm.wanted) == 1:
            return self._newest((f"SELECT id, ordering_day FROM {name} WHERE {of_arm}", ()))
        where, more = self._where(arm, arm.condition(but_leading=True))
        return self._newest(
            (
                f"SELECT {name}.id, {name}.ordering_day FROM {name} CROSS JOIN registry_entry"
                f" WHERE {of_arm} AND registry_entry.id = {name}.id AND {where}",
                more,
            )
        )

    def _newest(self, rows: Sql) -> Sql:
        # PostgreSQL makes what is before OFFSET 0 without a look at what is done with it.
        sql, params = rows
        apart = "" if self.is_sqlite else " OFFSET 0"
        return (
            f"SELECT id, ordering_day FROM (SELECT * FROM ({sql}) AS r{apart}) AS n"
            f" ORDER BY ordering_day DESC, id DESC LIMIT {self.reach.most}",
            params,
        )

    def _where(self, arm: Arm, condition: Q) -> Sql:
        return self._conditions(arm.rows().filter(condition).order_by())

    def _conditions(self, rows: QuerySet) -> Sql:
        compiler = rows.query.get_compiler(connection=self.connection)
        compiler.pre_sql_setup()
        sql, params = compiler.compile(rows.query.where)
        return sql, tuple(params)

    def _sql(self, rows: QuerySet) -> Sql:
        return written(rows, self.connection)
