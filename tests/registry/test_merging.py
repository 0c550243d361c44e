"""Two records that are one: merged without loss, and parted again."""

import json
from threading import Barrier, Thread

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diplomacy.accounts.models import User
from diplomacy.registry.merging import CannotMerge, CannotUndo, merge, plan, undo
from diplomacy.registry.models import (
    City,
    CityAlias,
    CityFigure,
    EntryCity,
    FormerAddress,
    Merge,
    Participation,
    Relationship,
    TwinnedPlace,
    TwinningSource,
)
from diplomacy.registry.models.merges import as_data
from diplomacy.registry.values import in_words
from diplomacy.registry.versions import snapshot_at
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> User:
    return User.objects.create_user("chief", role="administrator")


def everything() -> dict[str, list]:
    """Return all rows of the register, but for what tells of the writes themselves."""
    return {
        model._meta.label: [as_data(row) for row in model._base_manager.order_by("pk")]
        for model in apps.get_app_config("registry").get_models()
        if not model._meta.model_name.startswith("historical")
        and model._meta.model_name not in ("merge", "dataversion")
    }


def busy_city(**fields) -> City:
    """Return a city to which rows of every table point."""
    made = builders.city(**fields)
    builders.tie(made, publication="draft")
    visit = builders.delegation(made, place=made)
    visit.programme.create(text_en="Stop", place=made)
    builders.agreement(made)
    builders.organisation(city=made)
    builders.city(parent=made, kind="district")
    builders.difference(made)
    builders.question(made)
    CityFigure.objects.create(city=made, value=7, shown=True)
    CityAlias.objects.create(city=made, text=f"Alias of {made.key}")
    listed = TwinningSource.objects.create(key=made.key, date="2024-01-01")
    TwinnedPlace.objects.create(source=listed, name="Printed", city=made)
    return made


def names(record) -> set[str]:
    return {alias.text for alias in record.aliases.all()}


def test_all_that_pointed_to_the_one_points_to_the_other(chief):
    kept, other = builders.city("Kept"), busy_city(en="Gone")
    pk = other.pk
    done = merge(kept, other, chief)
    assert not City.objects.filter(pk=pk).exists()
    assert Relationship.objects.get().partner == kept
    assert kept.entry_rows.count() == 2
    assert kept.participations.count() == 1
    assert kept.organisations.count() == 1
    assert kept.parts.count() == 1
    assert (kept.differences.count(), kept.open_questions.count()) == (1, 1)
    assert kept.figures.get().shown
    assert kept.twinned_places.count() == 1
    visit = builders.Delegation.objects.get()
    assert (visit.place, visit.programme.get().place) == (kept, kept)
    assert (done.noun, done.kept_key, done.other_key) == ("city", "kept", "gone")


def test_every_row_that_moved_tells_it_in_its_history(chief):
    kept, other = builders.city("Kept"), busy_city(en="Gone")
    merge(kept, other, chief)
    for model in (Relationship, builders.Delegation, EntryCity, Participation, CityAlias):
        newest = model.history.order_by("-history_id").first()
        assert newest.history_user == chief
        assert newest.history_change_reason == "merged: gone → kept"
    assert City.history.filter(key="gone", history_type="-").get().history_user == chief


def test_the_history_of_a_row_still_names_the_city_that_is_gone(chief):
    kept, other = builders.city("Kept"), builders.city("Gone")
    row = builders.event(other).city_rows.get()
    merge(kept, other, chief)
    old = row.history.order_by("history_id").first()
    assert in_words(old, EntryCity._meta.get_field("city")) == "Gone"


def test_past_versions_of_both_keep_the_rows_that_they_had(chief):
    kept, other = builders.city("Kept"), builders.city("Gone")
    for place in (kept, other):
        CityAlias.objects.create(city=place, text=f"Alias of {place.key}")

    def aliases_at(record: City, version: int) -> list[str]:
        number = record.history.order_by("history_id")[version].history_id
        said = snapshot_at(record, number)
        return [row.values["text"] for row in said.rows[CityAlias, "city_id"]]

    done = merge(kept, other, chief)
    assert aliases_at(kept, 0) == ["Alias of kept"]
    assert set(aliases_at(kept, 1)) >= {"Alias of kept", "Alias of gone", "Gone"}
    other = undo(done, chief).record
    assert aliases_at(kept, 0) == aliases_at(kept, 2) == ["Alias of kept"]
    assert set(aliases_at(kept, 1)) >= {"Alias of kept", "Alias of gone", "Gone"}
    assert aliases_at(other, 0) == ["Alias of gone"]
    assert aliases_at(other, other.history.count() - 1) == ["Alias of gone"]


def test_names_of_the_other_are_kept_and_found(chief):
    kept = builders.city("Kept", "مانا", "留")
    other = builders.city("Gone", "رفته", "去", own_name="Ido")
    merge(kept, other, chief)
    assert names(kept) == {"Gone", "رفته", "去", "Ido"}
    for word in ("gone", "رفته", "去", "ido"):
        assert City.objects.search(word).get() == kept


