"""What the staff's pages need beyond the stock admin."""

from django import template
from django.conf import settings
from django.template.context import RequestContext
from django.urls import translate_url
from django.utils.translation import get_language

from diplomacy import calendars
from diplomacy.registry.date_words import active_language

register = template.Library()


@register.filter
def digits(value: str | int) -> str:
    """Return the text with the digits of the page's language."""
    return calendars.digits(value, active_language())


@register.simple_tag(takes_context=True)
def page_in_languages(context: RequestContext) -> list[dict[str, str | bool]]:
    """Return `code`, `name`, `url` and `here` of the same page in each language."""
    here = get_language()
    address = context["request"].get_full_path()
    return [
        {
            "code": code,
            "name": name,
            "url": translate_url(address, code),
            "here": code == here,
        }
        for code, name in settings.LANGUAGES
    ]
