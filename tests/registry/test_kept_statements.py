"""A kept statement gives what its queryset gives, whatever was asked before."""

from datetime import date

import pytest
from django.db import connection, connections
from django.db.models import Count, Exists, F, OuterRef, Q, Value
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from diplomacy.registry import kept_statements
from diplomacy.registry.kept_statements import kept, kept_by_value
from diplomacy.registry.models import Citation, City, Entry, EntryCity
from diplomacy.registry.models.words import page_language
from tests import builders

pytestmark = pytest.mark.django_db


@kept
def rows_of(city, first, *, kind=None):
    rows = EntryCity.objects.filter(city_id=city, day__gte=first, public=True)
    rows = rows.select_related("entry__agreement", "city__country").order_by("day", "entry_id")
    return rows.filter(kind=kind) if kind else rows


@kept
def by_field(last, start, number):
    """Columns that take a day as text, a partial date as its span, and a number as text."""
    rows = EntryCity.objects.filter(last__lte=last, entry__start=start, entry__key__gt=number)
    before = Exists(EntryCity.objects.filter(entry=OuterRef("entry"), first__lte=last))
    return rows.annotate(before=before).order_by("pk")


@kept
def cited(entries, sources=None):
    return Citation.objects.filter(entry_id__in=entries).select_related("source")


@kept
def not_among(keys):
    return City.objects.exclude(key__in=keys).order_by("key")


@kept
def either(keys, name):
    return City.objects.filter(Q(key__in=keys) | Q(name_en=name)).order_by("key")


@kept
def by_name(country):
    order = f"order_{page_language()}"
    return (
        City.objects.filter(country_id=country).order_by(order, "id").values_list("key", flat=True)
    )


@kept
def numbers(cities, first):
    named = EntryCity.objects.filter(entry=OuterRef("entry"), day__gte=first)
    rows = EntryCity.objects.filter(city_id__in=cities).annotate(late=Exists(named), one=Value(1))
    return rows.values("city", "late", "one").annotate(n=Count("pk", Q(day__gte=first)))


def told(rows, seen=()) -> list:
    """Return what each row holds, the records that came along as well."""
    found = []
    for row in rows:
        if any(row is one for one in seen):
            continue
        held = dict(vars(row)) if hasattr(row, "_state") else {"row": row}
        state = held.pop("_state", None)
        along = {
            k: v and told([v], (*seen, row))
            for k, v in (state.fields_cache if state else {}).items()
        }
        found.append((type(row), held, along, state and (state.db, state.adding)))
    return found


@pytest.fixture
def partners():
    made = [builders.tie().partner for _ in range(3)]
    for year, partner in zip(("2001", "2011", "2019-05-04"), made, strict=True):
        for paper in (builders.agreement(partner, start=year), builders.event(partner, start=year)):
            builders.cite(paper)
    return made


def test_rows_are_those_of_the_queryset_for_each_value(partners):
    for partner in (*partners, builders.city()):
        for first in (date.min, date(2010, 1, 1), date(2019, 5, 4), date.max):
            for kind in (None, "event"):
                plain = rows_of.build(partner.pk, first, kind=kind)
                assert told(rows_of(partner, first, kind=kind)) == told(plain)
    assert rows_of(partners[0], date.min, kind="event") != rows_of(partners[0], date.min)


@pytest.mark.parametrize("length", [0, 1, 2, 3, 4, 5, 6])
def test_lists_may_be_of_any_length(partners, length):
    entries = [*Entry.objects.order_by("pk").values_list("pk", flat=True)[:length]]
    assert len(entries) == length
    assert told(cited(entries)) == told(cited.build(entries))
    assert told(cited({*entries})) == told(cited.build(entries))
    keys = [partner.key for partner in partners][:length]
    assert told(not_among(keys)) == told(not_among.build(keys))
    assert told(either(keys, partners[2].name_en)) == told(either.build(keys, partners[2].name_en))


def test_each_column_takes_its_value_as_it_does_of_django(partners):
    for last in (date(2011, 12, 30), date(2011, 12, 31), date(2030, 1, 1)):
        for start in ("2011", "2019-05-04"):
            assert told(by_field(last, start, 0)) == told(by_field.build(last, start, 0))
    assert len(by_field(date(2011, 12, 31), "2011", 0)) == 2


def test_a_list_that_is_empty_is_not_asked_for(partners):
    with CaptureQueriesContext(connection) as asked:
        assert cited([]) == []
    assert not asked.captured_queries


def test_a_list_beyond_what_is_kept_is_asked_for_all_the_same(partners, monkeypatch):
    monkeypatch.setattr(kept_statements, "MOST_LISTED", 2)
    entries = list(Entry.objects.values_list("pk", flat=True))
    assert told(cited(entries)) == told(cited.build(entries))


def test_what_is_none_means_what_it_means_to_django(partners):
    builders.city(country=None)
    assert list(by_name(None)) == list(by_name.build(None))
    assert told(not_among([None])) == told(not_among.build([None]))


def test_numbers_of_groups_are_the_same(partners):
    for first in (date(2000, 1, 1), date(2012, 1, 1)):
        cities = [partner.pk for partner in partners]
        assert {*map(str, numbers(cities, first))} == {*map(str, numbers.build(cities, first))}


