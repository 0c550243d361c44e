"""The newest entries that hold what is looked for, held beside a search that reads them all."""

from itertools import product
from random import Random

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from diplomacy.registry.models import Entry, search_index
from diplomacy.registry.models.entry_words import of_kind, on_days
from diplomacy.registry.models.searching import Unit, wanted
from diplomacy.registry.queries.newest import Reach, newest_holding
from tests import builders

pytestmark = pytest.mark.django_db

WORDS = (
    "Zanzo", "la paz", "Q", "xy", "O’Brin", "می‌روم", "کتاب", "دو", "远方城", "城", "赞佐 会",
    "1403/12", "7", "2024", "100%", 'say "so"', "event",
)  # fmt: skip
QUERIES = (
    *WORDS, "a", "b", "远", "方城", "城 会", "远城", "میروم", "روم", "ک", "lapaz", "q 7", "obrin",
    "zan xy", "zanzo کتاب 远", "Farland", "hall", "zanzo hall", "1402", "مهر 1403",
    "zanzo 2024", "event zanzo", "qwertz event", "hall event", "%", "_", "nothing",
)  # fmt: skip
# Whether many or few of those looked at first hold it decides by which way it is found.
REACHES = (
    *(Reach(), Reach(4, 2, 1000), Reach(4, 2, 1), Reach(4, 2, 1, 0), Reach(3, 6, 2)),
    *(Reach(4, 1, 1, few=0), Reach(2, 1, 0, few=2), Reach(3, 1, 1)),
)


@pytest.fixture
def index():
    """Make the index where the tables were made without migrations."""
    made = not search_index.is_kept(connection)
    if made:
        assert search_index.create(connection)
    yield
    if made:
        search_index.drop(connection)


@pytest.fixture
def entries(index):
    """Entries of every kind and state, with random words, days, places and people."""
    chance = Random(10)
    land = builders.country("xx")
    cities = [builders.city(f"{chance.choice(WORDS)} {n}", country=land) for n in range(4)]
    hall = builders.organisation(name_en="Zanzo hall")
    people = [builders.person(name_en=f"{word} Senior") for word in WORDS[:4]]
    makers = (builders.event, builders.delegation, builders.agreement, builders.commitment)
    for _number in range(45):
        start = chance.choice(["", "2024", "1403-07", "2024-09-25", "2019-03", "1402-01-01"])
        entry = chance.choice(makers)(
            chance.choice(cities),
            **builders.three("title", *(chance.choice(WORDS) for _ in range(3))),
            start=start,
            end=chance.choice(["", "", "2025-01"]) if start else "",
            publication=chance.choice(["published"] * 4 + ["draft", "in_review", "withdrawn"]),
            place=chance.choice([*cities, None, None]),
        )
        if chance.random() < 0.4:
            shown = chance.random() < 0.5
            builders.took_part(entry, person=chance.choice(people), name_shown=shown)
        if chance.random() < 0.2:
            builders.took_part(entry, organisation=hall)


def texts_of(entry: Entry, *, is_public: bool) -> list[str]:
    """Return the search texts by which an entry is found, each of which has to hold a unit."""
    named = [entry.place, *(part.organisation for part in entry.participations.all())]
    named += [part.city for part in entry.participations.all()]
    parts = [part for part in entry.participations.all() if part.name_shown or not is_public]
    cities = [row.city for row in entry.city_rows.all()]
    texts = [entry.search, *(f"{city.search}{city.country.search}" for city in cities)]
    return texts + [one.search for one in (*named, *(part.person for part in parts)) if one]


def slowly(queries: tuple[str, ...], *, is_public: bool) -> dict[str, dict[str, list[int]]]:
    """Return for each query what is found by reading every entry, the newest first."""
    rows = Entry.objects.select_related("place").order_by("-ordering_day", "-pk")
    rows = rows.prefetch_related(
        "city_rows__city__country", "participations__person", "participations__organisation"
    )
    entries = [
        (entry, texts_of(entry, is_public=is_public))
        for entry in rows
        if entry.is_published or not is_public
    ]
    return {query: _held(query, entries) for query in queries}


