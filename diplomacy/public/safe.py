"""HTML of many small pieces."""

from html import escape
from typing import Any

from django.utils.safestring import SafeString


def html(shape: str, *given: Any) -> SafeString:
    """Return what `format_html` would, which asks of each value whether it is a text to be
    translated later: that takes longer than all the rest, and `str` translates it.
    """
    return SafeString(shape.format(*map(_escaped, given)))


def _escaped(value: Any) -> str:
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))
