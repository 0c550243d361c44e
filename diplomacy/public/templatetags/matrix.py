"""The year of a day as the tables of ties say it."""

from datetime import date

from django import template

from diplomacy.calendars import year_heading
from diplomacy.registry.date_words import active_language
from diplomacy.registry.queries.timeline import year_start

register = template.Library()


@register.filter
def listed_year(day: date | None) -> int:
    """Return the year under which an entry of that day is listed, 0 without an address for it."""
    language = active_language()
    number = year_heading(day, language)[0] if day else 0
    return number if number and year_start(number, language) else 0
