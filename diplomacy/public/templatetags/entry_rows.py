"""Rows of entries, as `public.entry_rows` writes them."""

from django import template

from diplomacy.public import entry_rows

register = template.Library()
register.simple_tag(entry_rows.entry_rows)