def test_a_name_that_both_have_is_no_other_name(chief):
    kept, other = builders.city("Same", "یک", "一"), builders.city("Same", "یک", "二", key="same-2")
    CityAlias.objects.create(city=kept, text="二")
    merge(kept, other, chief)
    assert names(kept) == {"二"}


def test_what_the_kept_one_lacks_is_filled_and_notes_are_joined(chief):
    kept = builders.city(staff_note="mine", wikidata_id="Q1", own_name="", own_language="")
    other = builders.city(
        staff_note="its", wikidata_id="Q2", latitude=1.0, longitude=2.0, region_en="Region"
    )
    found = plan(kept, other)
    assert [(one.kept, one.other) for one in found.unlike] == [("Q1", "Q2")]
    merge(kept, other, chief)
    kept.refresh_from_db()
    assert (kept.latitude, kept.longitude, kept.region_en) == (1.0, 2.0, "Region")
    assert (kept.wikidata_id, kept.staff_note) == ("Q1", "mine\n\nits")
    assert (kept.own_name, kept.own_language) == (other.own_name, "en")


def test_an_organisation_keeps_the_lost_names_in_its_note(chief):
    kept, other = builders.organisation(name_en="Kept"), builders.organisation(name_en="Gone")
    builders.took_part(builders.event(), organisation=other, role="host")
    merge(kept, other, chief)
    kept.refresh_from_db()
    assert "Gone" in kept.staff_note
    assert Participation.objects.get().organisation == kept


def test_an_entry_that_names_both_cities_names_the_kept_one_once(chief):
    kept, other = builders.city(), builders.city()
    builders.event(kept, other)
    assert len(plan(kept, other).doubles) == 1
    merge(kept, other, chief)
    assert EntryCity.objects.get().city == kept


def test_a_person_who_stands_twice_in_an_entry_stands_there_once_unless_it_says_more(chief):
    kept, other = builders.person(), builders.person()
    plain, rich = builders.event(), builders.event()
    for entry in (plain, rich):
        builders.took_part(entry, person=kept)
    builders.took_part(plain, person=other)
    builders.took_part(rich, person=other, office_en="Mayor")
    merge(kept, other, chief)
    assert plain.participations.count() == 1
    assert rich.participations.count() == 2


def test_only_one_figure_of_a_kind_is_shown_afterwards(chief):
    kept, other = builders.city(), builders.city()
    for place, value in ((kept, 1), (other, 2)):
        CityFigure.objects.create(city=place, value=value, shown=True)
    done = merge(kept, other, chief)
    assert [(one.value, one.shown) for one in kept.figures.all()] == [(1, True), (2, False)]
    undo(done, chief)
    assert all(CityFigure.objects.values_list("shown", flat=True))


def test_two_ties_with_one_home_end_are_refused_by_name_until_they_are_merged(chief):
    kept, other = builders.city("Kept"), builders.city("Gone")
    ties = [builders.tie(kept), builders.tie(other, origin_en="Why")]
    with pytest.raises(CannotMerge) as refused:
        merge(kept, other, chief)
    (sentence,) = refused.value.messages
    assert "Testabad – Gone" in sentence
    assert "Testabad – Kept" in sentence
    assert City.objects.filter(pk=other.pk).exists()
    merge(*ties, chief)
    merge(kept, other, chief)
    tie = Relationship.objects.get()
    assert (tie.partner, tie.origin_en, tie.publication) == (kept, "Why", "published")


@pytest.mark.parametrize("kept_is_home", [True, False])
def test_two_ends_of_one_tie_are_not_one_city(chief, kept_is_home):
    home, partner = builders.home_city(), builders.city()
    builders.tie(partner)
    with pytest.raises(CannotMerge):
        merge(*((home, partner) if kept_is_home else (partner, home)), chief)


@pytest.mark.parametrize("levels", [1, 2])
@pytest.mark.parametrize("kept_is_part", [True, False])
def test_a_part_and_its_whole_are_not_one_city(chief, levels, kept_is_part):
    whole = above = builders.city()
    for _level in range(levels):
        above = part = builders.city(parent=above)
    with pytest.raises(CannotMerge, match="is a part of"):
        merge(*((part, whole) if kept_is_part else (whole, part)), chief)


def test_a_record_is_not_merged_into_itself_nor_the_home_city_into_another(chief):
    home, other = builders.home_city(), builders.city()
    for kept, gone in ((other, other), (other, home)):
        with pytest.raises(CannotMerge):
            merge(kept, gone, chief)
    merge(home, other, chief)


def test_only_who_may_merge_does(chief):
    reviewer = User.objects.create_user("reviewer", role="reviewer")
    kept, other = builders.city(), builders.city()
    with pytest.raises(PermissionDenied):
        merge(kept, other, reviewer)
    done = merge(kept, other, chief)
    with pytest.raises(PermissionDenied):
        undo(done, reviewer)


