"""A table is taken back as a whole, while nothing that it wrote has changed since."""

import pytest
from django.core.exceptions import PermissionDenied

from diplomacy.ingest.tables.undoing import NotUndone, UndoneAlready, undo
from diplomacy.registry import publishing
from diplomacy.registry.models import City, Delegation, Difference, EntryCity, Person
from diplomacy.registry.versions import version_of, versions_of
from tests import builders

from .sheets import compared, imported, opened, staff, states

pytestmark = pytest.mark.django_db

VISITS = ["title_en", "direction", "cities", "sources"]


def obstacles(batch, by=None) -> list[tuple]:
    with pytest.raises(NotUndone) as refused:
        undo(batch, by or batch.by)
    batch.refresh_from_db()
    assert batch.undone_at is None
    return [(one.line, one.record, one.reason) for one in refused.value.obstacles]


def test_what_a_table_made_is_gone_and_the_history_says_who_undid_it():
    place, source = builders.city("Farport"), builders.source()
    batch = imported("delegations", VISITS, ["Trade visit", "incoming", "Farport", source.key])
    made = Delegation.objects.get()
    undo(batch, batch.by)
    assert not Delegation.objects.exists()
    assert not EntryCity.objects.filter(city=place).exists()
    last = Delegation.history.filter(entry_ptr_id=made.pk).first()
    assert (last.history_type, last.history_user) == ("-", batch.by)
    assert last.history_change_reason == "import undone: table.csv"
    row = EntryCity.history.filter(entry_id=made.pk).first()
    assert (row.history_type, row.history_user) == ("-", batch.by)


def test_what_a_table_changed_is_as_it_was_with_its_rows():
    old, new = builders.source(), builders.source()
    visit = builders.delegation(publication="draft", sources=[])
    builders.cite(visit, old, place="p. 4")
    before = visit.title_en
    table = ["key", "title_en", "sources"], [visit.key, "Another title", new.key]
    batch = imported("delegations", *table)
    undo(batch, batch.by)
    visit.refresh_from_db()
    assert visit.title_en == before
    assert [(row.source, row.place) for row in visit.citations.all()] == [(old, "p. 4")]
    assert visit.history.first().history_change_reason == "import undone: table.csv"
    assert states(compared("delegations", *table)) == ["changed"]


def test_new_and_changed_are_undone_together_or_not_at_all():
    place = builders.city("Farport")
    batch = imported("cities", ["key", "name_en"], [place.key, "Far Port"], ["", "Newtown"])
    made = City.objects.get(name_en="Newtown")
    made.name_fa = "نوشهر"
    made.save()
    assert obstacles(batch) == [(3, made, "It has been changed since.")]
    place.refresh_from_db()
    assert place.name_en == "Far Port"


def test_a_row_that_somebody_added_since_is_a_change():
    batch = imported("delegations", VISITS, ["Trade visit", "incoming", "", ""])
    made = Delegation.objects.get()
    builders.cite(made)
    assert [line for line, *_ in obstacles(batch)] == [2]


def test_a_draft_that_was_sent_for_review_stays():
    batch = imported("delegations", VISITS, ["Trade visit", "incoming", "", ""])
    publishing.submit(Delegation.objects.get(), batch.by)
    assert {line for line, *_ in obstacles(batch)} == {2}


@pytest.mark.parametrize(
    "name_it",
    [
        builders.event,
        lambda place: builders.city(parent=place),
        builders.difference,
        lambda place: builders.organisation(city=place),
    ],
    ids=["entry", "part", "difference", "body"],
)
def test_what_something_else_names_by_now_stays(name_it):
    batch = imported("cities", ["name_en"], ["Newtown"], ["Othertown"])
    made = City.objects.get(name_en="Newtown")
    name_it(made)
    assert [(line, record) for line, record, _reason in obstacles(batch)] == [(2, made)]
    assert City.objects.filter(name_en="Othertown").exists()


def test_what_readers_see_by_now_only_an_administrator_writes_back():
    place = builders.city("Farport")
    batch = imported("cities", ["key", "name_en"], [place.key, "Far Port"])
    builders.tie(place)
    assert [line for line, *_ in obstacles(batch)] == [2]
    undo(batch, staff("administrator"))
    place.refresh_from_db()
    assert place.name_en == "Farport"


def test_a_draft_that_a_difference_is_about_stays_with_it():
    batch = imported("delegations", VISITS, ["Trade visit", "incoming", "", ""])
    builders.difference(Delegation.objects.get())
    assert len(obstacles(batch)) == 1
    assert Difference.objects.count() == 1


def test_rows_of_a_table_that_name_one_another_are_undone_together():
    batch = imported(
        "cities", ["key", "name_en", "parent"],
        ["big", "Bigtown", ""], ["part", "Smalltown", "big"], ["quarter", "Tinytown", "part"],
    )  # fmt: skip
    undo(batch, batch.by)
    assert not City.objects.exists()


def test_what_was_deleted_since_is_reported():
    batch = imported("people", ["name_en"], ["Sample Tester"])
    Person.objects.get().delete()
    assert obstacles(batch) == [(2, None, "It has been deleted since.")]


def test_a_table_is_undone_once_and_only_after_it_came_in():
    batch = imported("cities", ["name_en"], ["Newtown"])
    undo(batch, batch.by)
    with pytest.raises(UndoneAlready):
        undo(batch, batch.by)
    with pytest.raises(UndoneAlready):
        undo(opened("cities", ["name_en"], ["Newtown"]), batch.by)


def test_recorders_undo_their_own_tables_and_administrators_any():
    batch = imported("cities", ["name_en"], ["Newtown"])
    for other in (staff("recorder", "another"), staff("reviewer"), staff("viewer")):
        with pytest.raises(PermissionDenied):
            undo(batch, other)
    assert City.objects.exists()
    undo(batch, staff("administrator"))
    batch.refresh_from_db()
    assert batch.undone_by == staff("administrator")


def test_undoing_costs_hardly_more_for_a_longer_table(django_assert_max_num_queries):
    rows = [[f"Town number {number}"] for number in range(40)]
    batch = imported("cities", ["name_en"], *rows)
    with django_assert_max_num_queries(55 + len(rows)):  # one line of history for each
        undo(batch, batch.by)


def test_many_versions_are_read_as_one_is():
    visits = [builders.delegation(builders.city()) for _ in range(3)]
    found = versions_of(Delegation, [one.pk for one in visits])
    assert found == {one.pk: version_of(one) for one in visits}
