"""A found record is read from its text, however the database put its rows into it."""

import json

import pytest

from diplomacy.registry.models import City
from diplomacy.registry.queries.found_told import records_of, told
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("as_put", [json.loads, str], ids=["as rows", "as a text"])
def test_rows_are_read_whether_they_stand_as_rows_or_as_a_text(as_put):
    city = builders.city("Alpha")
    city.aliases.create(text="First of cities", language="en")
    [[*values, rows]] = json.loads(told("city", City.objects.filter(pk=city.pk)).get()["told"])
    rows = rows if isinstance(rows, str) else json.dumps(rows)
    [read] = records_of("city", json.dumps([[*values, as_put(rows)]]))
    assert [one.text for one in read.aliases.all()] == ["First of cities"]
