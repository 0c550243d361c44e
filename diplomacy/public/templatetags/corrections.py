"""The way from a page to the form that says what is wrong on it."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse

from diplomacy.registry.queries.corrections import NOUNS

register = template.Library()

_PAGES = {"path": "city"}  # further pages about a record


@register.simple_tag(takes_context=True)
def correction_address(context: template.Context) -> str:
    """Return the address of the form about the page at hand, "" where the page is of a fault."""
    match = context.request.resolver_match
    if not match or match.namespace != "public" or context.get("is_fault"):
        return ""
    name = match.url_name
    if name.startswith("corrections"):
        return ""
    noun = _PAGES.get(name, name)
    if noun in NOUNS:
        named = {"about": match.kwargs["key"], "noun": noun}
    else:
        named = {"page": context.request.path}
    return f"{reverse('public:corrections')}?{urlencode(named)}"
