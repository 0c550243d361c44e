"""Feeds and calendars as readers' programs take them: by libraries that did not write them."""

from datetime import UTC, date, datetime, timedelta

import feedparser
import vobject

from diplomacy.accounts.models import User
from diplomacy.registry.models import ChangeNote

LANGUAGES = ["fa", "en", "zh-hans"]
# No NUL: PostgreSQL stores none.
HOSTILE = "a,b;c\\d\r\nEND:VEVENT\x0b\x1b ]]> <script>x</script> &amp; \ufffe"
PUBLISHED = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


def published(days: int = 0) -> datetime:
    """Return a moment of publication so many days after the first."""
    return PUBLISHED + timedelta(days=days)


def feed_of(response):
    """Return a feed as the library reads it; it must find nothing wrong."""
    assert response.status_code == 200
    found = feedparser.parse(response.content, response_headers={"content-type": "application/xml"})
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def links_of(item) -> dict[str, str]:
    return {link.rel: link.href for link in item.links}


def calendar_of(response):
    """Return a calendar as the library reads it; each event must be complete."""
    assert response.status_code == 200
    found = vobject.readOne(response.content.decode())
    if found.contents.get("vevent"):
        found.validate(raiseException=True)
    return found


def events_of(response) -> list:
    return calendar_of(response).contents.get("vevent", [])


def spans_of(response) -> list[tuple[date, date]]:
    """Return the first day of each event, and the first that it no longer takes."""
    return [(event.dtstart.value, event.dtend.value) for event in events_of(response)]


def tell(entry, day: date) -> ChangeNote:
    """Tell readers of a change to an entry on a day."""
    author = User.objects.get_or_create(username="author")[0]
    return ChangeNote.objects.create(entry=entry.entry_ptr, day=day, words_en="x", by=author)
