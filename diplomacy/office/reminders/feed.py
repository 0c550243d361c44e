"""The days that staff have to keep, as an iCalendar file."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from diplomacy.almanac import AllDay, Almanac, write

from .days import Day

REFRESH = timedelta(hours=6)
PRODUCT = "-//Diplomacy register//Staff calendar//EN"


def calendar_file(name: str, days: Iterable[Day], now: datetime) -> bytes:
    """Return the calendar `name` with every day as an event that lasts all day."""
    return write(Almanac(name, PRODUCT, REFRESH), (_event(day, now) for day in days))


def _event(day: Day, now: datetime) -> AllDay:
    return AllDay(
        uid=f"{day.uid}@{urlsplit(settings.SITE_URL).hostname}",
        changed=now,
        first=day.first,
        last=day.last,
        summary=day.title,
        description=day.text,
        url=day.url,
        status="CONFIRMED" if day.is_public else "TENTATIVE",
        access="PRIVATE",
    )
