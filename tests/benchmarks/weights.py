"""What a reader's browser fetches before it shows a page: the HTML and what it names."""

import gzip
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from .asking import ask

WEIGHED = ("home", "tie", "comparison", "list", "detail", "search, common")
SHOWN_BY = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}
ADDRESS = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)")


class FirstView(HTMLParser):
    """The addresses that a browser asks for by itself, scripts apart."""

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, None] = {}  # in order, each once
        self.scripts: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "link" and SHOWN_BY & set(has.get("rel", "").split()):
            if has.get("media") != "print":  # fetched when nothing else is to be
                self.files[has["href"]] = None
        elif tag == "script" and has.get("src"):
            self.scripts[has["src"]] = None
        elif tag in ("img", "iframe") and has.get("src") and has.get("loading") != "lazy":
            self.files[has["src"]] = None


def weights(addresses: dict[str, str]) -> list[dict[str, Any]]:
    """Return the weight of each page that is weighed, as it comes through a proxy that packs."""
    return [_weighed(name, addresses[name]) for name in WEIGHED if name in addresses]


def _weighed(name: str, address: str) -> dict[str, Any]:
    html = ask(address).body
    view = FirstView()
    view.feed(html.decode())
    fetched = {one: _file(address, one) for one in (*view.files, *view.scripts)}
    for one in [one for one in view.files if urlsplit(one).path.endswith(".css")]:
        text = fetched[one][0].decode()
        # Fonts are in the HTML where they are wanted at once; the others wait for their letters.
        named = [urljoin(one, inner) for inner in ADDRESS.findall(text) if ".woff" not in inner]
        fetched |= {inner: _file(address, inner) for inner in named if not inner.startswith("data")}
    fonts = {one: sizes for one, sizes in fetched.items() if ".woff" in one}
    rest = sum(packed for one, (_, packed) in fetched.items() if one not in fonts)
    packed = len(gzip.compress(html, 6))
    return {
        "name": name,
        "html": len(html),
        "html_gzip": packed,
        "first_view": packed + rest,
        "fonts": sum(packed for _, packed in fonts.values()),
        "requests": 1 + len(fetched),
        "scripts": len(view.scripts),
        "third_parties": sum(bool(urlsplit(one).netloc) for one in fetched),
    }


def _file(page: str, address: str) -> tuple[bytes, int]:
    """Return a file of our own, and the bytes that a browser which takes gzip is sent."""
    if urlsplit(address).netloc:
        return b"", 0
    path = urljoin(page, address)
    plain = ask(path)
    packed = ask(path, HTTP_ACCEPT_ENCODING="gzip")
    return plain.body, min(len(plain.body), len(packed.body))
