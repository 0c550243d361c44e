"""Days as an iCalendar file (RFC 5545, with the properties of RFC 7986). Pure, without Django.

Every event lasts all day and takes nobody's time. What the events say is decided by those who call.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Literal

from msgspec import Struct

from diplomacy.later import Package

icalendar = Package("icalendar")

KEPT = 2000  # events, of some two kilobytes each

_DAY = timedelta(days=1)
_END = b"END:VCALENDAR\r\n"
# The format knows line breaks in a text, and no other control character.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Almanac(Struct, frozen=True):
    """A calendar: `product` says what wrote it, `refresh` how often to ask for it again.

    `url` is the page that tells the same, `source` the address of the file itself.
    """

    name: str
    product: str
    refresh: timedelta
    description: str = ""
    url: str = ""
    source: str = ""
    color: str = ""


class AllDay(Struct, frozen=True):
    """A day or days on end, both ends counted. `changed` is when what it says last changed.

    `revision` counts such changes; without it the event does not say how often it changed.
    """

    uid: str
    changed: datetime
    first: date
    last: date
    summary: str
    description: str
    url: str
    status: Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]
    access: Literal["PUBLIC", "PRIVATE"]
    location: str = ""
    categories: tuple[str, ...] = ()
    revision: int | None = None


def write(almanac: Almanac, days: Iterable[AllDay]) -> bytes:
    """Return the file of the calendar with an event for each of `days`, in their order."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", almanac.product)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _plain(almanac.name))
    calendar.add("name", _plain(almanac.name))
    if almanac.description:
        calendar.add("x-wr-caldesc", _plain(almanac.description))
        calendar.add("description", _plain(almanac.description))
    if almanac.color:
        calendar.add("color", almanac.color)
    if almanac.url:
        calendar.add("url", almanac.url)
    if almanac.source:
        calendar.add("source", almanac.source, parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", almanac.refresh, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{int(almanac.refresh / timedelta(hours=1))}H")
    head = calendar.to_ical().removesuffix(_END)
    return b"".join((head, *map(_event, days), _END))


# Folding and escaping is what costs, about a millisecond an event, and it is seldom another one.
@lru_cache(maxsize=KEPT)
def _event(day: AllDay) -> bytes:
    event = icalendar.Event()
    event.add("uid", day.uid)
    event.add("dtstamp", day.changed)
    event.add("dtstart", day.first)
    # The end of an event is the first day that it no longer takes.
    event.add("dtend", day.last + _DAY if day.last < date.max else day.last)
    event.add("summary", _plain(day.summary))
    event.add("description", _plain(day.description))
    if day.location:
        event.add("location", _plain(day.location))
    event.add("url", day.url)
    if day.categories:
        event.add("categories", [_plain(category) for category in day.categories])
    event.add("class", day.access)
    event.add("transp", "TRANSPARENT")
    event.add("status", day.status)
    if day.revision is not None:
        event.add("last-modified", day.changed)
        event.add("sequence", day.revision)
    return event.to_ical()


def _plain(text: str) -> Any:
    """Return a text of any property: the library escapes those that it knows by itself only."""
    return icalendar.vText(_CONTROL.sub(" ", text.replace("\r\n", "\n")))
