"""The private calendar of the staff: how it is written, what it keeps back, who opens it."""

import re
from datetime import date

import pytest
from django.urls import reverse
from icalendar import Calendar

from diplomacy.accounts.models import User
from diplomacy.office.models import CalendarAddress
from diplomacy.office.reminders.address import make_address, owner, revoke_address
from diplomacy.registry.models import Document
from tests import builders

pytestmark = pytest.mark.django_db

ROLES = ["viewer", "recorder", "reviewer", "administrator"]


@pytest.fixture
def clerk() -> User:
    return User.objects.create_user("clerk", role="recorder", language="en")


def path_of(user: User) -> str:
    return make_address(user).removeprefix("http://127.0.0.1:8000")


def by_hand(content: bytes) -> list[str]:
    """Return the logical lines, unfolded as RFC 5545 says and without the library."""
    return content.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n")


@pytest.mark.parametrize("role", ROLES)
def test_nothing_private_is_in_it_for_any_role(client, role):
    user = User.objects.create_user("somebody", role=role, language="en")
    partner = builders.city()
    promise = builders.commitment(partner, due="2090-01-10", staff_note="CANARY note")
    speaker = builders.person(name_en="CANARY", contact="CANARY contact")
    builders.took_part(promise, person=speaker, name_shown=False)
    Document.objects.create(
        entry=promise.entry_ptr,
        kind="report",
        access="restricted",
        title_en="CANARY paper",
        file=builders.upload(),
    )
    content = client.get(path_of(user)).content
    assert b"Due: Promise" in content
    assert b"CANARY" not in content


def test_a_draft_is_marked_as_not_yet_certain(client, clerk):
    builders.commitment(builders.city(), due="2090-01-10", publication="draft")
    builders.commitment(builders.city(), due="2090-01-11")
    calendar = Calendar.from_ical(client.get(path_of(clerk)).content)
    assert [str(event["STATUS"]) for event in calendar.events] == ["TENTATIVE", "CONFIRMED"]


def test_a_range_of_days_ends_before_the_day_after_it(client, clerk):
    builders.delegation(builders.city(), start="2090-02-01", end="2090-02-04", progress="announced")
    event = Calendar.from_ical(client.get(path_of(clerk)).content).events[0]
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (
        date(2090, 2, 1),
        date(2090, 2, 5),
    )
    lines = by_hand(client.get(path_of(clerk)).content)
    assert "DTSTART;VALUE=DATE:20900201" in lines
    assert "DTEND;VALUE=DATE:20900205" in lines


def test_lines_are_folded_and_texts_escaped_as_the_format_wants(client, clerk):
    title = "هیئت، نوآباد; a,b\\c \U0001f54c " + "سفرهای بلند" * 12
    builders.commitment(
        builders.city(), due="2090-01-10", title_en=f"{title}\r\nEND:VEVENT\rx\x0b\x00"[:-1]
    )
    content = client.get(path_of(clerk)).content
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert re.search(rb"[^\r]\n|\r[^\n]|[\x00-\x08\x0b\x0c\x0e-\x1f]", content) is None
    physical = content.split(b"\r\n")
    assert max(map(len, physical)) <= 75
    for line in physical:
        line.decode()  # no letter is cut in two
    wanted = title.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    lines = by_hand(content)
    assert f"SUMMARY:Due: {wanted}\\nEND:VEVENT x " in lines
    assert lines.count("END:VEVENT") == lines.count("BEGIN:VEVENT") == 1


def test_every_event_has_what_the_format_requires(client, clerk):
    builders.commitment(builders.city(), due="2090-01-10")
    builders.agreement(builders.city(), start="2019-07", expires="2090-01-01", notice_months=1)
    content = client.get(path_of(clerk)).content
    lines = by_hand(content)
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", lines[2]]
    assert sum(line.startswith("PRODID:") for line in lines) == 1
    for name in ("UID:", "DTSTAMP:", "DTSTART;VALUE=DATE:", "DTEND;VALUE=DATE:", "SUMMARY:"):
        assert sum(line.startswith(name) for line in lines) == 3
    assert sum(bool(re.fullmatch(r"DTSTAMP:\d{8}T\d{6}Z", line)) for line in lines) == 3
    assert len({line for line in lines if line.startswith("UID:")}) == 3


