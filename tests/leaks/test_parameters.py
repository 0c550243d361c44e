"""No name of a parameter reaches a column: readers sift by what a page offers."""

import re

import pytest
from django.apps import apps
from django.db.models import Field
from hypothesis import given
from hypothesis import strategies as st

from diplomacy.opendata.api_lists import API_LISTS
from diplomacy.registry.models import Entry
from tests import builders
from tests.opendata.register import everything, hidden_neighbours
from tests.repeatable import repeatable

pytestmark = pytest.mark.django_db

FEW, MANY = 60, 200
LISTS = (
    "agreements", "delegations", "events", "commitments", "restrictions", "cities", "timeline",
    "open", "areas", "layers", "organisations", "people", "years", "sources", "differences",
    "questions", "search", "reports",
)  # fmt: skip
COLUMNS = sorted(
    {
        name
        for model in apps.get_app_config("registry").get_models()
        for one in model._meta.get_fields()
        for name in (one.name, getattr(one, "attname", one.name))
    }
)
LOOKUPS = ["", *sorted(Field.get_lookups()), "year", "year__gte", "date", "key__startswith"]
# What a page or a list does read: no column by itself.
READ = {
    name for listed in API_LISTS.values() for name in (one.name for one in listed.parameters)
} | {"q", "c", "noun", "page", "calendar", "offer", "v", "format", "url", "approximate", "subject",
     "order", "after", "before", "key", "about", "due", "city"}  # fmt: skip

NAMES = st.builds(
    lambda way, lookup: "__".join([*way, lookup] if lookup else way),
    st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=3),
    st.sampled_from(LOOKUPS),
).filter(lambda name: name not in READ)
VALUES = st.sampled_from(["", "h", "hush", "1", "True", "draft", "%", ".*", "2020-01-01", "\x00"])


@pytest.fixture(scope="module")
def register(made_once):
    tie = everything()
    hidden_neighbours(tie)
    builders.agreement(tie.partner, title_en="Told", key="told")
    Entry.objects.update(staff_note="hush")
    return tie


def hits(answer) -> list[str]:
    """Return where a page leads to, in order, without what was asked."""
    return re.findall(r'href="(/en/[a-z]+/[^"?#]+)', answer.content.decode())


def tried(client, number: int) -> None:
    plain = {name: hits(client.get(f"/en/{name}/")) for name in LISTS}

    @repeatable(number)
    @given(
        name=NAMES,
        value=VALUES,
        place=st.sampled_from(LISTS),
        of=st.sampled_from(sorted(API_LISTS)),
    )
    def ask(name, value, place, of) -> None:
        assert hits(client.get(f"/en/{place}/", {name: value})) == plain[place], (place, name)
        told = client.get(f"/api/v1/{of}/", {name: value})
        # The fault names the parameter unless its name is long.
        assert (told.status_code, told.json()["parameter"]) in {(400, name), (400, "…")}
        assert client.get(f"/api/v1/{of}.csv", {name: value}).status_code in (400, 404)

    ask()


def test_a_name_that_is_no_filter_changes_no_list_and_is_refused_by_the_api(client, register):
    tried(client, FEW)


@pytest.mark.slow
@pytest.mark.once
def test_many_names_that_are_no_filter_change_no_list(client, register):
    tried(client, MANY)


@pytest.mark.parametrize("name", ["staff_note", "publication", "search", "revises", "contact"])
@pytest.mark.parametrize("how", ["order", "after", "before"])
def test_no_list_is_ordered_by_a_name_that_is_asked_for(client, register, how, name):
    for place in ("agreements", "sources", "people", "cities"):
        plain = hits(client.get(f"/en/{place}/"))
        assert hits(client.get(f"/en/{place}/", {how: f"-{name}"})) == plain
