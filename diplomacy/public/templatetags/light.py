"""Making a page light: one stylesheet, no indentation, and of the icons those that it shows."""

import re

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from diplomacy.public.sheets import FOR_PAPER, joined

register = template.Library()

# {% static %} puts a hash between the name and the ending.
# Runs of spaces are looked at from their beginning alone, or long ones would be looked at for each.
_LINK = re.compile(
    r'(?<!\s)\s*<link rel="stylesheet" href="[^"]*/public/(\w+)(?:\.\w+)?\.css"( media="print")?>'
)
_SYMBOL = re.compile(r'(?<!\s)\s*<symbol id="([\w-]+)".*?</symbol>', re.DOTALL)
_USED = re.compile(r'<use href="#([\w-]+)"')
# What was typed goes on in hidden fields where a session was lost; their values hold no ">".
_TYPED = re.compile(
    r"(<textarea.*?</textarea>|<pre.*?</pre>|<input type=\"hidden\"[^>]*>)", re.DOTALL
)
# Both begin with a letter that is looked for as such, which takes a third of what else it would.
_BETWEEN = re.compile(r">[^\S\n]*\n\s*(?=<)")
_INDENT = re.compile(r"\n\s+")  # and lines with nothing on them


@register.simple_block_tag
def light(content: str) -> SafeString:
    """Return the page with one link to all its sheets, where the first stood, and not indented.

    What is drawn with `<use href="#…">` keeps its symbol; the other symbols are left out.
    """
    # What follows the last sheet and the last symbol, by far the most, is not looked through.
    head, rest = _cut_after('<link rel="stylesheet"', content)
    sheets = [FOR_PAPER * bool(paper) + name for name, paper in _LINK.findall(head)]
    if sheets:
        names = ".".join(dict.fromkeys(sheets))
        address = f"{reverse('styles', args=[names])}?v={joined(names)[1]}"
        link = f'\n<link rel="stylesheet" href="{address}">'
        before, after = head[: _LINK.search(head).start()], _LINK.sub("", head)
        content = before + link + after[len(before) :] + rest
    used = set(_USED.findall(content))
    head, rest = _cut_after("</symbol", content)
    content = _SYMBOL.sub(lambda symbol: symbol[0] if symbol[1] in used else "", head) + rest
    parts = _TYPED.split(content)
    parts[::2] = [_INDENT.sub("\n", _BETWEEN.sub(">\n", part)) for part in parts[::2]]
    return mark_safe("".join(parts))


def _cut_after(tag: str, content: str) -> tuple[str, str]:
    """Return what goes to the end of the last such tag, and the rest; all the rest without one."""
    place = content.rfind(tag)
    end = content.find(">", place) + 1 if place >= 0 else 0
    return content[:end], content[end:]
