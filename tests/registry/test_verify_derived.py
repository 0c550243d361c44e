"""What is derived and stored is held beside what it is made of, and written anew if wanted."""

from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from diplomacy.registry.fields import PartialDateField, StoredDay
from diplomacy.registry.models import (
    City,
    CityAlias,
    CityArea,
    CityFigure,
    DataVersion,
    EntryCity,
    Event,
    Identity,
    Relationship,
    search_index,
)
from diplomacy.registry.verifying import derived_columns
from tests import builders

pytestmark = pytest.mark.django_db

# Not editable and yet not derived: what an act, the clock or chance has written.
SAID_OR_DONE = {
    "key",  # of a document and of the identity
    "at",  # of a merge
    "submitted_at",
    "received_at",
    "published_at",
    "published_by",
    "withdrawn_on",
    "revises",
    "revises_version",
    "state",  # of a report
    "frozen",  # a report as it was published
    "sha256",  # the seal of a file
    "token",  # of a correction
}


def verify(**options) -> str:
    out = StringIO()
    call_command("verify_derived", stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def refused(**options) -> str:
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("verify_derived", stdout=out, stderr=StringIO(), **options)
    return f"{out.getvalue()}{caught.value}"


def spoil(table: type[models.Model], column: str) -> None:
    """Write by SQL what no program of ours would."""
    field = table._meta.get_field(column)
    name, wrong = connection.ops.quote_name(field.column), "'7777'"  # fits into a small integer too
    if isinstance(field, PartialDateField):
        wrong = f"'1990-01-01/2090-12-31 ' || substr({name}, 23)"
    elif isinstance(field, models.BooleanField):
        wrong = f"NOT {name}"
    elif isinstance(field, StoredDay):
        wrong = "'no day'"
    elif isinstance(field, models.DateField):
        wrong = f"'19{90 + len(column) % 10}-01-01'"
    elif field.choices:
        wrong = "CASE WHEN kind = 'event' THEN 'agreement' ELSE 'event' END"
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table._meta.db_table} SET {name} = {wrong}")
        assert cursor.rowcount, f"no row of {table._meta.label} to try"


@pytest.fixture
def register():
    """A row in every table that holds something derived."""
    tie = builders.tie()
    city = tie.partner
    Identity.objects.create(city=City.objects.home())
    body, person = builders.organisation(), builders.person()
    CityAlias.objects.create(city=city, text="Old Name")
    CityFigure.objects.create(city=city, value=7, shown=True, as_of="2020")
    made = [
        builders.agreement(city, in_force="2021", expires="2025"),
        builders.delegation(city),
        builders.event(city),
        builders.commitment(city, due="2026"),
        builders.restriction(city),
    ]
    made[1].programme.create(text_en="Stop", day="2021-03")
    made[3].reviews.create(on="2024", verdict="no_evidence")
    builders.took_part(made[0], person=person, signed_on="2021-02-03")
    builders.term(person, body, since="2019", until="2023")
    builders.cite(made[0])
    builders.area(made[0])
    builders.layer(tie)
    builders.difference(tie)
    builders.question(tie)
    builders.indicator(
        made[0], values={"2022": 5}, baseline=1, baseline_on="2020", target=9, target_on="2030"
    )
    step = builders.procedure("one").steps.get()
    builders.step_record(tie, step)
    return tie


def test_a_register_in_step_has_nothing_to_tell(register):
    assert verify().startswith("Everything is in step.")


def test_every_derived_column_that_is_spoiled_is_found_and_repaired(register):
    wanted = derived_columns()
    before = {table: list(table._base_manager.order_by("pk").values()) for table, _ in wanted}
    version = DataVersion.current()
    for table, column in {(table._meta.get_field(name).model, name) for table, name in wanted}:
        spoil(table, column)
    said = refused()
    for table, column in wanted:
        name = table._meta.model_name
        assert any(
            line.startswith(f"{name} ") and f": {column} is " in line for line in said.splitlines()
        ), f"{name}.{column}"
    assert DataVersion.current() == version
    assert "repaired" in verify(repair=True)
    assert DataVersion.current() > version
    assert verify().startswith("Everything is in step.")
    for table, rows in before.items():
        assert list(table._base_manager.order_by("pk").values()) == rows, table


