"""What a page runs, styles or loads by itself, against the policy of `diplomacy.headers`."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

# What a browser only keeps for a script of ours, or for a machine that reads.
DATA = ("application/json", "application/ld+json")
# Attributes whose address a browser asks for, or sends to, without or by a click.
LOADED = {
    "audio": ("src",),
    "base": ("href",),
    "embed": ("src",),
    "form": ("action",),
    "button": ("formaction",),
    "iframe": ("src", "srcdoc"),
    "image": ("href", "xlink:href"),
    "img": ("src", "srcset"),
    "input": ("src", "formaction"),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
# A link of the head that is followed by programs alone.
FOLLOWED = {"alternate", "author", "canonical", "license", "next", "prev", "search"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: text or "" for name, text in attrs}
        self.faults += _faults(tag, given)

    handle_startendtag = handle_starttag


def _faults(tag: str, given: dict[str, str]) -> Iterator[str]:
    if tag == "style" or "style" in given:
        yield f"a style on <{tag}>"
    if tag == "script" and "src" not in given and given.get("type") not in DATA:
        yield "a script without a file"
    if tag == "meta" and given.get("http-equiv", "").lower() in ("refresh", "set-cookie"):
        yield f"a meta for {given['http-equiv']}"
    for name, text in given.items():
        if name.startswith("on"):
            yield f"{name} on <{tag}>"
        if "".join(text.split()).lower().startswith(("javascript:", "vbscript:")):
            yield f"a script in {name} of <{tag}>"
    names = LOADED.get(tag, ())
    if tag == "link" and not FOLLOWED & set(given.get("rel", "").lower().split()):
        names = ("href",)
    for name in names:
        parts = urlsplit(given.get(name, "").strip())
        if parts.netloc or parts.scheme or name == "srcdoc":
            yield f"{name} of <{tag}> at {given[name]}"


def inline_code(html: str) -> list[str]:
    """Return a phrase for each thing that the policy forbids or that another site would serve."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.faults
