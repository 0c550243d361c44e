"""What rows of entries have in common, as `public.pieces` writes it, for other templates."""

from django import template

from diplomacy.public import pieces

register = template.Library()
for _write in (
    pieces.as_reviewed,
    pieces.cut,
    pieces.due,
    pieces.entry_kind,
    pieces.entry_state,
    pieces.participant,
    pieces.source_line,
    pieces.source_name,
):
    register.simple_tag(_write)
