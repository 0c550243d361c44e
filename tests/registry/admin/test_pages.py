"""Every screen answers every role in every language, at a cost that the register's size keeps."""

import re

import html5lib
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from diplomacy.accounts.roles import Role
from diplomacy.registry.models import Agreement
from tests import builders

from .screens import MAKERS, NOUNS, add_rows, address, change_page, sent

pytestmark = pytest.mark.django_db

LANGUAGES = ["fa", "en", "zh-hans"]
INLINE = re.compile(r"<[^>]+\s(?:style|on[a-z]+)=|<style|<script(?![^>]*\ssrc=)(?![^>]*json)")


@pytest.mark.once
@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_answers_in_every_language_without_inline_code(chief, noun, language):
    record = MAKERS[noun]()
    with translation.override(language):
        pages = [
            address(noun, "changelist"),
            address(noun, "add"),
            change_page(record),
            address(noun, "history", record.pk),
            address(noun, "delete", record.pk),
        ]
    for page in pages:
        answer = chief.get(page)
        assert answer.status_code == 200, page
        text = answer.content.decode()
        assert not INLINE.search(text), (page, INLINE.search(text))
        assert f'dir="{"rtl" if language == "fa" else "ltr"}"' in text


@pytest.mark.once
@pytest.mark.parametrize("noun", NOUNS)
def test_every_input_of_a_row_has_a_label(chief, noun):
    tree = html5lib.parse(
        chief.get(change_page(MAKERS[noun]())).content.decode(), namespaceHTMLElements=False
    )
    labelled = {label.get("for") for label in tree.iter("label")}
    unlabelled = [
        element.get("name")
        for tag in ("input", "select", "textarea")
        for element in tree.iter(tag)
        if element.get("type") not in ("hidden", "submit")
        and element.get("id") not in labelled
        and not element.get("aria-label")
    ]
    assert [name for name in unlabelled if name] == []


@pytest.mark.parametrize("noun", NOUNS)
def test_a_list_costs_the_same_at_five_and_at_fifty_records(chief, noun):
    page = address(noun, "changelist")
    make = MAKERS[noun] if noun != "country" else lambda: builders.country(_letters())
    chief.get(page)
    assert _cost(chief, page, make, 5) == _cost(chief, page, make, 45)


@pytest.mark.parametrize("noun", ["agreement", "relationship", "person"])
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.VIEWER])
def test_a_record_costs_the_same_with_five_and_with_fifty_rows(signed_in, noun, role):
    record = MAKERS[noun]()
    page = change_page(record)
    client = signed_in(role)
    client.get(page)
    costs = []
    for rows in (5, 45):
        add_rows(record, rows)
        costs.append(_queries(client, page))
    assert costs[0] == costs[1] <= 40


def test_a_history_costs_the_same_with_five_and_with_fifty_changes(chief):
    record = MAKERS["agreement"]()
    page = address("agreement", "history", record.pk)
    chief.get(page)
    costs = []
    for writes in (5, 45):
        for number in range(writes):
            record.reference = f"{writes}/{number}"
            record.save()
        costs.append(_queries(chief, page))
    assert costs[0] == costs[1] <= 20


@pytest.mark.parametrize(
    "parameters",
    [
        {"start__year": "2147483648"},
        {"ordering_day__year": "2147483648"},
        {"publication__exact": "\x00"},
        {"instrument__exact": "no such"},
        {"staff_note__startswith": "a"},
        {"year": "2147483648"},
        {"year": "\x00"},
        {"year": "-5"},
        {"p": "1000000000"},
        {"p": "-1"},
        {"o": "9999999999999.-1"},
        {"q": "\x00"},
        {"q": "%" * 200},
        {"citations__source__title__startswith": "a"},
    ],
)
def test_no_parameter_of_a_list_breaks_it(chief, parameters):
    builders.agreement(builders.city())
    answer = chief.get(address("agreement", "changelist"), parameters, follow=True)
    assert answer.status_code in (200, 400)


def test_nobody_guesses_at_notes_by_filtering(recorder):
    builders.agreement(builders.city(), staff_note="secret", publication="draft")
    answer = recorder.get(address("agreement", "changelist"), {"staff_note__startswith": "s"})
    assert answer.status_code == 302


@pytest.mark.parametrize("key", ["0", "abc", "9" * 30, "\x00", "-1", "۱۲"])
@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_an_address_of_no_record_is_no_error(chief, key, page):
    answer = chief.get(address("agreement", page, key))
    assert answer.status_code in (302, 404)


@pytest.mark.parametrize("field", ["", "key", "search", "nothing"])
def test_a_page_asked_for_by_any_field_is_no_error(chief, field):
    place = builders.city()
    for page in (change_page(place), "/fa/admin/accounts/user/1/change/"):
        assert chief.get(page, {"_to_field": field, "_popup": ""}).status_code < 500


@pytest.mark.parametrize("number", ["9" * 30, "x", "\x00", ""])
def test_a_choice_of_no_record_is_no_error(chief, number):
    place = builders.city()
    chosen = {"action": "delete_selected", "_selected_action": [number]}
    assert chief.post(address("city", "changelist"), chosen).status_code < 500
    typed = sent(chief.get(change_page(place)), parent=number, country=number)
    assert chief.post(change_page(place), typed).status_code < 500


def test_the_list_of_entries_filters_by_the_year_of_the_pages_calendar(chief, settings):
    early, late = (
        builders.event(builders.city(), start=day) for day in ("2025-03-10", "2025-03-25")
    )
    undated = builders.event(builders.city(), start="")
    page = {"fa": "/fa/admin/registry/event/", "en": "/en/admin/registry/event/"}

    def found(language: str, year: str) -> set:
        return {row.pk for row in chief.get(page[language], {"year": year}).context["cl"].queryset}

    assert found("en", "2025") == {early.pk, late.pk}
    assert found("fa", "1403") == {early.pk}
    assert found("fa", "1404") == {late.pk}
    assert found("fa", "undated") == {undated.pk}


def test_an_entry_of_any_kind_is_looked_up_but_has_no_screen_of_its_own(chief):
    made = builders.agreement(builders.city(), title_fa="پیمان ویژه")
    answer = chief.get(
        "/fa/admin/autocomplete/",
        {"term": "ویژه", "app_label": "registry", "model_name": "entrylink", "field_name": "to"},
    )
    assert [row["id"] for row in answer.json()["results"]] == [str(made.pk)]
    assert "registry/entry/" not in chief.get("/fa/admin/").content.decode()
    assert chief.get(f"/fa/admin/registry/entry/{made.pk}/change/").url == (
        f"/fa/admin/registry/agreement/{made.pk}/change/"
    )
    assert chief.get("/fa/admin/registry/entry/add/").status_code == 403
    assert Agreement.objects.get() == made


def _letters() -> str:
    number = builders._next()
    return f"{chr(97 + number // 26 % 26)}{chr(97 + number % 26)}"


def _cost(client, page: str, make, number: int) -> int:
    for _record in range(number):
        make()
    return _queries(client, page)


def _queries(client, page: str) -> int:
    """Count those of a page that was asked for before: content types are asked for once."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)
