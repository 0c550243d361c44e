"""Sources and files on a page: a source's own words and address, a file's weight."""

from pathlib import PurePath

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from diplomacy.calendars import number
from diplomacy.public import safe
from diplomacy.public.addresses import address
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models import Document, Source
from diplomacy.registry.queries import sources

from .register import HTML_LANGUAGES

register = template.Library()

register.filter("language_name", sources.language_name)


@register.filter
def language_names(codes: str) -> str:
    """Return the names of the languages in a column such as "fa, zh"."""
    names = [sources.language_name(code.strip()) for code in codes.split(",") if code.strip()]
    return pgettext("between the parts of a list", ", ").join(names)


@register.filter
def source_url(source: Source) -> str:
    """Return the address of the source's page in the page's language."""
    return address("source", source.key)


@register.filter
def printed(source: Source, text: str) -> SafeString:
    """Return a text as the source prints it, isolated and tagged with its language."""
    tag = HTML_LANGUAGES.get(source.language, source.language) or "und"
    return safe.html('<bdi lang="{}" dir="auto">{}</bdi>', tag, text)


@register.filter
def file_weight(document: Document) -> str:
    """Return the kind and size of a file, such as "PDF, 214 kB"; empty where it is gone."""
    try:
        size = document.file.size
    except OSError:
        return ""
    ending = PurePath(document.file.name).suffix.removeprefix(".").upper()
    kilobytes = number(max(1, round(size / 1000)), active_language())
    return _("%(kind)s, %(size)s kB") % {"kind": ending, "size": kilobytes}
