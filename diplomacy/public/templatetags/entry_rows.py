"""Rows of entries, promises, histories and comparisons, as modules of `public` write them."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from diplomacy.public import board_rows, entry_rows, rail_rows, timeline_rows

from .corrections import correction_address

register = template.Library()
register.simple_tag(entry_rows.entry_rows)
register.simple_tag(board_rows.board_rows)
register.simple_tag(rail_rows.rail_rows)
register.simple_tag(rail_rows.to_tick)
register.simple_tag(timeline_rows.year_jump)


@register.simple_tag(takes_context=True)
def history(context: template.Context, *given: Any) -> SafeString:
    """Return what `timeline_rows` writes, with the way to tell what is missing on this page."""
    return timeline_rows.timeline_rows(*given, lambda: correction_address(context))
