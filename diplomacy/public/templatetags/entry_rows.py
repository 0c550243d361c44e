"""Rows of entries, as `public.entry_rows` and `public.board_rows` write them."""

from django import template

from diplomacy.public import board_rows, entry_rows

register = template.Library()
register.simple_tag(entry_rows.entry_rows)
register.simple_tag(board_rows.board_rows)
