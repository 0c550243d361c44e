"""What the screens of recording show beside their fields."""

from datetime import datetime

from django import template
from django.urls import reverse
from msgspec import Struct

from diplomacy.office.capture import finding
from diplomacy.office.capture.screen import Kind
from diplomacy.registry import values
from diplomacy.registry.models import Entry

register = template.Library()


class Addresses(Struct, frozen=True):
    """Where a screen sends what is typed."""

    preview: str
    keep: str
    discard: str


@register.simple_tag
def capture_addresses(kind: Kind, key: str, token: str) -> Addresses:
    """Return the addresses of one screen; `key` is "" for a new record."""
    name, at = (f"desk:{kind.name}", [key]) if key else (f"desk:{kind.name}-new", [])
    return Addresses(
        preview=reverse(f"{name}-preview", args=at),
        keep=reverse(f"{name}-kept", args=[*at, token]),
        discard=reverse(f"{name}-discard", args=[*at, token]),
    )


@register.filter
def full_form(entry: Entry) -> str:
    """Return the address of the form that holds every field of a stored entry."""
    return reverse(f"admin:registry_{entry.kind}_change", args=[entry.pk])


@register.filter
def marked(name: str, words: str) -> list[tuple[str, bool]]:
    """Return the parts of a name, each with whether it is what was typed."""
    return list(finding.marked(name, words))


@register.filter
def moment(when: datetime) -> str:
    """Return a moment in both calendars with the time of day."""
    return values.moment(when)
