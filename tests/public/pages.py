"""Reading a page as a strict parser and a reader do."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element

import html5lib

SPOKEN = ("aria-label", "alt", "title", "placeholder")
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def parse(response) -> Element:
    """Return the tree of a page. Raises ParseError where the HTML is not valid."""
    return _tree(response.content.decode())


@lru_cache(maxsize=4)  # A test asks for several things of a page; to read it takes 0.1 s.
def _tree(html: str) -> Element:
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def texts(element: Element, language: str) -> Iterator[str]:
    """Yield the texts that the page says in its own language, labels included."""
    own = element.get("lang") or element.get(LANG) or language
    if own != language or not isinstance(element.tag, str) or element.tag == "script":
        return
    yield element.text or ""
    for name in SPOKEN:
        yield element.get(name) or ""
    for child in element:
        yield from texts(child, language)
        yield child.tail or ""


def facts(response) -> list[dict]:
    """Return the blocks of facts for machines (JSON-LD), in the order in which they stand."""
    blocks = parse(response).iter("script")
    return [json.loads(e.text) for e in blocks if e.get("type") == "application/ld+json"]


def words_in(response, pattern: str, language: str) -> list[str]:
    """Return what matches `pattern` in the page's own words."""
    said = "\n".join(texts(parse(response), language))
    return re.findall(pattern, said)


def addresses(response) -> set[str]:
    """Return every address that the page makes a browser load or offers as a link."""
    tree = parse(response)
    return {
        element.get(name)
        for element in tree.iter()
        if isinstance(element.tag, str)
        for name in ("href", "src", "action")
        if element.get(name)
    }
