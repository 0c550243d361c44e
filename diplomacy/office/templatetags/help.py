"""The way to the help, and how its words look."""

import re

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from diplomacy.office.help import page_of_screen

register = template.Library()

_QUOTED = re.compile("([“«])([^“”«»]+)([”»])")


@register.simple_tag(takes_context=True)
def help_address(context: template.Context) -> str:
    """Return the address of the help of the screen at hand; of the index where it has none.

    A visitor is led to a page that visitors may read.
    """
    request = context["request"]
    match = request.resolver_match
    page = page_of_screen(match.view_name) if match else None
    if not request.user.is_authenticated:
        return reverse("desk:help", args=[page.slug if page and page.is_open else "sign-in"])
    return reverse("desk:help", args=[page.slug]) if page else reverse("desk:help-index")


@register.filter
def screen_words(text: str) -> SafeString:
    """Return the text with the words of the screen, which it has in quotation marks, stressed."""
    return mark_safe(_QUOTED.sub(r"\1<b>\2</b>\3", conditional_escape(text)))
