"""The history page tells who did what, when, and what stood there before."""

import pytest
from django.utils.translation import override

from diplomacy.registry import publishing
from diplomacy.registry.admin.history import REASONS
from diplomacy.registry.codec import loading
from diplomacy.registry.management.commands import start_register
from tests import builders

from .conftest import member
from .screens import address, change_page, sent

pytestmark = pytest.mark.django_db


def test_a_change_is_shown_with_who_and_both_calendars_and_before_and_after(recorder, chief):
    made = builders.agreement(builders.city(), publication="draft", start="2024-09-25")
    form = recorder.get(change_page(made))
    recorder.post(change_page(made), sent(form, start="1403/7/5", reference="N-1"))
    page = chief.get(address("agreement", "history", made.pk))
    newest = page.context["changes"][0]
    lines = {line.label: (line.old, line.new) for line in newest.lines}
    assert newest.who == "recorder"
    assert str(newest.act) == "changed"
    assert " · " in newest.moment
    assert lines == {
        "Date": ("25 September 2024 · 4 Mehr 1403", "26 September 2024 · 5 Mehr 1403"),
        "Reference number": ("", "N-1"),
    }


def test_the_rows_of_a_record_stand_in_its_history_even_when_they_are_gone(recorder, chief):
    place = builders.city("Passing Place")
    made = builders.agreement(place, publication="draft")
    made.city_rows.get().delete()
    page = chief.get(address("agreement", "history", made.pk)).content.decode()
    assert "<del" in page
    assert "Passing Place" in page


def test_a_past_version_can_be_read_in_full(chief):
    made = builders.agreement(builders.city(), staff_note="first thought")
    made.staff_note = "second thought"
    made.save()
    page = address("agreement", "simple_history", made.pk, made.history.last().pk)
    text = chief.get(page).content.decode()
    assert "first thought" in text
    assert "second thought" not in text


def test_a_version_of_another_record_is_not_found(chief):
    one, other = builders.event(), builders.event()
    page = address("event", "simple_history", one.pk, other.history.get().pk)
    assert chief.get(page).status_code == 404
    assert chief.get(address("event", "simple_history", one.pk, "abc")).status_code == 404


def test_a_text_typed_as_markup_stays_text(chief):
    made = builders.agreement(builders.city(), staff_note="<script>alert(1)</script>")
    made.staff_note = "<b>bold</b>"
    made.save()
    page = chief.get(address("agreement", "history", made.pk)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt;bold" in page


def test_publishing_and_withdrawing_stand_in_the_history_with_their_reason(chief):
    made = builders.agreement(builders.city(), publication="draft")
    publishing.publish(made, member("administrator"), note="checked against the paper")
    publishing.withdraw(made, member("administrator"), {"en": "It was a mistake."})
    withdrawn, published = chief.get(address("agreement", "history", made.pk)).context["changes"][
        :2
    ]
    assert published.reason == "published without review: checked against the paper"
    assert withdrawn.reason == "withdrawn: It was a mistake."
    assert ("Publication", "published", "withdrawn") in [
        (line.label, line.old, line.new) for line in withdrawn.lines
    ]


@pytest.mark.parametrize("language", ["fa", "zh-hans"])
@pytest.mark.parametrize("reason", [loading.REASON, start_register.REASON])
def test_what_a_program_writes_as_its_reason_is_said_in_the_language_of_the_page(reason, language):
    with override(language):
        assert str(REASONS[reason]) != reason
