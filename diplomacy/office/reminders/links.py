"""Addresses that hold outside the site: in a mail, in a calendar."""

from django.conf import settings
from django.urls import reverse


def record_url(noun: str, key: str) -> str:
    """Return the absolute address of the desk's page of a record, in the active language."""
    return settings.SITE_URL + reverse("desk:record", args=[noun, key])
