"""A source on a page: its own words in its own language, its address, its language's name."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from diplomacy.registry.models import Source
from diplomacy.registry.queries import sources

from .register import HTML_LANGUAGES

register = template.Library()

register.filter("language_name", sources.language_name)


@register.filter
def source_url(source: Source) -> str:
    """Return the address of the source's page in the page's language."""
    return reverse("public:source", args=[source.key])


@register.filter
def printed(source: Source, text: str) -> SafeString:
    """Return a text as the source prints it, isolated and tagged with its language."""
    tag = HTML_LANGUAGES.get(source.language, source.language) or "und"
    return format_html('<bdi lang="{}" dir="auto">{}</bdi>', tag, text)