def test_no_column_that_no_person_writes_is_forgotten():
    known = {(table._meta.get_field(name).model, name) for table, name in derived_columns()}
    for table in apps.get_app_config("registry").get_models():
        if table._meta.model_name.startswith("historical"):
            continue
        for field in table._meta.local_concrete_fields:
            if not field.editable and not field.primary_key:
                is_known = (table, field.name) in known or field.name in SAID_OR_DONE
                assert is_known, f"{table.__name__}.{field.name}: derived, or said or done?"


def test_a_difference_is_told_with_what_stands_and_what_should(register):
    city = register.partner
    City.objects.filter(pk=city.pk).update(name_en="Port Partnerville")
    EntryCity.objects.filter(entry__kind="event").update(public=False)
    said = refused()
    assert f"city {city.key}: search is " in said
    event = Event.objects.get()
    assert f"entrycity {city.key} of {event.key}: public is 'False', should be 'True'" in said
    assert "Run again with --repair" in said
    assert "repaired" in verify(repair=True)
    assert Relationship.objects.search("port partner").get() == register


def test_an_ordering_day_is_made_of_the_words_whatever_days_stand_before_them(register):
    event = Event.objects.get()
    right = event.ordering_day
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE registry_entry SET start = '2001-01-01/2002-02-02 ' || substr(start, 23),"
            " ordering_day = '1999-01-01' WHERE id = %s",
            [event.pk],
        )
    said = refused()
    assert f"event {event.key}: ordering_day is '1999-01-01', should be '{right}'" in said
    verify(repair=True)
    assert Event.objects.get().ordering_day == right > date(2002, 2, 2)


@pytest.mark.parametrize("stands", ["2001-01-01/2002-02-02 soon", "2024-05-06"])
def test_a_date_that_is_none_is_told_and_left(register, stands):
    event = Event.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registry_entry SET start = %s WHERE id = %s", [stands, event.pk])
    EntryCity.objects.update(public=False)
    said = refused(repair=True)
    assert "1 dates cannot be read" in said
    assert EntryCity.objects.filter(public=True).exists()
    assert "entrycity" not in refused()


def test_a_repair_that_fails_has_repaired_nothing(register):
    City.objects.update(search="")
    EntryCity.objects.update(public=False)

    def failing(execute, sql, params, many, context):
        if many and "entrycity" in sql:
            raise RuntimeError
        return execute(sql, params, many, context)

    with connection.execute_wrapper(failing), pytest.raises(RuntimeError):
        verify(repair=True)
    assert not City.objects.exclude(search="").exists()


def test_looking_costs_no_more_for_more_records(register):
    verify()
    with CaptureQueriesContext(connection) as few:
        verify()
    for number in range(30):
        made = builders.event(register.partner)
        CityAlias.objects.create(city=register.partner, text=f"Name {number}")
        builders.cite(made)
    with CaptureQueriesContext(connection) as many:
        verify()
    assert len(many) == len(few)


def test_an_entry_that_the_search_index_has_lost_is_found_and_indexed_anew(on_sqlite):
    event = builders.event(builders.tie().partner)
    assert search_index.create(connection)
    try:
        with connection.cursor() as cursor:
            trigger = search_index.TRIGGERS[f"{search_index.TABLE}_update"]
            cursor.execute(f"DROP TRIGGER {search_index.TABLE}_update")
            cursor.execute("UPDATE registry_entry SET publication = 'draft'")
            cursor.execute(trigger)
        assert f"of {event.key}: public is" in (said := refused())
        assert "search index: 1 entries" in said
        assert "2 repaired" in verify(repair=True)
        assert verify().startswith("Everything is in step.")
    finally:
        search_index.drop(connection)


def test_a_pair_of_city_and_area_that_is_lost_or_outlasts_its_entry_is_told_and_mended():
    event = builders.event(builders.city())
    areas = [builders.area(event), builders.area(event)]
    CityArea.objects.filter(area=areas[0].pk).delete()
    CityArea.objects.update(entry=0)
    assert "areas of cities: 2 pairs" in refused()
    assert "2 repaired" in verify(repair=True)
    assert verify().startswith("Everything is in step.")
    assert set(CityArea.objects.values_list("area", "entry")) == {(a.pk, event.pk) for a in areas}
