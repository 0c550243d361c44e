"""Days in the words of the page: how long ago, how soon, and dates in both calendars."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diplomacy.calendars import PartialDate, number, pair
from diplomacy.registry.date_words import active_language

# Beyond these, nobody counts in days, or in months.
_DAYS = 60
_MONTHS = 24


def span(days: int) -> str:
    """Return a length of time in words: "12 days", "5 months", "4 years", whole ones only."""
    months = days * 12 // 365
    if days <= _DAYS:
        counted, words = days, ngettext("%(number)s day", "%(number)s days", days)
    elif months <= _MONTHS:
        counted, words = months, ngettext("%(number)s month", "%(number)s months", months)
    else:
        counted = days * 100 // 36525
        words = ngettext("%(number)s year", "%(number)s years", counted)
    return words % {"number": number(counted, active_language())}


def from_today(day: date, on: date) -> str:
    """Return when `day` is, seen from `on`: "today", "in 12 days", "3 months ago"."""
    days = (day - on).days
    if days == 0:
        return _("today")
    if days > 0:
        return _("in %(span)s") % {"span": span(days)}
    return _("%(span)s ago") % {"span": span(-days)}


def in_both_calendars(value: PartialDate | date) -> str:
    """Return a date in the page's first calendar with the other one in brackets."""
    value = PartialDate.of(value) if isinstance(value, date) else value
    main, other = pair(value, active_language())
    return _("%(main)s (%(other)s)") % {"main": main, "other": other} if other else main


def nearest(days: int, steps: tuple[int, ...]) -> str:
    """Return the smallest step that is at least `days`, "" beyond the last: a line's stage."""
    return next((str(step) for step in sorted(steps) if days <= step), "")
