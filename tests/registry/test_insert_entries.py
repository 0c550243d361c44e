"""Entries written in bulk are what entries saved one by one are."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from diplomacy.registry.models import (
    KINDS,
    Agreement,
    Commitment,
    DataVersion,
    Delegation,
    Entry,
    EntryCity,
    EntryLink,
    Event,
    Participation,
    ProgrammeLine,
    Publication,
    Restriction,
)
from diplomacy.registry.models.bulk import insert_entries
from tests import builders

pytestmark = pytest.mark.django_db

# Set by the database or the clock, or different by intent.
NOT_COMPARED = {"id", "entry_ptr_id", "key", "search", "published_at"}


def _made(kind: type[Entry], number: int) -> Entry:
    own = {
        Agreement: {"instrument": "mou", "in_force": "2021"},
        Delegation: {"direction": "incoming", "report_filed_on": "2021-04-01"},
        Event: {"type": "meeting"},
        Commitment: {"force": "plan", "due": "2025"},
        Restriction: {"scope": "travel", "body": builders.organisation()},
    }[kind]
    return kind(
        key=f"{kind.KIND}-{number}",
        title_en="Made up",
        start="2021-03",
        publication=Publication.PUBLISHED,
        place=builders.city(f"Place {kind.KIND}", key=f"place-{kind.KIND}-{number}"),
        **own,
    )


def _values(entry: Entry) -> dict:
    entry = type(entry).objects.get(pk=entry.pk)
    values = {field.attname: getattr(entry, field.attname) for field in entry._meta.concrete_fields}
    values["place_id"] = values["body_id"] = None
    return {name: value for name, value in values.items() if name not in NOT_COMPARED}


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_of_each_kind_is_as_if_saved(kind):
    saved, inserted = _made(kind, 1), _made(kind, 2)
    saved.save()
    insert_entries([inserted], reason="made up")
    assert _values(inserted) == _values(saved)
    assert inserted.published_at is not None
    assert kind.objects.search("made up").count() == 2
    history = inserted.history.get()
    assert (history.history_type, history.history_change_reason) == ("+", "made up")
    assert history.place_id == inserted.place_id is not None


def test_an_inserted_entry_can_be_saved_afterwards():
    (entry,) = entries = [_made(Event, 1)]
    insert_entries(entries)
    entry.title_en = "Renamed"
    entry.save()
    assert Event.objects.get().title_en == "Renamed"
    assert entry.history.count() == 2


def test_rows_of_any_table_refer_to_the_new_entries_and_have_history():
    visit, paper = _made(Delegation, 1), _made(Agreement, 1)
    city = builders.city()
    rows = [
        EntryCity(entry=visit, city=city),
        EntryCity(entry=paper, city=city),
        EntryLink(entry=paper, kind="during", to=visit),
        Participation(entry=paper, role="party", city=city),
        ProgrammeLine(delegation=visit, text_en="The old bridge"),
    ]
    insert_entries([visit, paper], rows)
    assert paper.links.get().to_id == visit.pk
    assert visit.programme.get().text_en == "The old bridge"
    assert {row.day for row in city.entry_rows.all()} == {paper.ordering_day}
    assert {row.kind for row in city.entry_rows.all()} == {"agreement", "delegation"}
    assert all(row.public for row in city.entry_rows.all())
    assert all(row.history.count() == 1 for row in rows)


def test_the_data_version_rises_once():
    entries = [_made(Event, number) for number in range(3)]
    version = DataVersion.current()
    with CaptureQueriesContext(connection) as asked:
        insert_entries(entries)
    raised = [one for one in asked if one["sql"].startswith('UPDATE "registry_dataversion"')]
    assert len(raised) == 1
    assert DataVersion.current() > version


def test_nothing_is_inserted_where_a_row_is_refused():
    entry = _made(Event, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_entries([entry], [Participation(entry=entry, role="party")])
    assert not Entry.objects.exists()


def test_more_entries_than_a_statement_takes_are_inserted():
    entries = [Event(key=f"e-{number}", type="meeting") for number in range(1201)]
    insert_entries(entries)
    assert Event.objects.count() == Event.history.count() == 1201
    assert len({entry.pk for entry in entries}) == 1201


def test_nothing_at_all_can_be_inserted():
    insert_entries([])
    assert not Entry.objects.exists()
