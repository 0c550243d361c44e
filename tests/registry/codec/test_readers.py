"""What readers may have of a record: all that its page shows, and nothing else."""

import pytest
from django.utils import translation

from diplomacy.registry.codec import (
    named_part,
    readers_part,
    readers_records,
    to_texts,
    with_readers_rows,
)
from diplomacy.registry.models import CityFigure, EntryLink
from tests import builders

pytestmark = pytest.mark.django_db


def part_of(noun: str, key: str):
    return readers_part(with_readers_rows(readers_records(noun)).get(key=key))


def test_a_draft_is_no_readers_record():
    builders.agreement(publication="draft")
    assert not readers_records("agreements").exists()


def test_fields_for_staff_are_left_out():
    tie = builders.tie(staff_note="ask first", review_on="2026-01-01")
    part = part_of("ties", tie.key)
    assert part.staff_note == ""
    assert part.review_on is None
    assert part.publication == "published"


def test_a_person_is_named_only_where_the_entry_shows_the_name():
    entry = builders.delegation()
    person = builders.person()
    builders.took_part(entry, person=person, name_shown=True, office_en="head")
    builders.took_part(entry, person=person, name_shown=False, office_en="clerk")
    named, unnamed = part_of("delegations", entry.key).participations
    assert (named.person, named.office.en) == (person.key, "head")
    assert (unnamed.person, unnamed.office.en) == (None, "clerk")


def test_who_is_known_by_an_unshown_name_alone_is_said_to_have_no_public_name():
    entry = builders.delegation()
    builders.took_part(entry, person=builders.person(), name_shown=False, office_en="")
    (part,) = part_of("delegations", entry.key).participations
    assert part.words.en == "name not public"
    with translation.override("fa"):
        assert part.words.fa == translation.gettext("name not public") != part.words.en


@pytest.mark.parametrize("shown", [True, False])
def test_a_cost_is_told_only_where_it_is_public(shown):
    visit = builders.delegation(cost=5, currency="EUR", cost_shown=shown)
    part = part_of("delegations", visit.key)
    assert (part.cost, part.currency) == ((5, "EUR") if shown else (None, ""))


def test_the_address_of_a_source_that_may_not_be_linked_stays_here():
    entry = builders.event()
    source = entry.citations.get().source
    source.url, source.linked = "https://mirror.example/", False
    source.save()
    assert part_of("sources", source.key).url == ""


def test_a_link_to_a_draft_does_not_show():
    entry, draft = builders.event(), builders.event(publication="draft")
    EntryLink.objects.create(entry=entry.entry_ptr, kind="during", to=draft.entry_ptr)
    assert part_of("events", entry.key).links == []


def test_figures_show_only_of_the_home_city_and_of_partners():
    tie, place = builders.tie(), builders.city()
    builders.event(place)
    for city in (tie.partner, place):
        CityFigure.objects.create(city=city, value=5)
    assert len(part_of("cities", tie.partner.key).figures) == 1
    assert part_of("cities", place.key).figures == []


def test_a_record_that_is_only_named_gives_no_more_than_its_name():
    body = builders.organisation(remark_en="not for all", staff_note="nor this")
    assert set(to_texts(named_part(body))) == {"key", "name", "kind"}
