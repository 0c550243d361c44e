"""What a search found, and how many."""

from django import template
from django.utils.translation import gettext

from diplomacy.public.search_hits import hits
from diplomacy.registry.queries.search import Group, Results

from .register import grouped

register = template.Library()
register.simple_tag(hits)


@register.filter
def number_found(found: Group | Results) -> str:
    """Return the number of what was found, “more than 1,000” where that is not all there is."""
    number = grouped(found.total)
    return gettext("more than %(number)s") % {"number": number} if found.is_capped else number


@register.filter
def get(names: dict, noun: str) -> str:
    """Return what the records of a noun are called."""
    return names[noun]
