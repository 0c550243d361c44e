"""Reading a page many times faster than html5lib does, for tests that read every page.

It trusts that each tag is closed; that our pages are valid is html5lib's to say (`tests.public`).
"""

from collections.abc import Iterator
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, SubElement

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "wbr"}
# What tells a reader's tools apart two elements of the same tag.
TELLING = ("role", "type", "dir", "aria-current", "aria-hidden", "aria-disabled", "hidden")


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = SubElement(self.open[-1], tag, {name: text or "" for name, text in attrs})
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        SubElement(self.open[-1], tag, {name: text or "" for name, text in attrs})

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        here = self.open[-1]
        if len(here):
            here[-1].tail = (here[-1].tail or "") + data
        else:
            here.text = (here.text or "") + data


def tree_of(html: str) -> Element:
    """Return the `html` element of a page whose every tag is closed."""
    reader = _Tree()
    reader.feed(html)
    reader.close()
    return reader.root.find("html")


def shapes(element: Element, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield each element's look to styles and to reading tools, in its parent and theirs."""
    own = " ".join(
        [
            element.tag,
            *sorted(element.get("class", "").split()),
            *(f"{name}={element.get(name)}" for name in TELLING if element.get(name) is not None),
            *sorted(name for name in element.attrib if name.startswith("aria-")),
            *(["lang"] if element.get("lang") else []),
        ]
    )
    here = (*above, own)[-3:]
    yield here
    for child in element:
        yield from shapes(child, here)
