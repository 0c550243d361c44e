"""The days of the public record as events of a calendar: what each is called and says."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from diplomacy.almanac import AllDay
from diplomacy.calendars import PartialDate
from diplomacy.registry.list_words import listed
from diplomacy.registry.models import Agreement, Delegation, Entry, Event
from diplomacy.registry.queries.calendar_days import CalendarDay, What
from diplomacy.registry.queries.changes import changed_at

from .entry_words import dated, headline, partners, sources_line, when
from .meanings import LISTS
from .templatetags.register import entry_url, kind_word

PRODUCT = "-//Diplomacy register//Public calendar//EN"
REFRESH = timedelta(hours=12)
COLOR = "midnightblue"  # a name of CSS, as RFC 7986 wants it
# The format wants a moment of every event, also of one of which no change is known.
UNKNOWN_CHANGE = datetime(1970, 1, 1, tzinfo=UTC)

_OFF = (Delegation.Progress.POSTPONED, Delegation.Progress.CANCELLED)
_AWAITED = (Delegation.Progress.PLANNED, Delegation.Progress.ANNOUNCED)


def event_of(day: CalendarDay, today: PartialDate) -> AllDay:
    """Return the event of a day. Nothing is read.

    Its UID is made of what the day is and of the entry's key, so that it stays the same when words
    or days change.
    """
    entry = day.entry
    name = entry.kind if day.what == What.ENTRY else day.what.value
    return AllDay(
        uid=f"{name}-{entry.key}@{urlsplit(settings.SITE_URL).hostname}",
        changed=changed_at(entry) or UNKNOWN_CHANGE,
        revision=entry.notes,
        first=day.first,
        last=day.last,
        summary=_summary(day, today),
        description="\n".join(_lines(day)),
        location=", ".join(filter(None, (entry.venue, entry.place and entry.place.name))),
        url=settings.SITE_URL + entry_url(entry),
        status=_status(day, today),
        access="PUBLIC",
        categories=tuple(_categories(day)),
    )


def _summary(day: CalendarDay, today: PartialDate) -> str:
    titled = {"title": day.entry.title or day.entry.key}
    match day.what:
        case What.TERM:
            said = _("Last day of the term: %(title)s") % titled
        case What.ENDED:
            said = _("Ended by a party: %(title)s") % titled
        case What.DUE:
            said = _("Due: %(title)s") % titled
        case _ if day.entry.kind == Entry.Kind.COMMITMENT:
            # On this day it was promised; what is promised would look as if it took place then.
            said = _("Said then (%(force)s): %(title)s") % (
                titled | {"force": day.entry.leaf.get_force_display()}
            )
        case _:
            said = headline(day.entry, today)
    if day.is_exact:
        return said
    return _("%(title)s (day not known: %(date)s)") % {"title": said, "date": _when(day)}


def _lines(day: CalendarDay) -> Iterator[str]:
    entry = day.entry
    is_own = day.what == What.ENTRY
    yield dated(entry) if is_own else _when(day)
    if not day.is_exact:
        yield _("The day is not known: this spans every possible day.")
    if is_own and entry.date_why:
        yield entry.date_why
    yield " · ".join(filter(None, [kind_word(entry), listed(c.name for c in partners(entry))]))
    if entry.summary:
        yield entry.summary
    yield sources_line(entry)


def _when(day: CalendarDay) -> str:
    return when(day.date, day.until)


def _status(day: CalendarDay, today: PartialDate) -> str:
    """Return how sure it is that this takes or took place.

    What is still to come is tentative, but for days that a paper or a promise itself sets.
    """
    entry, leaf = day.entry, day.entry.leaf
    if day.what != What.ENTRY:
        return "CONFIRMED"
    if entry.kind == Entry.Kind.DELEGATION and leaf.progress in _OFF:
        return "CANCELLED"
    if entry.kind in (Entry.Kind.COMMITMENT, Entry.Kind.RESTRICTION):
        return "CONFIRMED"
    is_sure = {
        Entry.Kind.DELEGATION: lambda: leaf.progress not in _AWAITED,
        Entry.Kind.AGREEMENT: lambda: leaf.paper_state == Agreement.PaperState.SIGNED,
        Entry.Kind.EVENT: lambda: leaf.type != Event.Type.PLAN,
    }[Entry.Kind(entry.kind)]()
    return "CONFIRMED" if is_sure and day.first <= today.first else "TENTATIVE"


def _categories(day: CalendarDay) -> Iterator[str]:
    yield str(LISTS[Entry.Kind(day.entry.kind)])
    yield kind_word(day.entry)
    if not day.is_exact:
        yield _("day not known")