def test_an_event_keeps_its_uid_when_words_key_and_day_change(client, clerk):
    promise = builders.commitment(builders.city(), due="2090-01-10")
    before = Calendar.from_ical(client.get(path_of(clerk)).content).events[0]
    promise.key, promise.due, promise.title_en = "another", "2090-01-12", "Other words"
    promise.save()
    after = Calendar.from_ical(client.get(path_of(clerk)).content).events[0]
    assert before["UID"] == after["UID"]
    assert before.decoded("DTSTART") != after.decoded("DTSTART")


@pytest.mark.parametrize(
    ("language", "words", "name"),
    [
        ("fa", "موعد تعهد: تعهد", "روزهای میز کار"),
        ("en", "Due: Promise", "Days of the desk"),
        ("zh-hans", "承诺到期：承诺", "工作台日程"),
    ],
)
def test_it_is_in_the_language_of_its_owner_with_both_calendars(client, language, words, name):
    user = User.objects.create_user("clerk", role="recorder", language=language)
    promise = builders.commitment(builders.city(), due="2090-01-10")
    response = client.get(path_of(user), headers={"accept-language": "de"})
    calendar = Calendar.from_ical(response.content)
    event = calendar.events[0]
    assert str(event["SUMMARY"]).startswith(words)
    assert str(calendar["X-WR-CALNAME"]) == name
    year = {"fa": ("۱۴۶۸", "۲۰۹۰"), "en": ("1468", "2090"), "zh-hans": ("1468", "2090")}[language]
    assert all(number in str(event["DESCRIPTION"]) for number in year)
    path = f"/{language}/desk/records/commitment/{promise.key}/"
    assert str(event["URL"]) == f"http://127.0.0.1:8000{path}"


def test_the_secret_is_not_stored_and_opens_its_owners_calendar_only(clerk):
    other = User.objects.create_user("other")
    secret = path_of(clerk).removeprefix("/calendar/").removesuffix(".ics")
    make_address(other)
    assert len(secret) >= 43
    stored = str(list(CalendarAddress.objects.values()))
    assert secret not in stored
    assert owner(secret) == clerk


def test_a_new_address_or_none_stops_the_old_one(client, clerk):
    first = path_of(clerk)
    second = path_of(clerk)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    revoke_address(clerk)
    assert client.get(second).status_code == 404


def test_the_address_of_somebody_who_left_opens_nothing(client, clerk):
    address = path_of(clerk)
    clerk.is_active = False
    clerk.save()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("secret", ["x", "%00", "%ff%fe", "a" * 5000, "../admin", "سفر", "%0d%0aX"])
def test_a_wrong_secret_is_no_page_like_any_other(client, clerk, django_assert_num_queries, secret):
    make_address(clerk)
    response = client.get(f"/calendar/{secret}.ics")
    assert response.status_code == 404
    assert response["Cache-Control"] == "private, no-store"


def test_a_wrong_secret_costs_what_a_dead_one_costs(clerk, django_assert_num_queries):
    dead = path_of(clerk).removeprefix("/calendar/").removesuffix(".ics")
    revoke_address(clerk)
    for secret in (dead, "x"):
        with django_assert_num_queries(1):
            assert owner(secret) is None


def test_no_cache_and_no_robot_keeps_it_and_it_sets_no_cookie(client, clerk):
    response = client.get(path_of(clerk))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Language"] == "en"
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies
    assert client.post(path_of(clerk)).status_code == 405


def test_the_address_names_no_language(clerk):
    assert path_of(clerk).startswith("/calendar/")
    assert reverse("staff-calendar", args=["x"]) == "/calendar/x.ics"


@pytest.mark.parametrize("rows", [2, 12])
def test_opening_it_costs_one_query_more_than_its_days(
    client, clerk, django_assert_max_num_queries, rows
):
    for _number in range(rows):
        builders.commitment(builders.city(), due="2090-01-10")
    address = path_of(clerk)
    with django_assert_max_num_queries(7):
        assert client.get(address).content.count(b"BEGIN:VEVENT") == rows
