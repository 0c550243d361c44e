"""A found record is read from its text, in which rows of its own stand as a text."""

import json

import pytest
from django.db import connection
from django.db.models import Func, OuterRef, Subquery, TextField
from django.db.models.functions import Cast

from diplomacy.registry.models import City
from diplomacy.registry.models.cities import CityAlias
from diplomacy.registry.queries.along import told_of
from diplomacy.registry.queries.found_told import records_of, told
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    city = builders.city("Alpha")
    city.aliases.create(text="First of cities", language="en")
    return City.objects.filter(pk=city.pk)


def test_a_text_within_another_is_a_text(city):
    within = Subquery(told_of(CityAlias.objects.filter(city=OuterRef("pk")), "text"))
    function = "json_array" if connection.vendor == "sqlite" else "json_build_array"
    whole = Func(within, function=function, output_field=TextField())
    [held] = json.loads(city.values_list(Cast(whole, TextField()), flat=True).get())
    assert json.loads(held) == [["First of cities"]]


def test_rows_are_read_from_a_text_within_the_text(city):
    [read] = records_of("city", told("city", city).get()["told"])
    assert [one.text for one in read.aliases.all()] == ["First of cities"]
