"""The statements that find the newest entries of a kind: walked to, or led to (`newest`)."""

from django.db.models import Case, F, Value, When
from django.db.models.expressions import RawSQL

from diplomacy.registry.models import Entry
from diplomacy.registry.models.searching import MOST_UNITS

from .arms import Arm
from .leads import Leads
from .outlines import Later, Sql, glued
from .paging import NEWEST_FIRST
from .sought import Sought

_OWN = 2  # the mark of an entry that holds a unit by its own words, one that names who does has 1


class Statements(Leads):
    """Makes statements, all on one database."""

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
        marks = {name: _marked(one, arm.kind) for name, one in zip(names, arm.wanted, strict=True)}
        rows = arm.rows().annotate(**marks).values("id", "ordering_day", *names)
        sql, params = self._sql(rows.order_by(*NEWEST_FIRST)[: self.reach.tried])
        by_own_words = " OR ".join(f"{name} = {_OWN}" for name in names)
        each = [f"{name} > 0" for name in names]
        conditions = (by_own_words, *each)
        sums = [f"coalesce(sum(CASE WHEN {one} THEN 1 ELSE 0 END), 0)" for one in conditions]
        sums += ["0"] * (MOST_UNITS - len(names))
        listed = "group_concat" if self.is_sqlite else "string_agg"
        told = "CAST(ordering_day AS text) || ' ' || CAST(id AS text)"
        return (
            f"SELECT {number}, count(*), min(ordering_day), {', '.join(sums)},"
            f" {listed}(CASE WHEN {' AND '.join(each)} THEN {told} END, ',')"
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


def _marked(one: Sought, kind: str) -> Case:
    """Return the mark of an entry for a unit. Its own words, the dearest to read, are read once."""
    marked = [When(one.itself(), then=Value(_OWN))]
    if besides := one.besides(kind):
        marked.append(When(besides, then=Value(1)))
    return Case(*marked, default=Value(0))
