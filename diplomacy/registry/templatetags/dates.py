"""Moments in the words of the page."""

from datetime import datetime

from django import template

from diplomacy.registry.values import moment

register = template.Library()


@register.filter
def in_both_calendars(when: datetime) -> str:
    """Return a moment in both calendars with the local time of day, empty for none."""
    return moment(when) if when else ""
