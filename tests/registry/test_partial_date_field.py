"""Partial dates in the database, in history and in forms."""

import json
from datetime import date

import pytest
from django import forms
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F, Max, Min
from django.test import RequestFactory
from django.utils import translation

from diplomacy.calendars import CODES, UNKNOWN, DateError, PartialDate
from diplomacy.registry import date_words
from diplomacy.registry.date_echo import echo
from diplomacy.registry.fields import PartialDateField, PartialDateFormField
from diplomacy.registry.models import Source

TEXTS = (
    "",
    "XXXX-05-28",
    "[..2018-02-06]",
    "1998",
    "2021~",
    "[2022-03,2022-05]",
    "2024-09",
    "1403-07-04",
    "2024-09-25",
    "[2025-10-19..]",
)


def make_source(text: str, **fields) -> Source:
    return Source.objects.create(
        title=text or "undated", kind=Source.Kind.PRESS, date=text, **fields
    )


@pytest.fixture
def sources(db) -> dict[str, Source]:
    return {text: make_source(text) for text in TEXTS}


def texts(queryset) -> set[str]:
    return {source.date.text for source in queryset}


# In the database


def test_every_form_comes_back_as_it_was_stored(sources):
    for text, source in sources.items():
        assert Source.objects.get(pk=source.pk).date == PartialDate.parse(text)


def test_the_column_holds_both_days_and_the_text_and_is_never_null(sources):
    with connection.cursor() as cursor:
        cursor.execute("SELECT date FROM registry_source ORDER BY id")
        stored = [row[0] for row in cursor.fetchall()]
    assert stored[0] == "0001-01-01/9999-12-31 "
    assert stored[6] == "2024-09-01/2024-09-30 2024-09"
    assert stored[7] == "2024-09-25/2024-09-25 1403-07-04"
    assert Source._meta.get_field("date").null is False


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"date__first": date(2024, 9, 25)}, {"1403-07-04", "2024-09-25"}),
        ({"date__last": date(2018, 2, 6)}, {"[..2018-02-06]"}),
        ({"date__first__gt": date(2024, 9, 25)}, {"[2025-10-19..]"}),
        (
            {"date__first__gte": date(2024, 9, 25)},
            {"1403-07-04", "2024-09-25", "[2025-10-19..]"},
        ),
        ({"date__last__lt": date(2018, 2, 7)}, {"[..2018-02-06]", "1998"}),
        ({"date__last__lte": date(1998, 12, 30)}, set()),
        ({"date__last__lte": date(1998, 12, 31)}, {"1998"}),
        (
            {"date__first__range": (date(2021, 1, 1), date(2022, 3, 1))},
            {"2021~", "[2022-03,2022-05]"},
        ),
        ({"date__first__in": [date(1998, 1, 1), date(2024, 9, 1)]}, {"1998", "2024-09"}),
        ({"date": "2024-09"}, {"2024-09"}),
        ({"date": UNKNOWN}, {""}),
        ({"date__in": ["1998", PartialDate.parse("2021~")]}, {"1998", "2021~"}),
        ({"date__last": F("date__first")}, {"1403-07-04", "2024-09-25"}),
    ],
)
def test_filters_compare_the_first_and_the_last_possible_day(sources, condition, expected):
    assert texts(Source.objects.filter(**condition)) == expected


def test_a_span_is_found_by_any_day_that_it_may_hold(sources):
    day = date(2024, 9, 25)
    held = Source.objects.filter(date__first__lte=day, date__last__gte=day)
    assert texts(held) == {"", "XXXX-05-28", "2024-09", "1403-07-04", "2024-09-25"}


def test_order_is_by_the_first_possible_day_then_the_last(sources):
    ordered = Source.objects.order_by("date").values_list("date", flat=True)
    days = [(value.first, value.last) for value in ordered]
    assert days == sorted(days)
    latest = Source.objects.order_by("-date__first", "title").first()
    assert latest.date.text == "[2025-10-19..]"


def test_the_possible_days_are_days(sources):
    found = Source.objects.exclude(date=UNKNOWN).aggregate(
        first=Min("date__first"), last=Max("date__last")
    )
    assert found == {"first": date.min, "last": date.max}
    days = Source.objects.filter(date="2024-09").values_list("date__first", "date__last")
    assert list(days) == [(date(2024, 9, 1), date(2024, 9, 30))]


def test_an_update_stores_a_canonical_text(sources):
    Source.objects.filter(date="1998").update(date="1999-05")
    assert Source.objects.get(title="1998").date == PartialDate.parse("1999-05")


def test_whatever_is_assigned_reads_back_as_a_partial_date():
    assert Source().date is UNKNOWN
    assert Source(date=None).date is UNKNOWN
    assert Source(date="1403-07").date == PartialDate.parse("1403-07")
    assert Source(date=date(2024, 9, 25)).date.text == "2024-09-25"
    with pytest.raises(DateError, match="30 days"):
        Source(date="2024-09-31")


