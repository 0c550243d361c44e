"""The days that staff have to keep, as an iCalendar file (RFC 5545)."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from .days import Day

REFRESH = timedelta(hours=6)
_DAY = timedelta(days=1)
# The format knows line breaks in a text, and no other control character.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def calendar_file(name: str, days: Iterable[Day], now: datetime) -> bytes:
    """Return the calendar `name` with every day as an event that lasts all day."""
    calendar = Calendar()
    calendar.add("prodid", "-//Diplomacy register//Staff calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _plain(name))
    calendar.add("name", _plain(name))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for day in days:
        calendar.add_component(_event(day, now))
    return calendar.to_ical()


def _event(day: Day, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{day.uid}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", now)
    event.add("dtstart", day.first)
    # The end of an event is the first day that it no longer takes.
    event.add("dtend", day.last + _DAY if day.last < date.max else day.last)
    event.add("summary", _plain(day.title))
    event.add("description", _plain(day.text))
    event.add("url", day.url)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    event.add("status", "CONFIRMED" if day.is_public else "TENTATIVE")
    return event


def _plain(text: str) -> str:
    return _CONTROL.sub(" ", text.replace("\r\n", "\n"))
