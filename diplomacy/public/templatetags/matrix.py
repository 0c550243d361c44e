"""The year of a day as the tables of ties say it, and the layers of an entry."""

from datetime import date

from django import template

from diplomacy.calendars import year_heading
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models import DiplomacyLayer, Entry
from diplomacy.registry.queries.timeline import year_start

register = template.Library()


@register.filter
def listed_year(day: date | None) -> int:
    """Return the year under which an entry of that day is listed, 0 without an address for it."""
    language = active_language()
    number = year_heading(day, language)[0] if day else 0
    return number if number and year_start(number, language) else 0


@register.filter
def layers_of(entry: Entry) -> list[DiplomacyLayer]:
    """Return the layers under which the entry's fields of work stand, in their order."""
    layers = {row.area.layer for row in entry.area_rows.all() if row.area.layer}
    return sorted(layers, key=lambda layer: (layer.position, layer.key))