def test_history_keeps_each_date(db):
    source = make_source("2024")
    source.date = PartialDate.parse("[2024-03..2024-05]")
    source.save()
    newest, oldest = source.history.all()
    assert (oldest.date.text, newest.date.text) == ("2024", "[2024-03..2024-05]")
    (change,) = newest.diff_against(oldest, included_fields=["date"]).changes
    assert (change.old.text, change.new.text) == ("2024", "[2024-03..2024-05]")


def test_a_date_survives_serialising(db):
    source = make_source("[1995..2000-04-27]")
    stored = serializers.serialize("json", [source])
    assert json.loads(stored)[0]["fields"]["date"] == "[1995..2000-04-27]"
    (again,) = serializers.deserialize("json", stored)
    assert again.object.date == source.date


def test_a_migration_needs_only_what_differs_from_the_default():
    assert PartialDateField(blank=True).deconstruct()[3] == {"blank": True}
    assert PartialDateField(default="1403").deconstruct()[3] == {"default": "1403"}


def test_an_unknown_date_is_refused_where_one_is_needed():
    needed, optional = PartialDateField(), PartialDateField(blank=True)
    assert optional.clean(UNKNOWN, None) is UNKNOWN
    with pytest.raises(ValidationError) as caught:
        needed.clean(UNKNOWN, None)
    assert caught.value.code == "blank"
    with pytest.raises(ValidationError, match="30 days"):
        needed.clean("2024-09-31", None)


# In forms


class DateForm(forms.Form):
    day = PartialDateFormField(required=False)


def test_a_form_takes_what_staff_type():
    form = DateForm({"day": "۴ مهر ۱۴۰۳"})
    assert form.is_valid()
    assert form.cleaned_data["day"] == PartialDate.parse("1403-07-04")


def test_a_wrong_date_is_shown_again_with_its_fault():
    form = DateForm({"day": "31 September 2024"})
    assert form.errors == {"day": ["September 2024 has 30 days; there is no day 31 in it."]}
    assert 'value="31 September 2024"' in form.as_p()


def test_an_empty_line_is_an_unknown_date_unless_one_is_needed():
    form = DateForm({"day": " "})
    assert form.is_valid()
    assert form.cleaned_data["day"] is UNKNOWN
    with pytest.raises(ValidationError) as caught:
        PartialDateFormField().clean("")
    assert caught.value.code == "required"


@pytest.mark.parametrize(
    ("language", "value", "line"),
    [
        ("fa", "۴ مهر ۱۴۰۳", "۴ مهر ۱۴۰۳ · ۲۵ سپتامبر ۲۰۲۴"),
        ("en", "4 Mehr 1403", "25 September 2024 · 4 Mehr 1403"),
        ("zh-hans", "伊朗历1403年7月4日", "2024年9月25日 · 伊朗历1403年7月4日"),
    ],
)
def test_the_field_shows_the_date_of_the_source_and_both_calendars_below(language, value, line):
    with translation.override(language):
        html = str(DateForm(initial={"day": PartialDate.parse("1403-07-04")})["day"])
    assert f'value="{value}"' in html
    assert f'<span class="date-echo" id="id_day_echo" role="status">{line}</span>' in html
    assert 'aria-describedby="id_day_echo"' in html
    assert 'dir="auto"' in html


@pytest.mark.parametrize("language", ["fa", "en", "zh-hans"])
@pytest.mark.parametrize("text", TEXTS)
def test_an_untouched_field_has_not_changed(language, text):
    value = PartialDate.parse(text)
    field = PartialDateFormField(required=False)
    with translation.override(language):
        assert not field.has_changed(value, field.prepare_value(value))
        assert field.has_changed(value, "1999")


def test_the_page_needs_one_script_from_our_own_files():
    assert str(DateForm().media).count("<script") == 1
    assert "registry/partial-date.js" in str(DateForm().media)


def test_every_fault_has_a_message_for_staff():
    assert set(date_words._MESSAGES) == CODES


@pytest.mark.parametrize(
    ("language", "where"),
    [("fa", "اسفند ۱۴۰۵"), ("en", "Esfand 1405"), ("zh-hans", "伊朗历1405年12月")],
)
def test_a_fault_names_the_month_in_the_language_of_the_page(language, where):
    with pytest.raises(DateError) as caught:
        PartialDate.parse("1405-12-30")
    with translation.override(language):
        assert where in date_words.fault(caught.value)


# The echo


def ask(text: str, language: str = "en") -> dict[str, str]:
    with translation.override(language):
        response = echo(RequestFactory().get("/", {"text": text}))
    return json.loads(response.content)


def test_the_echo_answers_with_both_calendars_or_the_fault():
    assert ask("1403/7/4") == {"main": "25 September 2024", "other": "4 Mehr 1403", "error": ""}
    assert ask("1403/7/4", "fa")["main"] == "۴ مهر ۱۴۰۳"
    assert ask("") == {"main": "", "other": "", "error": ""}
    wrong = ask("30 Esfand 1405")
    assert wrong["main"] == wrong["other"] == ""
    assert wrong["error"].startswith("Esfand 1405 has 29 days")


def test_the_echo_is_for_reading_only():
    assert echo(RequestFactory().post("/", {"text": "2024"})).status_code == 405
