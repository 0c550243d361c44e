"""A calendar file is what RFC 5545 wants, read by a library that did not write it."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import vobject

from diplomacy.almanac import AllDay, Almanac, write

HOSTILE = 'a,b;c\\d:"e"\r\nEND:VCALENDAR\nBEGIN:VEVENT\rf\x00\x0b\x1b\x7f ]]> <b>&amp; سفر 访问 🕌'


def almanac(**fields) -> Almanac:
    given = {"name": "Days", "product": "-//Test//EN", "refresh": timedelta(hours=12)}
    return Almanac(**given | fields)


def all_day(**fields) -> AllDay:
    given = {
        "uid": "event-a@register.test",
        "changed": datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC),
        "first": date(2024, 9, 25),
        "last": date(2024, 9, 25),
        "summary": "A meeting",
        "description": "It was held",
        "url": "https://register.test/en/events/a/",
        "status": "CONFIRMED",
        "access": "PUBLIC",
    }
    return AllDay(**given | fields)


def read(content: bytes):
    """Return the calendar, checked, as the other library reads it."""
    calendar = vobject.readOne(content.decode())
    calendar.validate(raiseException=True)
    return calendar


def test_the_end_of_days_is_the_first_day_that_they_no_longer_take():
    days = [all_day(), all_day(uid="b", first=date(2024, 2, 28), last=date(2024, 3, 1))]
    one, range_ = read(write(almanac(), days)).vevent_list
    assert (one.dtstart.value, one.dtend.value) == (date(2024, 9, 25), date(2024, 9, 26))
    assert (range_.dtstart.value, range_.dtend.value) == (date(2024, 2, 28), date(2024, 3, 2))


def test_the_last_day_that_can_be_written_has_no_day_after_it():
    event = read(write(almanac(), [all_day(first=date.max, last=date.max)])).vevent
    assert event.dtend.value == date.max


@pytest.mark.parametrize("name", ["summary", "description", "location"])
def test_a_hostile_text_stays_a_text(name):
    event = read(write(almanac(), [all_day(**{name: HOSTILE})])).vevent
    kept = HOSTILE.replace("\r\n", "\n").replace("\r", " ")
    assert getattr(event, name).value == re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", " ", kept)


def test_hostile_names_and_categories_stay_texts():
    content = write(
        almanac(name=HOSTILE, description=HOSTILE, url="https://register.test/"),
        [all_day(categories=("a,b", "c;d\nSTATUS:CANCELLED"))],
    )
    calendar = read(content)
    kept = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", " ", HOSTILE.replace("\r\n", "\n"))
    for name in ("x_wr_calname", "name", "x_wr_caldesc", "description"):
        lines = calendar.contents[name.replace("_", "-")]
        assert (
            lines[0]
            .value.replace("\\n", "\n")
            .replace("\\,", ",")
            .replace("\\;", ";")
            .replace("\\\\", "\\")
            == kept
        )
    assert calendar.vevent.categories.value == ["a,b", "c;d\nSTATUS:CANCELLED"]
    assert calendar.vevent.status.value == "CONFIRMED"


def test_lines_are_folded_between_letters_and_end_as_the_format_wants():
    content = write(
        almanac(name="شهر" * 60), [all_day(summary="访问🕌" * 60, description="سفر" * 90)]
    )
    assert max(map(len, content.split(b"\r\n"))) <= 75
    for line in content.split(b"\r\n"):
        line.decode()
    assert re.search(rb"[^\r]\n|\r[^\n]", content) is None
    assert read(content).vevent.summary.value == "访问🕌" * 60


def test_a_calendar_says_its_name_how_often_to_ask_and_where_it_is():
    source = "https://register.test/en/calendar.ics"
    content = write(almanac(url="https://register.test/en/", source=source, color="navy"), [])
    lines = content.decode().split("\r\n")
    assert {
        "NAME:Days",
        "X-WR-CALNAME:Days",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
        f"SOURCE;VALUE=URI:{source}",
        "URL:https://register.test/en/",
        "COLOR:navy",
    } <= set(lines)


def test_only_an_event_that_counts_its_changes_says_so():
    bare, counted = write(almanac(), [all_day()]), write(almanac(), [all_day(revision=2)])
    assert b"SEQUENCE" not in bare
    assert b"LAST-MODIFIED" not in bare
    event = read(counted).vevent
    assert event.sequence.value == "2"
    assert event.last_modified.value == event.dtstamp.value


def test_the_same_days_are_the_same_bytes():
    days = [all_day(categories=("a", "b"), location="here", revision=1)]
    assert write(almanac(), days) == write(almanac(), days)
