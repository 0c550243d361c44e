"""The made-up register is whole, and its copies are as sound as what staff write."""

from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count

from diplomacy.registry.models import (
    Agreement,
    City,
    CooperationArea,
    DataVersion,
    Entry,
    EntryCity,
    EntryLink,
    Event,
    Organisation,
    Person,
    Relationship,
    Source,
)
from diplomacy.registry.sample import make_sample, making
from diplomacy.registry.sample.entries import made_entries
from diplomacy.registry.sample.surroundings import CITIES, TIES, Surroundings
from diplomacy.registry.verifying import verify
from tests import builders

ROWS, BLOCK = 331, 82  # five blocks, and one entry more

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker) -> Iterator[list[str]]:
    """Return what was told while the sample was made."""
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(making, "BLOCK", BLOCK)
        lines: list[str] = []
        make_sample(ROWS, 42, lines.append)
        yield lines
        transaction.set_rollback(True)


@pytest.fixture
def around(told) -> Surroundings:
    home = City.objects.home()
    return Surroundings(
        home,
        list(City.objects.exclude(pk=home.pk).order_by("pk")),
        list(Organisation.objects.order_by("pk")),
        list(Person.objects.order_by("pk")),
        list(CooperationArea.objects.order_by("pk")),
        list(Source.objects.order_by("pk")),
    )


def test_there_are_just_so_many_entries_and_the_progress_is_told(told):
    assert Entry.objects.count() == ROWS
    assert any(f"{ROWS} of {ROWS} entries" in line for line in told)


def test_every_kind_stands_in_it_and_a_part_is_hidden(told):
    kinds = Counter(Entry.objects.values_list("kind", flat=True))
    assert kinds.keys() == set(Entry.Kind.values)
    states = Counter(Entry.objects.values_list("publication", flat=True))
    assert 0.01 < 1 - states["published"] / ROWS < 0.12


def test_there_are_so_many_places_ties_and_languages(told):
    assert City.objects.count() == CITIES
    assert Relationship.objects.count() == TIES
    assert set(Source.objects.values_list("language", flat=True)) == {"fa", "en", "zh"}
    for words in ("title_fa", "title_en", "title_zh", "summary_fa", "summary_en", "summary_zh"):
        assert not Entry.objects.filter(**{words: ""}).exists()


def test_dates_are_as_exact_as_sources_are_in_both_calendars(told):
    found = [start for start in Entry.objects.values_list("start", flat=True) if start.is_known]
    assert len(found) < ROWS
    assert {one.precision for one in found} >= {"day", "month", "year", "not_after"}
    assert {one.calendar for one in found} == {"gregorian", "solar_hijri"}


def test_one_of_a_hundred_entries_is_of_the_hot_tie_and_one_of_twenty_hidden(around):
    entries, rows = made_entries(Random(42), around, 4000, "n0")
    places = Counter(row.city.key for row in rows if isinstance(row, EntryCity))
    (hot, number), (_, next_number) = places.most_common(2)
    assert hot == around.places[0].key
    assert Relationship.objects.published().filter(partner__key=hot).exists()
    assert 0.007 < number / 4000 < 0.013
    assert number > next_number
    assert 0.04 < sum(not entry.is_published for entry in entries) / 4000 < 0.06


def test_nothing_that_is_derived_is_out_of_step(told):
    version = DataVersion.current()
    found = []
    assert verify(found.append).found == 0, found
    assert DataVersion.current() == version > 0


def test_what_is_derived_of_a_copy_is_what_its_own_words_give(told):
    for entry in Entry.objects.with_leaf().order_by("-pk")[:BLOCK]:
        leaf = entry.leaf
        assert leaf.search == leaf.search_text()
        assert leaf.ordering_day == leaf.start.ordering_day
        for row in entry.city_rows.all():
            assert (row.day, row.kind, row.public) == (
                leaf.ordering_day,
                leaf.kind,
                leaf.is_published,
            )


def test_each_copy_has_its_own_rows_and_history(told):
    rows = Entry.objects.annotate(cities=Count("city_rows", distinct=True))
    assert set(rows.values_list("cities", flat=True)) == {1}
    assert EntryCity.objects.count() == EntryCity.history.count() == ROWS
    for kind in (Agreement, Event):
        assert kind.history.count() == kind.objects.count()
        last = kind.objects.order_by("-pk").first()
        assert last.history.get().title_en == last.title_en


def test_a_link_stays_within_its_copy(told):
    links = EntryLink.objects.select_related("entry", "to")
    assert links.count() > 5
    for link in links:
        assert link.to_id < link.entry_id < link.to_id + BLOCK
        assert (
            link.to.key.partition("-n")[2].split("x")[0]
            == (link.entry.key.partition("-n")[2].split("x")[0])
        )


def test_a_record_that_is_written_afterwards_gets_a_number_of_its_own(told):
    with transaction.atomic():
        written = builders.event(City.objects.exclude(is_home=True).first())
        assert written.pk > Entry.objects.exclude(pk=written.pk).latest("pk").pk
        transaction.set_rollback(True)


def test_its_pages_are_answered(told, client):
    tie = City.objects.home().ties_from_here.order_by("position").first()
    hot = tie.partner
    for address in ("/en/", f"/fa/cities/{hot.key}/", "/zh-hans/events/"):
        assert client.get(address).status_code == 200, address
    assert "Sample" in client.get(f"/en/cities/{hot.key}/").content.decode()


def test_the_same_seed_makes_the_same_entries(around):
    one, two, other = (
        [
            (entry.key, str(entry.start), entry.publication, type(entry))
            for entry in made_entries(Random(seed), around, 50, "n0")[0]
        ]
        for seed in (7, 7, 8)
    )
    assert one == two != other


def test_it_never_stands_beside_real_records():
    before = Entry.objects.count()
    builders.city()
    with pytest.raises(CommandError, match="not empty"):
        call_command("make_sample", "--rows", "10")
    assert Entry.objects.count() == before


@pytest.mark.parametrize("rows", ["0", "-1", "1e3", "many", "99999999999"])
def test_a_number_that_is_none_is_refused(rows):
    with pytest.raises(CommandError, match="whole number"):
        call_command("make_sample", f"--rows={rows}")
