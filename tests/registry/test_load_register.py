"""Loading: over nobody's edit, all or nothing, the same again and again."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diplomacy.registry.codec.loading import REASON
from diplomacy.registry.models import (
    Agreement,
    Citation,
    City,
    CityAlias,
    EntryCity,
    LoadedRecord,
    Relationship,
    Source,
    Step,
    StepRecord,
)

from .codec.files import SMALL, load_text, write

pytestmark = pytest.mark.django_db


def _run(*arguments: str, **options) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(*arguments, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def _counts(outcomes) -> dict[str, tuple[int, int, int, int]]:
    return {
        noun: tuple(len(found) for found in (one.new, one.changed, one.same, one.left))
        for noun, one in outcomes.items()
    }


def test_a_new_record_comes_with_its_rows_history_search_text_and_day(tmp_path):
    load_text(tmp_path, SMALL)
    agreement = Agreement.objects.get(key="memorandum")
    assert agreement.history.get().history_change_reason == REASON
    assert agreement.history.get().history_type == "+"
    assert agreement.place.key == "partnerville"
    assert agreement.published_at is not None
    assert "memorandum" in agreement.search
    assert agreement.ordering_day.isoformat() == "2021-03-16"
    row = EntryCity.objects.get()
    assert (row.day, row.kind, row.public) == (agreement.ordering_day, "agreement", True)
    assert row.history.get().history_change_reason == REASON
    assert Citation.objects.count() == Citation.history.count() == 2


def test_a_city_and_its_tie_are_found_by_the_city_s_other_names(tmp_path):
    load_text(tmp_path, SMALL)
    assert City.objects.search("old partner").get().key == "partnerville"
    assert Relationship.objects.search("old partner").get().key == "partnerville"
    assert City.history.filter(key="partnerville").count() == 1


def test_loading_again_changes_nothing(tmp_path):
    load_text(tmp_path, SMALL)
    before = Agreement.history.count(), City.history.count(), Citation.history.count()
    outcomes = load_text(tmp_path, SMALL)
    assert set(_counts(outcomes).values()) == {(0, 0, 1, 0), (0, 0, 2, 0)}
    assert before == (Agreement.history.count(), City.history.count(), Citation.history.count())


def test_a_record_that_nobody_edited_follows_its_file(tmp_path):
    load_text(tmp_path, SMALL)
    untouched = Citation.objects.get(about="")
    outcomes = load_text(
        tmp_path,
        SMALL.replace("start: 2021-03\n", "start: 2021-04\n").replace(
            "value: 2021-03-05", "value: 2021-04-05"
        ),
    )
    agreement = Agreement.objects.get()
    assert _counts(outcomes)["agreements"] == (0, 1, 0, 0)
    assert agreement.start.text == "2021-04"
    assert agreement.city_rows.get().day == agreement.ordering_day
    assert [row.value for row in agreement.citations.all()] == ["", "2021-04-05"]
    assert Citation.objects.get(about="") == untouched
    assert untouched.history.count() == 1
    assert agreement.history.first().history_change_reason == REASON
    assert agreement.history.first().history_type == "~"


def test_a_row_corrected_in_the_file_stays_the_same_row(tmp_path):
    load_text(tmp_path, SMALL)
    row = Citation.objects.get(about="start")
    load_text(tmp_path, SMALL.replace("about: start", "about: start\n            place: page 2"))
    row.refresh_from_db()
    assert row.place == "page 2"
    assert row.history.first().history_type == "~"


def test_a_row_that_left_the_file_is_deleted_with_its_history_kept(tmp_path):
    load_text(tmp_path, SMALL)
    aliases = "        aliases:\n          - text: Old Partnerville\n"
    load_text(tmp_path, SMALL.replace(aliases, "").replace("    aliases:", ""))
    assert not CityAlias.objects.exists()
    assert CityAlias.history.first().history_type == "-"
    assert not City.objects.search("old partner").exists()


def test_an_edited_row_makes_its_record_an_edited_one(tmp_path):
    load_text(tmp_path, SMALL)
    row = Citation.objects.get(about="start")
    row.place = "page 9"
    row.save()
    assert _counts(load_text(tmp_path, SMALL))["agreements"] == (0, 0, 0, 1)


def test_overwrite_replaces_an_edit_and_later_files_are_followed_again(tmp_path):
    load_text(tmp_path, SMALL)
    City.objects.filter(key="partnerville").update(own_name="Edited")
    outcomes = load_text(tmp_path, SMALL, overwrite=True)
    assert _counts(outcomes)["cities"] == (0, 1, 1, 0)
    assert City.objects.get(key="partnerville").own_name == ""
    outcomes = load_text(tmp_path, SMALL.replace("{en: Partnerville}", "{en: Partnertown}"))
    assert _counts(outcomes)["cities"] == (0, 1, 1, 0)


def test_a_record_written_here_counts_as_edited_unless_it_says_the_same(tmp_path):
    City.objects.create(key="testabad", name_en="Testabad", is_home=True)
    City.objects.create(key="partnerville", name_en="Another")
    assert _counts(load_text(tmp_path, SMALL))["cities"] == (0, 0, 1, 1)
    assert LoadedRecord.objects.filter(noun="cities").get().key == "testabad"


def test_a_record_whose_key_was_changed_here_is_found_by_its_former_key(tmp_path):
    load_text(tmp_path, SMALL)
    city = City.objects.get(key="partnerville")
    city.key = "port-partnerville"
    city.save()
    assert _counts(load_text(tmp_path, SMALL))["cities"] == (0, 0, 1, 1)
    assert City.objects.count() == 2


def test_a_record_that_the_files_do_not_hold_stays(tmp_path):
    load_text(tmp_path, SMALL)
    load_text(tmp_path, "cities: [{key: elsewhere, name: {en: Elsewhere}}]")
    assert City.objects.count() == 3
    assert Agreement.objects.count() == 1


def test_a_reference_may_lead_to_a_record_that_is_here_already(tmp_path):
    load_text(tmp_path, SMALL)
    load_text(
        tmp_path,
        """
        events:
          - key: talks
            title: {en: Talks}
            type: meeting
            cities: [partnerville]
            citations: [{source: gazette}]
            links: [{kind: arises_from, to: memorandum}]
        """,
    )
    assert Agreement.objects.get().links_here.get().entry.key == "talks"


def test_references_may_go_in_a_circle(tmp_path):
    load_text(
        tmp_path,
        """
        organisations: [{key: hall, name: {en: Hall}, kind: municipality, city: testabad}]
        cities:
          - key: testabad
            name: {en: Testabad}
            figures: [{value: 5, source: gazette}]
        sources: [{key: gazette, title: News, kind: own_news, organisation: hall}]
        events:
          - {key: a, title: {en: A}, type: meeting, links: [{kind: may_be_same, to: b}]}
          - {key: b, title: {en: B}, type: meeting, links: [{kind: may_be_same, to: a}]}
        """,
    )
    figure = City.objects.get().figures.get()
    assert figure.source.organisation.city == figure.city


def test_a_record_may_stand_before_the_one_that_it_is_a_part_of(tmp_path):
    load_text(
        tmp_path,
        """
        cities:
          - {key: quarter, name: {en: Quarter}, parent: city}
          - {key: city, name: {en: City}}
        """,
    )
    assert City.objects.get(key="quarter").parent.key == "city"


PROCEDURE = """
    countries: [{key: tl, name: {en: Testland}}]
    cities: [{key: a, name: {en: A}}, {key: b, name: {en: B}}]
    procedures:
      - key: path
        country: tl
        name: {en: Path}
        steps:
          - key: ask
            position: 1
            name: {en: Ask}
            links: [{kind: allows, other: vote}]
          - {key: vote, position: 2, name: {en: Vote}}
    ties:
      - key: tie
        home_end: a
        partner: b
        steps: [{step: path/vote, state: done, on: 2021}]
