"""What a digest shows, on the page and in the mail."""

from datetime import date, datetime

from django import template
from django.urls import reverse
from django.utils.timezone import localtime

from diplomacy.calendars import PartialDate
from diplomacy.registry.date_words import both_calendars
from diplomacy.registry.queries.attention import Line

register = template.Library()


@register.filter
def record_path(line: Line) -> str:
    """Return the path of the desk's page of what a line is about, in the active language."""
    return reverse("desk:record", args=[line.noun, line.key])


@register.filter
def in_both(day: date | datetime) -> str:
    """Return a day, or that of a moment where the register is kept, in both calendars."""
    if isinstance(day, datetime):
        day = localtime(day).date()
    return both_calendars(PartialDate.of(day))
