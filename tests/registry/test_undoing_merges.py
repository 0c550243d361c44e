"""A merge taken back: everything where it was, as far as nobody has changed it since."""

import json

import pytest

from diplomacy.accounts.models import User
from diplomacy.registry.merging import CannotUndo, merge, undo
from diplomacy.registry.models import City, CityAlias, FormerAddress, Merge
from diplomacy.registry.versions import snapshot_at
from tests import builders

from .merged import busy_city, everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> User:
    return User.objects.create_user("chief", role="administrator")


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
