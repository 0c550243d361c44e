"""An Atom feed (RFC 4287), with the links of pages of a feed (RFC 5005). Pure: nothing is read."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from io import StringIO

from django.utils.xmlutils import SimplerXMLGenerator
from msgspec import Struct

MEDIA_TYPE = "application/atom+xml"

# What XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Link(Struct, frozen=True):
    rel: str
    href: str
    type: str = "text/html"
    title: str = ""


class Category(Struct, frozen=True):
    """A term of a scheme, an address that says what kind of term it is, with its word."""

    scheme: str
    term: str
    label: str


class Item(Struct, frozen=True):
    """An entry of a feed; `summary` is plain text, `content` HTML."""

    id: str
    title: str
    published: datetime
    updated: datetime
    links: tuple[Link, ...]
    categories: tuple[Category, ...]
    summary: str
    content: str


class Feed(Struct, frozen=True):
    """A feed, or one page of it; `language` is the tag of the words in it."""

    id: str
    title: str
    subtitle: str
    language: str
    author: str
    author_url: str
    rights: str
    updated: datetime
    links: tuple[Link, ...]


def write(feed: Feed, items: Iterable[Item]) -> bytes:
    """Return the document. Characters that XML cannot hold become spaces."""
    file = StringIO()
    xml = SimplerXMLGenerator(file, "utf-8", short_empty_elements=True)
    xml.startDocument()
    root = {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": feed.language}
    xml.startElement("feed", root)
    _text(xml, "id", feed.id)
    _text(xml, "title", feed.title)
    _text(xml, "subtitle", feed.subtitle)
    _text(xml, "updated", _moment(feed.updated))
    xml.startElement("author", {})
    _text(xml, "name", feed.author)
    _text(xml, "uri", feed.author_url)
    xml.endElement("author")
    _text(xml, "rights", feed.rights)
    _links(xml, feed.links)
    for item in items:
        _item(xml, item)
    xml.endElement("feed")
    return file.getvalue().encode()


def _item(xml: SimplerXMLGenerator, item: Item) -> None:
    xml.startElement("entry", {})
    _text(xml, "id", item.id)
    _text(xml, "title", item.title)
    _text(xml, "published", _moment(item.published))
    _text(xml, "updated", _moment(item.updated))
    _links(xml, item.links)
    for category in item.categories:
        named = {"scheme": category.scheme, "term": category.term, "label": category.label}
        _text(xml, "category", "", named)
    _text(xml, "summary", item.summary)
    _text(xml, "content", item.content, {"type": "html"})
    xml.endElement("entry")


def _links(xml: SimplerXMLGenerator, links: Iterable[Link]) -> None:
    for link in links:
        said = {"rel": link.rel, "href": link.href, "type": link.type, "title": link.title}
        _text(xml, "link", "", {name: value for name, value in said.items() if value})


def _text(
    xml: SimplerXMLGenerator, name: str, text: str, attributes: Mapping[str, str] | None = None
) -> None:
    written = {key: _UNWRITABLE.sub(" ", value) for key, value in (attributes or {}).items()}
    xml.addQuickElement(name, _UNWRITABLE.sub(" ", text) or None, written)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
