"""A table comes in as it was shown, once, and only within the rights of who brings it."""

import pytest
from django.db import transaction
from simple_history.manager import HistoryManager

from diplomacy.ingest.tables import importing
from diplomacy.ingest.tables.importing import Refused, Stale, bring_in
from diplomacy.registry.models import City, Delegation, LoadedRecord, Person
from tests import builders

from .sheets import compared, imported, looked_at, opened, reasons, staff, states

pytestmark = pytest.mark.django_db


def test_a_visit_comes_in_as_a_draft_with_its_rows():
    place = builders.city("Farport", "دوربندر", "远港")
    area, source = builders.area(), builders.source()
    body = builders.organisation()
    head = builders.person()
    imported(
        "delegations",
        ["Title (English)", "جهت", "date", "cities", "Areas of cooperation", "sources",
         "head", "hosts", "publication"],
        ["Trade visit", "اعزامی", "۱۴۰۳/۰۷/۰۴", "دوربندر", area.name_fa, source.key,
         head.name_zh, body.key, "published"],
    )  # fmt: skip
    made = Delegation.objects.get()
    assert made.publication == "draft"
    assert made.start.text == "1403-07-04"
    assert [row.city for row in made.city_rows.all()] == [place]
    assert [row.area for row in made.area_rows.all()] == [area]
    assert [row.source for row in made.citations.all()] == [source]
    parts = {row.role: row for row in made.participations.all()}
    assert (parts["head"].person, parts["host"].organisation) == (head, body)
    assert not parts["head"].name_shown
    assert made.history.get().history_user == staff()
    assert made.history.get().history_change_reason == "imported from a table: table.csv"


@pytest.mark.parametrize(
    ("noun", "rows"),
    [
        ("cities", [["name_en", "country", "latitude", "longitude", "aliases"],
                    ["Newhaven Test", "Testland", "32.65", "۵۱٫۶۷", "Nova; Neo\\; Haven"]]),
        ("people", [["name_fa", "contact", "terms_1_organisation", "terms_1_office_en",
                     "terms_1_since"],
                    ["آزمون‌گر", "+98 000", "Body for terms", "Mayor", "1400"]]),
        ("agreements", [["title_zh", "instrument", "start", "cities", "binding"],
                        ["测试协议", "谅解备忘录", "2024-05", "Farport", "بله"]]),
        ("delegations", [["title_en", "direction", "cost", "currency"],
                         ["Visit", "ورودی", "1,250,000.50", "IRR"]]),
        ("commitments", [["title_en", "force", "due", "owes"],
                         ["Send the list", "undertaking", "[..1404]", "Body for terms"]]),
    ],
)  # fmt: skip
def test_the_same_table_a_second_time_changes_nothing(noun, rows):
    builders.country()
    builders.city("Farport")
    builders.organisation(name_en="Body for terms")
    assert reasons(compared(noun, *rows)) == []
    imported(noun, *rows)
    assert states(compared(noun, *rows)) == ["same"]


def test_what_a_table_does_not_give_stays_as_it_is():
    place = builders.city("Farport", website="https://farport.test")
    imported("cities", ["key", "name_en", "website"], [place.key, "Far Port", ""])
    place.refresh_from_db()
    assert (place.name_en, place.website) == ("Far Port", "https://farport.test")


def test_a_hyphen_empties_a_value():
    place = builders.city("Farport", website="https://farport.test")
    imported("cities", ["key", "website"], [place.key, "-"])
    place.refresh_from_db()
    assert place.website == ""


def test_rows_behind_a_list_keep_what_the_table_does_not_show():
    visit = builders.delegation(publication="draft", sources=[])
    kept, gone, new = builders.source(), builders.source(), builders.source()
    builders.cite(visit, kept, place="p. 4")
    builders.cite(visit, gone)
    imported("delegations", ["key", "sources"], [visit.key, f"{kept.key}; {new.key}"])
    found = {(row.source, row.place) for row in visit.citations.all()}
    assert found == {(kept, "p. 4"), (new, "")}


def test_the_preview_says_field_by_field_what_changes():
    visit = builders.delegation(publication="draft", start="2020-05-04")
    (line,) = compared("delegations", ["key", "date"], [visit.key, "2020-05-05"]).lines
    assert line.state == "changed"
    (change,) = line.changes
    assert change.before.startswith("4 May 2020 · ")
    assert change.after.startswith("5 May 2020 · ")


def test_what_was_shown_is_what_is_done_or_nothing_is():
    place = builders.city("Farport")
    batch = opened("cities", ["key", "name_en"], [place.key, "Far Port"])
    shown = looked_at(batch)
    place.name_en = "Farport on Sea"
    place.save()
    with pytest.raises(Stale):
        bring_in(batch, {2}, shown.mark, batch.by)
    place.refresh_from_db()
    assert place.name_en == "Farport on Sea"
    assert looked_at(batch).lines[0].changes[0].before == "Farport on Sea"


def test_a_table_that_was_discarded_meanwhile_writes_nothing():
    batch = opened("cities", ["name_en"], ["Onetown"])
    mark = looked_at(batch).mark
    type(batch).objects.all().delete()
    with pytest.raises(Refused):
        bring_in(batch, {2}, mark, batch.by)
    assert not City.objects.exists()


def test_only_the_chosen_rows_come_in():
    batch = opened("cities", ["name_en"], ["Onetown"], ["Twotown"], ["Threetown"])
    bring_in(batch, {2, 4, 99}, looked_at(batch).mark, batch.by)
    assert set(City.objects.values_list("name_en", flat=True)) == {"Onetown", "Threetown"}


