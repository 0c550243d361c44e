"""Making a page light: one stylesheet, no indentation, and of the icons those that it shows."""

import re

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from diplomacy.public.sheets import FOR_PAPER, joined

register = template.Library()

# {% static %} puts a hash between the name and the ending.
# A run of spaces is looked at from its beginning alone, or a long one would be looked at for each.
_LINK = re.compile(
    r'(?<!\s)\s*<link rel="stylesheet" href="[^"]*/public/(\w+)(?:\.\w+)?\.css"( media="print")?>'
)
_SYMBOL = re.compile(r'\s*<symbol id="([\w-]+)".*?</symbol>', re.DOTALL)
_USED = re.compile(r'<use href="#([\w-]+)"')
_TYPED = re.compile(r"(<textarea.*?</textarea>|<pre.*?</pre>)", re.DOTALL)
_INDENT = re.compile(r"(?<=>)[^\S\n]*\n\s*(?=<)|\n[ \t]+")


@register.simple_block_tag
def light(content: str) -> SafeString:
    """Return the page with one link to all its sheets, where the first stood, and not indented.

    What is drawn with `<use href="#…">` keeps its symbol; the other symbols are left out.
    """
    sheets = [FOR_PAPER * bool(paper) + name for name, paper in _LINK.findall(content)]
    if sheets:
        names = ".".join(dict.fromkeys(sheets))
        address = f"{reverse('styles', args=[names])}?v={joined(names)[1]}"
        link = f'\n<link rel="stylesheet" href="{address}">'
        before, after = content[: _LINK.search(content).start()], _LINK.sub("", content)
        content = before + link + after[len(before) :]
    used = set(_USED.findall(content))
    content = _SYMBOL.sub(lambda symbol: symbol[0] if symbol[1] in used else "", content)
    parts = _TYPED.split(content)
    parts[::2] = [_INDENT.sub("\n", part) for part in parts[::2]]
    return mark_safe("".join(parts))
