"""Whole lists are read past the models; what they tell is what the API tells."""

from datetime import date

import pytest

from diplomacy.opendata.flat import lines, table
from diplomacy.opendata.objects import NOUNS, TIMELINE, in_order, objects
from diplomacy.registry.codec import References
from diplomacy.tables import as_csv
from tests import builders

pytestmark = pytest.mark.django_db

ON = date(2026, 1, 1)


@pytest.mark.parametrize("noun", [*NOUNS.values(), TIMELINE], ids=lambda noun: noun.name)
def test_an_object_is_the_same_in_a_whole_list(shown, noun):
    records = noun.records().order_by("pk")
    told = objects(noun, records, ON)
    assert told
    assert in_order(noun, [record.pk for record in records], ON, References()) == told


@pytest.mark.parametrize("noun", [*NOUNS.values(), TIMELINE], ids=lambda noun: noun.name)
def test_a_line_of_fields_that_are_written_once_is_that_of_its_row(shown, noun):
    told = 2 * objects(noun, noun.records(), ON)
    assert "".join(lines(noun, told)) == "".join(as_csv(table(noun, told)))


def test_what_records_name_is_read_once_as_long_as_nothing_is_written(django_assert_num_queries):
    city = builders.city(en="Before")
    events = [builders.event(city) for _ in range(2)]
    noun, references = NOUNS["events"], References()

    def name_in(event) -> str:
        references.renew()
        (told,) = in_order(noun, [event.pk], ON, references)
        return told.cities[0].name

    assert name_in(events[0]) == "Before"
    # The version; events, their rows of 5 kinds, the source that is new; notes; files.
    with django_assert_num_queries(10):
        assert name_in(events[1]) == "Before"
    city.name_en = "After"
    city.save()
    assert name_in(events[1]) == "After"


def test_nothing_is_asked_for_rows_of_no_record(django_assert_num_queries):
    with django_assert_num_queries(2):  # events, notes
        assert in_order(NOUNS["events"], [0], ON, References()) == []
