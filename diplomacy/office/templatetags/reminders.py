"""Days of reminders, on the page and in the mail."""

from datetime import date, datetime

from django import template
from django.utils.timezone import localtime

from diplomacy.registry.queries.attention.spans import in_both_calendars

register = template.Library()


@register.filter
def one_line(text: str) -> str:
    """Return what somebody typed on one line, so that it is not taken for lines of the mail."""
    return " ".join(text.split())


@register.filter
def in_both(day: date | datetime) -> str:
    """Return a day, or that of a moment where the register is kept, in both calendars."""
    return in_both_calendars(localtime(day).date() if isinstance(day, datetime) else day)