def _held(query: str, entries: list[tuple[Entry, list[str]]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {kind: [] for kind in search_index.KINDS}
    units = [(unit, _otherwise(unit)) for unit in wanted(query)]
    for entry, texts in entries:
        if all(
            entry.pk in others or any(_in_text(unit, text) for text in texts)
            for unit, others in units
        ):
            found[entry.kind].append(entry.pk)
    return found


def _otherwise(unit: Unit) -> set[int]:
    """Return what its kind or its date says."""
    said = of_kind(Entry, unit)
    said = said | on_days(unit.days) if unit.days else said
    return set(Entry.objects.filter(said).values_list("pk", flat=True))


def _in_text(unit: Unit, text: str) -> bool:
    return all(any(pattern in text for pattern in word.patterns) for word in unit.words)


def test_an_index_finds_what_reading_every_entry_finds(entries):
    for is_public in (True, False):
        states = ["published"] if is_public else search_index.STATES
        slow = slowly(QUERIES, is_public=is_public)
        assert sum(any(due.values()) for due in slow.values()) > len(QUERIES) / 2
        for query, reach in product(QUERIES, REACHES):
            if not (units := wanted(query)):
                continue
            for kind, keys in newest_holding(units, states=states, reach=reach).items():
                # So many of each state, the newest of all states among them.
                assert keys[: reach.most] == slow[query][kind][: reach.most], (query, kind, reach)


def test_no_search_reads_every_entry_and_all_cost_as_many_statements(entries):
    for query in ("zanzo", "xy", "远方", "میروم", "la paz", "1403/12", "nothing", "zanzo 2024"):
        with CaptureQueriesContext(connection) as asked:
            newest_holding(wanted(query), reach=Reach(4, 2, 1))
        assert len(asked) <= 4
        for statement in asked.captured_queries[1:]:
            plan = _plan(statement["sql"])
            assert "SCAN registry_entry\n" not in plan, plan
            assert "Seq Scan on registry_entry" not in plan, plan


def test_sqlite_reads_no_whole_table_to_sift_a_few(entries):
    if connection.vendor == "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    try:
        with CaptureQueriesContext(connection) as asked:
            newest_holding(wanted("qwertz"), reach=Reach(4, 2, 1, few=100))
        # It makes a Bloom filter where it expects more of what leads than there are entries.
        assert "BLOOM" not in _plan(asked.captured_queries[-1]["sql"])
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM sqlite_stat1")
            cursor.execute("ANALYZE sqlite_schema")  # what this connection remembers goes


def _plan(sql: str) -> str:
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # which reads so few rows whole otherwise
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql.replace('%', '%%')}", ())
            return "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute(f"EXPLAIN QUERY PLAN {sql.replace('%', '%%')}", ())
        return "".join(f"{row[-1]}\n" for row in cursor.fetchall())


def test_the_index_keeps_step_with_every_way_of_writing(entries):
    assert search_index.out_of_step(connection) == 0
    first, second, *others = Entry.objects.filter(publication="draft").order_by("pk")
    Entry.objects.filter(pk=first.pk).update(publication="published", ordering_day="1999-01-01")
    leaf = second.leaf
    leaf.title_en = "Qwertz"
    leaf.save()
    others[0].leaf.delete()
    assert search_index.out_of_step(connection) == 0
    assert newest_holding(wanted("qwertz"), states=["draft"])[second.kind] == [second.pk]


def test_what_was_written_past_the_index_is_told(entries):
    if connection.vendor == "postgresql":  # which lets nobody write past an index
        assert search_index.out_of_step(connection) == 0
        return
    with connection.cursor() as cursor:
        for name in search_index.TRIGGERS:
            cursor.execute(f"DROP TRIGGER {name}")
    Entry.objects.filter(pk=Entry.objects.first().pk).update(ordering_day="1999-01-01")
    assert search_index.is_kept(connection)  # as a process knows it from before
    assert search_index.out_of_step(connection) == 1
    assert search_index.create(connection)
    assert search_index.out_of_step(connection) == 0


def test_after_all_migrations_the_index_stands(request):
    if request.config.getvalue("nomigrations"):
        pytest.skip("the tables were made without migrations")
    # SQLite drops it with a table that it makes anew: such a migration calls `create` afterwards.
    assert search_index.is_kept(connection)
    with connection.cursor() as cursor:
        there = connection.introspection.get_constraints(cursor, "registry_entry")
    assert "entry_of_several_months" in there
