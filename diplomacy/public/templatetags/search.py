"""What a search found, as HTML: the words marked where they stand, and addresses."""

from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from diplomacy.public.addresses import address
from diplomacy.registry.models.base import Keyed
from diplomacy.registry.models.words import page_language
from diplomacy.registry.queries.found_in import names_of, texts_of, title_of
from diplomacy.registry.queries.marking import Marker, Part
from diplomacy.registry.queries.search import Group, Results

from .register import HTML_LANGUAGES, direction, grouped

register = template.Library()
register.filter("called", title_of)


@register.simple_tag
def marked(marker: Marker, text: str) -> SafeString:
    """Return a text with what was looked for in `<mark>`, tagged where its language is another."""
    return _in_language(marker.parts(text), getattr(text, "lang", ""))


@register.filter
def unmarked_in(marker: Marker, title: str) -> Marker:
    """Return the marker where it finds nothing in the title, else one that finds nothing."""
    return Marker("") if marker.marks(title) else marker


@register.simple_tag
def around(marker: Marker, record: Keyed) -> SafeString:
    """Return what stands around the words in the other texts of a record, empty for nothing."""
    texts = texts_of(record)
    if not marker.marks(title_of(record)):
        texts += names_of(record)
    snippet = marker.snippet(texts)
    if snippet is None:
        return SafeString()
    return format_html('<p class="around">{}</p>', _in_language(snippet.parts, snippet.lang))


@register.filter
def number_found(found: Group | Results) -> str:
    """Return the number of what was found, “more than 1,000” where that is not all there is."""
    number = grouped(found.total)
    return gettext("more than %(number)s") % {"number": number} if found.is_capped else number


@register.filter
def found_url(record: Keyed, noun: str) -> str:
    """Return the address of a found record's page."""
    return address(noun, record.key)


@register.filter
def get(names: dict, noun: str) -> str:
    """Return what the records of a noun are called."""
    return names[noun]


def _in_language(parts: Iterable[Part], language: str) -> SafeString:
    html = format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", text) if is_marked else conditional_escape(text),)
            for text, is_marked in parts
        ),
    )
    if not language or language == page_language():
        return html
    tag = HTML_LANGUAGES.get(language, language)
    side = "auto" if tag == "und" else direction(tag)
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', tag, side, html)
