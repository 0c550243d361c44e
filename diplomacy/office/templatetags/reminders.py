"""Days of reminders, on the page and in the mail."""

from datetime import date, datetime

from django import template
from django.utils.timezone import localtime

from diplomacy.calendars import PartialDate
from diplomacy.registry.date_words import both_calendars

register = template.Library()


@register.filter
def in_both(day: date | datetime) -> str:
    """Return a day, or that of a moment where the register is kept, in both calendars."""
    if isinstance(day, datetime):
        day = localtime(day).date()
    return both_calendars(PartialDate.of(day))
