"""Two records that are one: merged without loss."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diplomacy.accounts.models import User
from diplomacy.registry import publishing
from diplomacy.registry.merging import CannotMerge, merge, plan, undo
from diplomacy.registry.models import (
    City,
    CityAlias,
    CityFigure,
    EntryCity,
    Participation,
    Relationship,
)
from diplomacy.registry.values import in_words
from tests import builders

from .codec.files import SMALL, load_text
from .merged import busy_city, everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> User:
    return User.objects.create_user("chief", role="administrator")


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


def test_a_draft_copy_is_not_merged_into_its_original(chief):
    tie = builders.tie()
    copy = publishing.revise(tie, chief)
    for pair in ((tie, copy), (copy, tie)):
        with pytest.raises(CannotMerge, match="draft copy"):
            merge(*pair, chief)


def test_draft_copies_of_ties_follow_the_city_that_is_kept(chief):
    kept, other = builders.city(), builders.city()
    copy = publishing.revise(builders.tie(other), chief)
    merge(kept, other, chief)
    assert set(Relationship.objects.values_list("partner", flat=True)) == {kept.pk}
    assert Relationship.objects.get(pk=copy.pk).revises.partner == kept


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


def test_a_register_file_that_still_holds_both_parts_them_no_more(chief, tmp_path):
    load_text(tmp_path, SMALL)
    kept, other = builders.city("Kept"), City.objects.get(key="partnerville")
    merge(kept, other, chief)
    before = everything()
    outcomes = load_text(tmp_path, SMALL)
    assert [one.struct.key for one in outcomes["cities"].left] == ["partnerville"]
    assert not any(one.new or one.changed for one in outcomes.values())
    after = everything()
    assert {label: rows for label, rows in after.items() if rows != before[label]} == {}


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