def test_each_language_has_its_own_order():
    land = builders.country()
    for en, fa, zh in (("Aaa", "پ", "市乙"), ("Bbb", "ب", "市甲"), ("Ccc", "آ", "市丙")):
        builders.city(en, fa, zh)
    found = {}
    for language in ("fa", "en", "zh-hans", "fa"):
        with translation.override(language):
            found[language] = by_name(land)
            assert found[language] == list(by_name.build(land.pk))
    assert found["fa"] != found["en"]


def test_a_query_that_is_the_same_in_each_language_is_kept_once(partners):
    found = set()
    for language in ("fa", "en", "zh-hans"):
        with translation.override(language):
            found.add(kept_statements._statement(cited.build, (4,), language, (), "default"))
    assert len(found) == 1


def test_a_record_holds_what_its_own_row_holds(partners):
    """What a caller does to a record that was found is not found by the next."""
    first = rows_of(partners[0], date.min)
    first[0].entry.title_en = "changed"
    assert rows_of(partners[0], date.min)[0].entry.title_en != "changed"
    assert rows_of(partners[1], date.min) == list(rows_of.build(partners[1].pk, date.min))


def test_statements_are_seen_and_put_together_once(partners):
    rows_of(partners[0], date.min)
    kept_before = kept_statements._statement.cache_info().misses
    with CaptureQueriesContext(connection) as asked:
        rows_of(partners[1], date(2002, 2, 2))
    with CaptureQueriesContext(connection) as plain:
        list(rows_of.build(partners[1].pk, date(2002, 2, 2)))
    assert kept_statements._statement.cache_info().misses == kept_before
    assert len(asked) == 1
    assert "2002-02-02" in asked[0]["sql"]
    same = plain[0]["sql"].replace("(", "").replace(")", "")
    assert asked[0]["sql"].replace("(", "").replace(")", "") == same


def prepared() -> list[tuple[str, int]]:
    """Return the statements, and how often each was asked by its plan for any value."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans FROM pg_prepared_statements")
        return cursor.fetchall()


@pytest.fixture
def new_connection(on_postgresql, monkeypatch):
    """What is short is prepared too, and nothing is as yet."""
    monkeypatch.setattr(kept_statements, "LONG", 0)
    kept_statements._statement.cache_clear()
    connection.close()
    yield
    kept_statements._statement.cache_clear()
    connection.close()


def test_a_long_statement_is_planned_once_for_a_connection(new_connection, partners):
    days = [date(2000, 1, 1), date(2012, 1, 1), date(2020, 1, 1)]
    for day in days:
        told_of = rows_of(partners[0], day, kind="agreement")
        assert told_of == list(rows_of.build(partners[0].pk, day, kind="agreement"))
    ((text, times),) = prepared()
    assert times == len(days)
    # What a call brings is a place, the kind is not: the server plans for that word.
    assert "$2" in text
    assert "$3" not in text
    assert "'agreement'" in text


def test_one_whose_best_plan_differs_with_the_values_is_planned_for_these(new_connection, partners):
    @kept_by_value
    def later(day):
        return City.objects.filter(entry_rows__day__gt=day).values_list("pk")

    assert list(later(date.min)) == list(later.build(date.min))
    assert prepared() == []


def test_constants_stand_in_a_statement_as_they_are(new_connection):
    @kept
    def said(name):
        words = Value("50% of 'it' %s %%")
        return City.objects.filter(name_en=name, key__contains="%").values_list(words)

    city = builders.city(name_en="100%", key="a%b")
    assert list(said(city.name_en)) == list(said.build(city.name_en)) == [("50% of 'it' %s %%",)]


def test_a_connection_that_is_shared_prepares_nothing(new_connection, partners, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    connection.close()
    assert rows_of(partners[0], date.min) == list(rows_of.build(partners[0].pk, date.min))
    assert prepared() == []


def test_no_statement_holds_the_connection_of_the_thread_that_made_it(partners):
    rows_of(partners[0], date.min)
    statement = kept_statements._statement(
        rows_of.build, (None, None), translation.get_language(), (), "default"
    )
    assert statement.compiler.connection is None
    assert not any(value is connection for value in vars(statement.rows.query).values())


def test_a_query_that_a_value_decides_is_refused(partners):
    @kept
    def decided(key):
        return City.objects.filter(key="x") if key else City.objects.all()

    @kept
    def along(key):
        return City.objects.filter(key=key).prefetch_related("ties")

    @kept
    def shown(key):
        return City.objects.annotate(asked=key)

    for wrong in (decided, along, shown):
        with pytest.raises(TypeError):
            wrong("x")


def test_the_database_is_the_one_that_the_router_names(partners, settings, monkeypatch):
    """A statement put together for one database is not sent to another."""
    rows_of(partners[0], date.min)
    monkeypatch.setitem(connections.databases, "other", connections.databases["default"])
    settings.DATABASE_ROUTERS = [type("Away", (), {"db_for_read": lambda *_, **__: "other"})()]
    with pytest.raises(AssertionError, match="other"):
        # The tests forbid every database but their own.
        rows_of(partners[0], date.min)


def test_records_are_taken_for_their_keys_at_the_first_call_too():
    @kept
    def by_alias(cities):
        return EntryCity.objects.annotate(place=F("city")).filter(place__in=cities)

    city, other = builders.city(), builders.city()
    event = builders.event(city)
    builders.event(other)
    assert [row.entry_id for row in by_alias([city])] == [event.pk]
    assert [row.entry_id for row in by_alias([city, None])] == [event.pk]