"""


def test_records_of_a_noun_are_numbered_as_they_stand_whatever_they_refer_to(tmp_path):
    text = """
        organisations:
          - key: paper
            name: {en: Paper}
            kind: media
        sources:
          - {key: second, title: With a body, kind: press, organisation: paper}
          - {key: first, title: Without one, kind: press}
        """
    load_text(tmp_path, text)
    assert list(Source.objects.order_by("pk").values_list("key", flat=True)) == ["second", "first"]


def test_a_step_keeps_its_records_when_its_procedure_changes(tmp_path):
    load_text(tmp_path, PROCEDURE)
    record = StepRecord.objects.get()
    load_text(tmp_path, PROCEDURE.replace("{en: Vote}", "{en: Ballot}"))
    record.refresh_from_db()
    assert record.step == Step.objects.get(name_en="Ballot")
    assert Step.objects.get(key="ask").links.get().other == record.step


def test_a_step_that_has_records_cannot_leave_its_procedure(tmp_path):
    load_text(tmp_path, PROCEDURE)
    without = PROCEDURE.replace("          - {key: vote, position: 2, name: {en: Vote}}\n", "")
    without = without.replace("links: [{kind: allows, other: vote}]", "")
    without = without[: without.index("    ties:")]
    with pytest.raises(CommandError, match=r"procedures path: The database refuses it: .*protect"):
        _run("load_register", str(write(tmp_path, without)))
    assert Step.objects.count() == 2


def test_a_key_that_stands_for_another_kind_of_entry_is_refused(tmp_path):
    load_text(tmp_path, SMALL)
    path = write(tmp_path, "events: [{key: memorandum, title: {en: M}, type: meeting}]")
    with pytest.raises(CommandError, match="The key stands here for another kind, agreement"):
        _run("load_register", str(path))


def _events(count: int) -> str:
    rows = "title: {en: E}, type: meeting, cities: [a]"
    events = (f"  - {{key: e{number}, {rows}}}" for number in range(count))
    return "\n".join(["cities: [{key: a, name: {en: A}}]", "events:", *events])


def _statements(folder, count: int, kind: str) -> int:
    """Return how many statements of a kind it takes to load so many events."""
    with CaptureQueriesContext(connection) as captured:
        load_text(folder, _events(count))
    return sum(query["sql"].startswith(kind) for query in captured)


def test_comparing_costs_the_same_however_many_records_are_the_same(tmp_path):
    load_text(tmp_path, _events(30))
    assert _statements(tmp_path, 3, "SELECT") == _statements(tmp_path, 30, "SELECT")


def test_new_entries_take_the_same_statements_however_many_they_are(tmp_path):
    load_text(tmp_path, _events(1))
    few = _statements(tmp_path, 3, "INSERT")
    assert _statements(tmp_path, 13, "INSERT") == few
