"""A list of records costs the same in a large register as in a small one."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from diplomacy.registry.models import KINDS, EntryCity, Event
from diplomacy.registry.models.bulk import insert_entries
from tests import builders

from .screens import address

pytestmark = pytest.mark.django_db


def many(number: int) -> None:
    city = builders.city()
    made = [
        Event(type="meeting", title_en=f"Meeting {n}", start=f"2021-{1 + n % 12:02}")
        for n in range(number)
    ]
    insert_entries(made, [EntryCity(entry=one, city=city) for one in made])


def test_a_long_list_is_counted_and_led_through_up_to_a_thousand(chief):
    many(1001)
    page = chief.get(address("event", "changelist")).content.decode()
    assert "more than 1,000" in page
    assert "?p=20" in page
    assert "?p=21" not in page
    assert chief.get(address("event", "changelist"), {"p": 20}).status_code == 200
    assert chief.get(address("event", "changelist"), {"p": 21}).status_code == 302
    found = chief.get(address("event", "changelist"), {"q": "meeting"}).content.decode()
    assert "more than 1,000 results" in found


def test_nothing_is_done_to_more_rows_at_once_than_are_counted(chief):
    many(1001)
    first = Event.objects.first()
    form = {"action": "delete_selected", "select_across": "1", "_selected_action": first.pk}
    answer = chief.post(address("event", "changelist"), form, follow=True)
    assert "Choose at most 1,000 at once." in answer.content.decode()
    assert Event.objects.count() == 1001


@pytest.mark.parametrize("asked", [{}, {"publication__exact": "draft"}, {"year": "2021"}])
def test_a_list_costs_the_same_statements_for_five_and_fifty_rows(chief, asked):
    costs = []
    for number in (5, 45):
        many(number)
        with CaptureQueriesContext(connection) as statements:
            chief.get(address("event", "changelist"), asked)
        costs.append(len(statements))
    assert costs[0] == costs[1] <= 8


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_of_entries_is_found_by_an_index_alone(rf, kind, on_sqlite):
    screen = admin.site.get_model_admin(kind)
    for asked in ({}, {"publication__exact": "draft"}, {"year": "2021"}):
        request = rf.get("/", asked)
        rows = screen.get_paginator(request, screen.get_queryset(request), 50).entries
        plan = rows.values("pk")[:50].explain()
        assert "USING COVERING INDEX entry_" in plan
        assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 3),
        ({"publication__exact": "draft"}, 1),
        ({"year": "2021"}, 2),
        ({"year": "undated"}, 0),
        ({"level__exact": "national"}, 1),
        ({"type__exact": "letter"}, 1),
        ({"year": "2021", "type__exact": "letter"}, 0),
        ({"q": "visit"}, 1),
    ],
)
def test_a_list_holds_what_it_is_narrowed_to(chief, asked, found):
    city = builders.city()
    builders.event(city, publication="draft", title_en="Visit", start="2021-03")
    builders.event(city, level="national", start="2021")
    builders.event(city, type="letter", start="2020")
    builders.restriction(city, start="2021")
    shown = chief.get(address("event", "changelist"), asked).context["cl"]
    assert (shown.result_count, len(shown.result_list)) == (found, found)
    days = [one.ordering_day for one in shown.result_list]
    assert days == sorted(days, reverse=True)


def test_every_list_filter_offers_choices_that_no_statement_looks_up(rf, chief):
    for model, screen in admin.site._registry.items():
        if model._meta.app_label != "registry":
            continue
        assert screen.date_hierarchy is None
        assert not screen.show_full_result_count
        for one in screen.get_list_filter(rf.get("/")):
            field = model._meta.get_field(one) if isinstance(one, str) else None
            is_known = field is None or field.choices or field.get_internal_type() == "BooleanField"
            assert is_known, f"{model.__name__}: {one}"


@pytest.mark.parametrize(
    ("language", "count", "last"),
    [
        ("fa", "۵۱ رویداد", ">۲</a>"),
        ("en", "51 events", ">2</a>"),
        ("zh-hans", "51 活动", ">2</a>"),
    ],
)
def test_rows_and_pages_are_numbered_as_in_the_language(chief, language, count, last):
    many(51)
    with translation.override(language):
        page = chief.get(address("event", "changelist")).content.decode()
    pages = page.partition('class="paginator"')[2].partition("</p>")[0]
    assert f" {count} " in " ".join(pages.split())
    assert last in pages
    assert "?p=2" in pages


def test_all_is_offered_only_where_less_is_shown(chief):
    many(2)
    for asked, is_offered in (({}, False), ({"q": "meeting"}, True)):
        page = chief.get(address("event", "changelist"), asked).content.decode()
        form = page.partition('id="changelist-search"')[2].partition("</form>")[0]
        assert "2 results" in form
        assert ("Show all" in form) is is_offered
