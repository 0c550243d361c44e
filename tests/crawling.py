"""Finding every page of the public site by its links, as a reader does, and what is wrong there."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit
from xml.etree.ElementTree import Element

from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import translation

from tests.markup import shapes, tree_of


@dataclass
class Page:
    """One answer: `name` is its address in the URLconf, `tree` its `html` element if it has one."""

    address: str
    name: str
    status: int
    html: str
    found_on: str = ""

    @cached_property
    def tree(self) -> Element | None:
        return tree_of(self.html) if self.html else None

    @cached_property
    def shapes(self) -> frozenset:
        return frozenset() if self.tree is None else frozenset(shapes(self.tree))

    @cached_property
    def ids(self) -> set[str]:
        return {element.get("id") for element in self.tree.iter() if element.get("id")}

    @cached_property
    def links(self) -> list[str]:
        """Return the addresses on this site that the page offers, fragments included."""
        offered = [a.get("href") for a in self.tree.iter("a") if a.get("href")]
        offered += [sent(form) for form in self.tree.iter("form") if sent(form)]
        return [link for link in (within(self.address, offer) for offer in offered) if link]


def sent(form: Element) -> str:
    """Return where a GET form leads when nothing in it is changed; empty for a POST form."""
    if form.get("method", "get").lower() != "get":
        return ""
    pairs = [
        (box.get("name"), box.get("value", ""))
        for box in form.iter("input")
        if box.get("name")
        and (box.get("type") not in ("checkbox", "radio") or "checked" in box.attrib)
    ]
    for choice in form.iter("select"):
        options = list(choice.iter("option"))
        chosen = [option for option in options if "selected" in option.attrib] or options[:1]
        pairs += [(choice.get("name"), option.get("value", "")) for option in chosen]
    return f"{form.get('action', '').partition('#')[0]}?{urlencode(pairs)}"


def within(address: str, link: str) -> str:
    """Return the link as an address on this site; empty where it leads elsewhere."""
    parts = urlsplit(urljoin(settings.SITE_URL + address, link))
    if parts.scheme not in ("http", "https") or parts.netloc != urlsplit(settings.SITE_URL).netloc:
        return ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.path}{query}{'#' + parts.fragment if parts.fragment else ''}"


@dataclass
class Site:
    """The pages found from the home page of one language.

    A query is followed from a page that has none itself, so filters are met one step deep. With
    `every_query` each is followed; else the first of each kind: a page's name and the query's keys.
    `at_most` bounds how many pages without a query are opened for each name in the URLconf.
    """

    client: Client
    language: str
    every_query: bool = False
    at_most: int | None = None
    pages: dict[str, Page] = field(default_factory=dict)
    queued: set[str] = field(default_factory=set)
    met: Counter = field(default_factory=Counter)

    def crawl(self) -> dict[str, Page]:
        """Open every page and return them by address."""
        waiting = [(f"/{self.language}/", "")]
        self.queued = {f"/{self.language}/"}
        while waiting:
            address, found_on = waiting.pop(0)
            page = self.open(address, found_on)
            if page.tree is not None:
                waiting += [(link, address) for link in self._to_follow(page)]
        return self.pages

    def open(self, address: str, found_on: str = "") -> Page:
        """Ask for the page and keep it."""
        answer = self.client.get(address)
        translation.activate(self.language)
        page = answer.headers.get("Content-Type", "").startswith("text/html")
        self.pages[address] = Page(
            address=address,
            name=answer.resolver_match.view_name if answer.status_code != 404 else "",
            status=answer.status_code,
            html=answer.content.decode() if page and not answer.streaming else "",
            found_on=found_on,
        )
        return self.pages[address]

    def _to_follow(self, page: Page) -> Iterator[str]:
        for link in page.links:
            address = link.partition("#")[0]
            path, _, query = address.partition("?")
            new = address not in self.queued and self._ours(path)
            if new and not (query and "?" in page.address) and self._worth(path, query):
                self.queued.add(address)
                yield address

    def _ours(self, path: str) -> bool:
        """Tell whether the path is of this language or of none, and not the staff's."""
        first, _, rest = path.removeprefix("/").partition("/")
        if first in dict(settings.LANGUAGES):
            return first == self.language and not rest.startswith(("desk/", "admin/"))
        return not path.startswith(settings.STATIC_URL)

    def _worth(self, path: str, query: str) -> bool:
        try:
            name = resolve(path).view_name
        except Resolver404:
            return True  # to be told that it is broken
        kind = (name, *sorted(parse_qs(query, keep_blank_values=True)))
        self.met[kind] += 1
        most = 1 if query and not self.every_query else self.at_most
        return most is None or self.met[kind] <= most


def cover(pages: Iterable[Page]) -> list[Page]:
    """Return few pages that show every shape on any of them, and one for each name at least."""
    ordered = sorted((page for page in pages if page.tree is not None), key=lambda p: p.address)
    left = {shape for page in ordered for shape in page.shapes}
    chosen: dict[str, Page] = {}
    while left:
        best = max(ordered, key=lambda page: len(page.shapes & left))
        chosen[best.address] = best
        left -= best.shapes
    names = {page.name for page in chosen.values()}
    chosen |= {page.address: page for page in one_of_each(ordered) if page.name not in names}
    return list(chosen.values())


def one_of_each(pages: Iterable[Page]) -> list[Page]:
    """Return the page of most shapes for each name in the URLconf."""
    best: dict[str, Page] = {}
    for page in sorted(pages, key=lambda page: len(page.shapes)):
        if page.tree is not None:
            best[page.name] = page
    return list(best.values())
