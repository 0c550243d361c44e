"""The statements that lead from words and names to the newest entries that hold them."""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL

from diplomacy.registry.models import Entry, EntryCity, Participation
from diplomacy.registry.models import search_index as index

from .arms import Arm, Reach
from .by_index import DAYS_OF_MONTH, lasting, shifted
from .outlines import Later, Outline, Sql, glued, written
from .paging import NEWEST_FIRST
from .sought import Records, Sought


class Leads:
    """Makes the statements, all on one database."""

    def __init__(self, reach: Reach, connection: BaseDatabaseWrapper, outline: Outline) -> None:
        self.reach = reach
        self.outline = outline
        self.connection = connection
        self.by_index = index.is_kept(connection)
        self.is_sqlite = connection.vendor == "sqlite"
        # What all arms of a statement read: the entries of a body, an area …, by name.
        self._shared: dict[str, Sql] = {}

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
            yield from self._by_words(arm)
        cities = leading.records.get("city")
        if cities and cities.is_one and not arm.is_listed:
            yield self._by_city(arm, cities)
        elif cities:
            yield self._by_rows(arm, EntryCity.objects.all(), "city", cities)
        place = leading.records.get("place")
        if place and place.is_one:
            held = place.hold(F("place")) & arm.condition(but_leading=True)
            rows = arm.rows().filter(held).order_by(*NEWEST_FIRST).values("id", "ordering_day")
            yield self._sql(rows[: self.reach.most])
        elif place:
            yield self._by_places(arm, place)
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

    def _by_words(self, arm: Arm) -> Iterator[Sql]:
        """Yield the statements for the newest whose own words are those, by the index of letters.

        SQLite's goes through all kinds for each of them; where hardly any entry is to be expected
        it is asked once for all, and once more only if there are many in spite of that.
        """
        unit = arm.leading.unit
        where, params = self._where(arm, arm.leading.itself() & arm.condition(but_leading=True))
        if not (self.by_index and self.is_sqlite):
            rows = f"SELECT id, ordering_day FROM registry_entry WHERE {where}"
            yield self._newest((rows, params))
            return
        first, last = index.places(arm.state, arm.kind)
        number = self.outline.units.index(unit)
        words, asked = Later(("index", number)), "%s"
        joined = "CROSS JOIN registry_entry ON registry_entry.id"
        key = f"(f.rowid & {index.ID_MASK})"
        in_place = f"f.rowid BETWEEN {first} AND {last}"
        if not arm.own:
            few, most = f"words_{number}", self.reach.few
            all_of_it = f"SELECT rowid FROM {index.TABLE} WHERE {index.TABLE} MATCH %s"
            self._shared[f"{few} (rowid)"] = f"{all_of_it} LIMIT {most + 1}", (words,)
            newest = f"SELECT rowid FROM {few} AS f WHERE {in_place} ORDER BY rowid DESC"
            # With a limit of its own it stays in this order, of which a join takes no heed. By =
            # SQLite may read all entries first, to sift these (a Bloom filter: 10 ms of 12).
            yield (
                f"SELECT registry_entry.id, ordering_day FROM ({newest} LIMIT {most}) AS f"
                f" {joined} IN {key} WHERE {where} LIMIT {self.reach.most}",
                params,
            )
            asked = f"CASE WHEN (SELECT count(*) FROM {few}) > {most} THEN %s ELSE '\"\"' END"
        yield (
            f"SELECT registry_entry.id, ordering_day FROM {index.TABLE} AS f {joined} = {key}"
            f" WHERE f.{index.TABLE} MATCH {asked} AND {in_place} AND {where}"
            f" ORDER BY f.rowid DESC LIMIT {self.reach.most}",
            (words, *params),
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

    def _by_places(self, arm: Arm, places: Records) -> Sql:
        """Return the statement for the newest at some places, of each no more than is wanted."""
        if places.keys is None:
            keys = Entry.objects.filter(places.hold(F("place"))).values("pk")
            return self._led_by("place", keys, arm)
        where, params = self._where(arm, arm.condition(but_leading=True))
        newest = f"ORDER BY ordering_day DESC, id DESC LIMIT {self.reach.most}"
        found = "SELECT registry_entry.id, ordering_day FROM registry_entry"
        if self.is_sqlite:
            # By itself it walks through the kind until it meets some: 2 s where there are none.
            return (
                f"{found} INDEXED BY entry_of_place_by_day"
                f" WHERE place_id IN (SELECT value FROM json_each(%s)) AND {where} {newest}",
                (places.keys, *params),
            )
        return (
            "SELECT p.id, p.ordering_day FROM unnest(%s::bigint[]) AS place (key)"
            f" CROSS JOIN LATERAL ({found} WHERE place_id = place.key AND {where} {newest}) AS p"
            f" {newest}",
            (places.keys, *params),
        )

    def _led_by(self, way: str, keys: QuerySet, arm: Arm) -> Sql:
        """Return the statement for the newest of the entries with these keys that hold all.

        The entries are read once for all kinds, from the keys on (CROSS JOIN is an order to
        SQLite): a database that walks through all entries to meet some of these walks for a second.
        """
        name = f"by_{way}_{self.outline.units.index(arm.leading.unit)}"
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
