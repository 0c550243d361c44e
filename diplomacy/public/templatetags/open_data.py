"""Words of programs in a page of any language: names of formats, addresses, code."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from diplomacy.calendars import number
from diplomacy.public.open_data import address
from diplomacy.registry.date_words import active_language

LONGEST_WHOLE = 20  # characters

register = template.Library()

register.filter("address", address)


@register.filter
def latin(word: str) -> SafeString:
    """Return a name that is written with Latin letters in every language, such as JSON."""
    return format_html('<bdi lang="en" dir="ltr">{}</bdi>', word)


@register.filter
def code(text: str) -> SafeString:
    """Return what a program reads; a short one stays on one line."""
    css = ' class="nb"' if len(text) <= LONGEST_WHOLE else ""
    return format_html('<code lang="zxx" dir="ltr"{}>{}</code>', mark_safe(css), text)


@register.filter
def kilobytes(size: int) -> str:
    """Return the size of a file in thousands of bytes, as the language writes numbers."""
    return number(max(1, round(size / 1000)), active_language())
