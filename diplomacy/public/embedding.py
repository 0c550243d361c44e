"""The snippet that puts a tie into the page of another site."""

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from msgspec import Struct

WIDTH = 560  # pixels, as broad as the text of most sites
# Of most ties nothing need be scrolled: on a narrow frame the ladder stands upright.
HEIGHTS = {"embed-city": (600, 860), "embed-timeline": (960, 1420)}
NARROW = 480  # pixels

# Links open, and nothing runs; with its own origin the page finds its font.
SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox"


class Snippet(Struct, frozen=True):
    """An `iframe` with the tie of the city `key`: `name` says which page stands in it."""

    name: str
    key: str
    title: str
    width: int
    height: int

    @property
    def path(self) -> str:
        return reverse(f"public:{self.name}", args=[self.key])

    @property
    def html(self) -> SafeString:
        return format_html(
            '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" sandbox="{}"'
            ' style="border:0;max-width:100%"></iframe>',
            settings.SITE_URL + self.path,
            self.title,
            self.width,
            self.height,
            SANDBOX,
        )


def snippet(
    name: str, key: str, title: str, max_width: int | None = None, max_height: int | None = None
) -> Snippet:
    """Return the snippet in the language of the page, at most as large as asked for."""
    width = min(WIDTH, max_width or WIDTH)
    broad, narrow = HEIGHTS[name]
    height = broad if width >= NARROW else narrow
    return Snippet(name, key, title, width, min(height, max_height or height))
