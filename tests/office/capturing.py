"""Screens of recording as a browser sends them."""

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from diplomacy.registry.models import City, Delegation

BLANK_ROWS = {
    "people-0-role": "head",
    "people-0-person": "",
    "people-0-person_words": "",
    "people-0-office": "",
    "people-0-side": "",
    "promises-0-what": "",
    "promises-0-who": "",
    "promises-0-due": "",
    "promises-0-force": "undertaking",
}


def visit(of: City | None = None, /, **typed: str) -> dict:
    """Return the fields of a visit: enough to save a draft."""
    given = {
        "direction": "incoming",
        "city": of.key if of else "",
        "city_words": str(of) if of else "",
        "start": "2021-05-04",
        "title_en": "A made-up visit",
        "level": "city",
    }
    return BLANK_ROWS | given | typed


def record(client: Client, kind: str = "visit", key: str = "", **typed: str) -> HttpResponse:
    """Send a screen and return the answer."""
    return client.post(address(kind, key), typed)


def address(kind: str = "visit", key: str = "", part: str = "") -> str:
    """Return the address of a screen, or of what belongs to it."""
    name = f"desk:{kind}" if key else f"desk:{kind}-new"
    return reverse(f"{name}-{part}" if part else name, args=[key] if key else [])


def the_visit() -> Delegation:
    """Return the one visit there is."""
    return Delegation.objects.get()
