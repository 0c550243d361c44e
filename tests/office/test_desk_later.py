"""Putting lines off: for oneself, for a while, and back again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from diplomacy.office.models import Snooze
from tests import builders
from tests.registry.admin.conftest import member

pytestmark = pytest.mark.django_db

DESK, LATER = "/en/desk/", "/en/desk/later/"
PUT_OFF, WAKE = f"{LATER}put-off/", f"{LATER}show-again/"


def at_desk(role: str) -> Client:
    client = Client(enforce_csrf_checks=False)
    client.force_login(member(role))
    return client


@pytest.fixture
def promise():
    yesterday = timezone.localdate() - timedelta(days=1)
    return builders.commitment(due=yesterday.isoformat(), title_en="Send the list")


def line_of(record) -> str:
    return f"overdue:commitment:{record.key}"


@pytest.mark.parametrize(("period", "days"), [("week", 7), ("month", 30), ("quarter", 91)])
def test_a_line_is_put_off_for_a_week_a_month_or_three(promise, period, days):
    clerk = at_desk("recorder")
    response = clerk.post(PUT_OFF, {"line": line_of(promise), "period": period}, follow=True)
    html = response.content.decode()
    assert "Put off until" in html
    assert "Send the list" not in html
    assert "1 line is put off" in html
    assert Snooze.objects.get().until == timezone.localdate() + timedelta(days=days)


def test_putting_off_on_the_page_of_a_group_leads_back_to_it(promise):
    clerk, page = at_desk("recorder"), "/en/desk/attention/overdue/"
    assert 'name="group" value="overdue"' in clerk.get(page).content.decode()
    sent = {"line": line_of(promise), "period": "week"}
    assert clerk.post(PUT_OFF, sent | {"group": "overdue"}).url == page
    assert clerk.post(PUT_OFF, sent | {"group": "//else.where"}).url == DESK


def test_others_still_see_it(promise):
    at_desk("recorder").post(PUT_OFF, {"line": line_of(promise), "period": "week"})
    assert "Send the list" in at_desk("reviewer").get(DESK).content.decode()
    assert "put off" not in at_desk("reviewer").get(DESK).content.decode()


@pytest.mark.parametrize(("days", "hidden"), [(1, True), (0, False), (-1, False)])
def test_a_line_comes_back_on_its_day(promise, days, hidden):
    until = timezone.localdate() + timedelta(days=days)
    Snooze.objects.create(user=member("recorder"), line=line_of(promise), until=until)
    html = at_desk("recorder").get(DESK).content.decode()
    assert ("Send the list" not in html) is hidden


def test_putting_off_again_moves_the_day(promise):
    clerk = at_desk("recorder")
    for period in ("quarter", "week"):
        clerk.post(PUT_OFF, {"line": line_of(promise), "period": period})
    assert Snooze.objects.get().until == timezone.localdate() + timedelta(days=7)


def test_what_is_put_off_can_be_seen_and_shown_again(promise):
    clerk = at_desk("recorder")
    clerk.post(PUT_OFF, {"line": line_of(promise), "period": "week"})
    assert "Send the list" in clerk.get(LATER).content.decode()
    html = clerk.post(WAKE, {"line": line_of(promise)}, follow=True).content.decode()
    assert "You have put nothing off." in html
    assert "Send the list" in clerk.get(DESK).content.decode()


def test_what_needs_no_attention_any_more_can_still_be_cleared_away(promise):
    clerk = at_desk("recorder")
    clerk.post(PUT_OFF, {"line": line_of(promise), "period": "week"})
    promise.due = ""
    promise.save()
    assert "needs no attention any more" in clerk.get(LATER).content.decode()
    clerk.post(WAKE, {"line": line_of(promise)})
    assert not Snooze.objects.exists()


def test_nobody_shows_again_what_another_put_off(promise):
    at_desk("recorder").post(PUT_OFF, {"line": line_of(promise), "period": "week"})
    at_desk("reviewer").post(WAKE, {"line": line_of(promise)})
    assert Snooze.objects.count() == 1


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"line": "overdue:commitment:x"},
        {"line": "overdue:commitment:x", "period": "year"},
        {"line": "", "period": "week"},
        {"line": "nothing:commitment:x", "period": "week"},
        {"line": "overdue:commitment:\x00", "period": "week"},
        {"line": "overdue:commitment:" + "x" * 200, "period": "week"},
        {"line": "overdue:commitment:x\n", "period": "week"},
        {"line": "overdue:commitment:<b>", "period": "week"},
    ],
)
def test_what_is_no_line_is_refused(typed):
    clerk = at_desk("recorder")
    assert clerk.post(PUT_OFF, typed).status_code == 400
    if "period" in typed and typed["period"] == "week":
        assert clerk.post(WAKE, typed).status_code == 400
    assert not Snooze.objects.exists()


@pytest.mark.parametrize("path", [PUT_OFF, WAKE])
def test_a_link_puts_nothing_off(path):
    assert at_desk("recorder").get(path, {"line": "overdue:commitment:x"}).status_code == 405


@pytest.mark.parametrize("path", [PUT_OFF, WAKE])
def test_a_visitor_puts_nothing_off(client, path):
    response = client.post(path, {"line": "overdue:commitment:x", "period": "week"})
    assert response.status_code == 403
    assert not Snooze.objects.exists()