def test_the_addresses_of_the_other_lead_to_the_kept_one(chief, client):
    kept, other = builders.city("Kept"), builders.city("Gone")
    builders.tie(kept)
    other.key = "second"
    other.save()
    merge(kept, other, chief)
    for key in ("gone", "second"):
        answer = client.get(f"/en/cities/{key}/")
        assert (answer.status_code, answer.headers["Location"]) == (301, "/en/cities/kept/")
        assert client.get(f"/id/{key}/").headers["Location"].endswith("/cities/kept/")


@pytest.mark.parametrize("noun", ["city", "organisation", "person", "relationship"])
def test_undo_restores_every_row_of_the_register(chief, noun):
    kept, other = {
        "city": lambda: (busy_city(), busy_city(staff_note="its", latitude=1.0, longitude=1.0)),
        "organisation": lambda: (
            builders.organisation(),
            builders.organisation(remark_en="Remark"),
        ),
        "person": lambda: (builders.person(), builders.person(contact="+98", own_name="Own")),
        "relationship": lambda: (
            builders.tie(publication="draft"),
            builders.tie(origin_fa="چرا", staff_note="its"),
        ),
    }[noun]()
    if noun == "city":
        other.ties.all().delete()
        builders.event(kept, other)
    if noun in ("organisation", "person"):
        shared = builders.event()
        for one in (kept, other):
            builders.took_part(shared, **{noun: one})
    if noun == "person":
        builders.term(other, builders.organisation())
    before = everything()
    done = merge(kept, other, chief)
    assert everything() != before
    parted = undo(Merge.objects.get(pk=done.pk), chief)
    assert parted.stayed == []
    assert parted.record == other
    assert json.dumps(everything()) == json.dumps(before)


def test_what_was_changed_since_stays_and_is_reported(chief):
    kept, other = builders.city(), builders.city(region_en="Region", wikidata_id="Q2")
    moved, gone, third = builders.event(other), builders.event(other), builders.city()
    done = merge(kept, other, chief)
    row = moved.city_rows.get()
    row.city = third
    row.save()
    gone.city_rows.get().delete()
    kept.refresh_from_db()
    kept.region_en = "Another"
    kept.save()
    since = builders.event(kept)
    parted = undo(done, chief)
    assert len(parted.stayed) == 3
    assert moved.city_rows.get().city == third
    kept.refresh_from_db()
    assert (kept.region_en, kept.wikidata_id) == ("Another", "")
    assert since.city_rows.get().city == kept


def test_a_merge_is_undone_once(chief):
    done = merge(builders.city(), builders.city(), chief)
    undo(done, chief)
    with pytest.raises(CannotUndo, match="already"):
        undo(done, chief)


def test_a_chain_of_merges_is_undone_from_its_end(chief):
    first, second, third = (builders.city(name) for name in ("First", "Second", "Third"))
    builders.event(first)
    before = everything()
    one = merge(second, first, chief)
    two = merge(third, second, chief)
    assert FormerAddress.objects.filter(record_id=third.pk).count() == 2
    with pytest.raises(CannotUndo, match="second → third"):
        undo(one, chief)
    undo(two, chief)
    undo(one, chief)
    assert everything() == before


def test_a_merge_is_not_undone_over_a_key_that_another_record_has_now(chief):
    done = merge(builders.city("Kept"), builders.city("Gone"), chief)
    builders.city("Gone")
    with pytest.raises(CannotUndo, match="gone"):
        undo(done, chief)


def test_a_plan_costs_the_same_however_many_rows_move():
    kept, other = builders.city(), busy_city()
    costs = []
    for rows in (5, 25):
        for _number in range(rows):
            builders.event(other, kept)
            builders.event(other)
        with CaptureQueriesContext(connection) as asked:
            plan(kept, other)
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 60


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("crossing", [True, False])
def test_two_merges_at_once_leave_one_record_and_no_error(chief, crossing):
    one, two, third = builders.city(), builders.city(), builders.city()
    for place in (one, two, third):
        for _number in range(5):
            builders.event(*{one, two, place})
    pairs = [(one, two), (two, one)] if crossing else [(one, two), (two, third)]
    outcomes, start = [], Barrier(2)

    def run(kept: City, other: City) -> None:
        start.wait()
        try:
            merge(kept, other, chief)
            outcomes.append("merged")
        except CannotMerge as refused:
            outcomes.append(refused.messages[0])
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    merged = outcomes.count("merged")
    assert merged == 1 if crossing else merged in (1, 2), outcomes
    assert City.objects.exclude(is_home=True).count() == 3 - merged
    refused = ("One of the two is gone", "Somebody else is writing")
    assert all(said == "merged" or said.startswith(refused) for said in outcomes)