def test_a_table_without_a_chosen_row_or_brought_in_already_is_refused():
    batch = opened("cities", ["name_en"], ["Onetown"])
    mark = looked_at(batch).mark
    with pytest.raises(Refused):
        bring_in(batch, set(), mark, batch.by)
    bring_in(batch, {2}, mark, batch.by)
    with pytest.raises(Refused):
        bring_in(batch, {2}, mark, batch.by)
    assert City.objects.count() == 1


def test_a_row_that_names_another_comes_in_only_with_it():
    rows = ["key", "name_en", "parent"], ["big", "Bigtown", ""], ["part", "Smalltown", "big"]
    batch = opened("cities", *rows)
    mark = looked_at(batch).mark
    with pytest.raises(Refused):
        bring_in(batch, {3}, mark, batch.by)
    assert City.objects.count() == 0
    bring_in(batch, {2, 3}, mark, batch.by)
    assert City.objects.get(key="part").parent.key == "big"


def test_a_row_that_names_a_faulty_row_of_the_table_is_an_error():
    found = compared(
        "cities", ["key", "name_en", "parent", "kind"],
        ["big", "Bigtown", "", "metropolis"], ["part", "Smalltown", "big", ""],
    )  # fmt: skip
    assert states(found) == ["error", "error"]


def test_nothing_is_written_if_it_breaks_off_between_rows_and_their_history(monkeypatch):
    batch = opened("cities", ["name_en"], ["Onetown"], ["Twotown"])
    mark = looked_at(batch).mark
    seen = []

    def break_off(self, rows, **kwargs):
        seen.append(City.objects.count())
        raise KeyboardInterrupt

    monkeypatch.setattr(HistoryManager, "bulk_history_create", break_off)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        bring_in(batch, {2, 3}, mark, batch.by)
    batch.refresh_from_db()
    assert seen == [2]
    assert not City.objects.exists()
    assert City.history.count() == 0
    assert batch.imported_at is None


def test_a_register_file_does_not_write_over_what_a_table_changed():
    imported("cities", ["key", "name_en"], ["farport", "Farport"])
    assert not LoadedRecord.objects.filter(key="farport").exists()


@pytest.mark.parametrize("state", ["published", "in_review", "withdrawn"])
def test_a_recorder_changes_nothing_but_drafts(state):
    pact = builders.agreement(publication=state)
    found = compared("agreements", ["key", "title_en"], [pact.key, "Another title"])
    assert states(found) == ["error"]


def test_an_administrator_may_change_what_is_published_and_it_stays_published():
    pact = builders.agreement()
    by = staff("administrator")
    imported("agreements", ["key", "title_en"], [pact.key, "Another title"], by=by)
    pact.refresh_from_db()
    assert (pact.title_en, pact.publication) == ("Another title", "published")


def test_a_recorder_changes_no_city_or_person_that_readers_see():
    tie = builders.tie()
    shown = builders.person()
    builders.took_part(builders.event(tie.partner), person=shown)
    for noun, record in (("cities", tie.partner), ("people", shown)):
        found = compared(noun, ["key", "name_en"], [record.key, "Another name"])
        assert states(found) == ["error"]
        assert states(compared(noun, ["key", "name_en"], [record.key, record.name_en])) == ["same"]


def test_the_cells_are_forgotten_once_they_have_come_in():
    batch = imported("people", ["name_en", "contact"], ["Sample Tester", "private@test.test"])
    batch.refresh_from_db()
    assert batch.rows == []
    assert Person.objects.get().contact == "private@test.test"


def test_what_nobody_went_on_with_is_forgotten_after_a_week():
    old = opened("cities", ["name_en"], ["Onetown"])
    type(old).objects.update(opened_at="2020-01-01T00:00Z")
    opened("cities", ["name_en"], ["Twotown"])
    assert importing.Batch.objects.get().rows[0][1] == ["Twotown"]


def test_a_possible_duplicate_is_shown_with_what_it_may_be():
    place = builders.city("Farport")
    visit = builders.delegation(place, start="2024-05-01")
    far = builders.delegation(place, start="2024-07-01")
    found = compared(
        "delegations",
        ["title_en", "direction", "date", "cities"],
        ["Another journey", "incoming", "2024-05-15", "Farport"],
        ["Another journey", "incoming", "2024-05-16", "Farport"],
        [visit.title_en, "incoming", "2019", ""],
    )
    assert states(found) == ["doubtful", "doubtful", "doubtful"]
    assert [line.twins for line in found.lines] == [[visit], [], [visit]]
    assert [line.twin_rows for line in found.lines] == [[], [2], []]
    assert far not in found.lines[0].twins


def test_a_promise_on_the_same_day_is_no_duplicate_unless_it_says_the_same():
    place = builders.city("Farport")
    promise = builders.commitment(place, start="2024-05-01")
    found = compared(
        "commitments",
        ["title_en", "force", "date", "cities"],
        ["Another promise", "plan", "2024-05-01", "Farport"],
        [promise.title_en, "plan", "2024-05-01", "Farport"],
    )
    assert states(found) == ["new", "doubtful"]


def test_comparing_costs_the_same_number_of_queries_for_known_rows(django_assert_max_num_queries):
    places = [builders.city() for _ in range(30)]
    rows = [[place.key, place.name_en, "Testland"] for place in places]
    by = staff()
    with django_assert_max_num_queries(16):
        found = compared("cities", ["key", "name_en", "country"], *rows, by=by)
    assert set(states(found)) == {"same"}
