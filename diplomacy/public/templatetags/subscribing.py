"""Addresses of feeds and calendars as the programs of readers want them."""

from urllib.parse import urlsplit

from django import template
from django.conf import settings

register = template.Library()


@register.filter
def webcal(path: str) -> str:
    """Return the address by which a telephone or computer subscribes to the calendar at `path`."""
    site = urlsplit(settings.SITE_URL)
    return f"webcal://{site.netloc}{site.path}{path}"
