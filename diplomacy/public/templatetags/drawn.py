"""Parts of pages that depend on nothing but what they are given."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from diplomacy.public.drawn import Drawn, content

register = template.Library()
_pieces = Drawn()


@register.simple_tag(takes_context=True)
def drawn(context: template.Context, name: str, **given: Any) -> SafeString:
    """Return what `include ... only` would, from what was drawn of the same before.

    The values must tell all: a part that asks for the request or the day is given them in words.
    """

    def draw() -> SafeString:
        return context.template.engine.get_template(name).render(context.new(given))

    if settings.DEBUG:  # templates are being written
        return draw()
    where = get_language(), get_script_prefix(), context.autoescape, context.use_l10n
    try:
        key = name, *where, content(given)
    except TypeError:  # it can be drawn all the same
        return draw()
    return _pieces.find(key, draw)
