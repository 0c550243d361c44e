"""What is wrong with a page in itself, told without a browser: cheap enough for every page."""

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tests.crawling import Page

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
FIELDS = ("input", "select", "textarea")
OWN_NAME = ("aria-label", "aria-labelledby", "title")
SPOKEN = ("aria-label", "alt", "title", "placeholder")
TAGS = {"zh-hans": "zh-Hans"}
# What a page's own words never hold; what is in another language says so in `lang`. A name like
# City42 and a licence like CC BY 4.0 keep their digits.
FOREIGN = {
    "fa": ("Latin digit", re.compile(r"(?<![A-Za-z0-9.])(?<!CC BY )[0-9]")),
    "zh-hans": ("Arabic letter", re.compile(r"[\u0600-\u06ff]")),
}


def faults(page: Page, language: str) -> Iterator[str]:
    """Yield one phrase for each thing that is wrong with the page."""
    if page.status != 200:
        yield f"answers {page.status}"
    tree = page.tree
    if tree is None:
        return
    above = {child: parent for parent in tree.iter() for child in parent}
    tag = TAGS.get(language, language)
    if (tree.get("lang"), tree.get("dir")) != (tag, "rtl" if language == "fa" else "ltr"):
        yield f"is marked {tree.get('lang')} {tree.get('dir')}"
    yield from _headings(tree)
    yield from _identifiers(tree)
    yield from _pictures(tree, above)
    yield from _names(tree, above)
    yield from _tables(tree)
    for element in tree.iter():
        if element.tag == "style" or element.get("style") is not None:
            yield f"has a style of its own on <{element.tag}>"
        if element.tag == "script" and element.get("type") != "application/ld+json":
            yield "has a script"
        if any(name.startswith("on") for name in element.attrib):
            yield f"has a script on <{element.tag}>"
    what, pattern = FOREIGN.get(language, ("", re.compile("(?!)")))
    for words in own_words(tree.find("body"), tag):
        if pattern.search(words):
            yield f"has a {what} in “{' '.join(words.split())[:80]}”"


def own_words(element: Element, tag: str) -> Iterator[str]:
    """Yield what is said in the page's own language, labels included."""
    if element.get("lang", tag) != tag or element.tag in ("script", "code"):
        return
    yield element.text or ""
    for name in SPOKEN:
        yield element.get(name, "")
    for child in element:
        yield from own_words(child, tag)
        yield child.tail or ""


def text(element: Element) -> str:
    """Return what is said for an element: its text, labels and alternatives."""
    said = [element.text or "", element.get("aria-label", ""), element.get("alt", "")]
    for child in element:
        said += [text(child) if child.get("aria-hidden") != "true" else "", child.tail or ""]
    return "".join(said).strip()


def _headings(tree: Element) -> Iterator[str]:
    levels = [int(one.tag[1]) for one in tree.iter() if one.tag in HEADINGS]
    if levels.count(1) != 1:
        yield f"has {levels.count(1)} h1"
    for before, after in zip([0, *levels], levels, strict=False):
        if after > before + 1:
            yield f"steps from h{before} to h{after}"
    for one in tree.iter():
        if one.tag in HEADINGS and not text(one):
            yield f"has an empty {one.tag}"


def _identifiers(tree: Element) -> Iterator[str]:
    known = Counter(one.get("id") for one in tree.iter() if one.get("id") is not None)
    yield from (f"has the id {name!r} {times} times" for name, times in known.items() if times > 1)
    for element in tree.iter():
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for wanted in element.get(name, "").split():
                if wanted not in known:
                    yield f"{name} names {wanted!r}, which is nowhere"


def _pictures(tree: Element, above: dict[Element, Element]) -> Iterator[str]:
    for one in tree.iter("img"):
        if one.get("alt") is None or not (one.get("width") and one.get("height")):
            yield f"has an image without alt, width or height: {one.get('src')}"
    for one in tree.iter("svg"):
        named = any(one.get(name) for name in OWN_NAME) or one.find("title") is not None
        if not (named and one.get("role") in ("img", "group")) and not _hidden(one, above):
            yield f"has a drawing that is neither named nor hidden: {one.get('class')}"


def _names(tree: Element, above: dict[Element, Element]) -> Iterator[str]:
    labelled = {one.get("for") for one in tree.iter("label")}
    for one in tree.iter():
        if one.tag in ("a", "button") and not text(one) and not _hidden(one, above):
            yield f"has an empty {one.tag} to {one.get('href')}"
        typed = one.tag in FIELDS and one.get("type") not in ("hidden", "submit")
        if typed and not _hidden(one, above):
            around = any(parent.tag == "label" for parent in _parents(one, above))
            if not around and one.get("id") not in labelled and not one.get("aria-label"):
                yield f"has a field without label: {one.get('name')}"
        if one.tag == "nav" and not (one.get("aria-label") or one.get("aria-labelledby")):
            yield "has a nav without a name"


def _tables(tree: Element) -> Iterator[str]:
    for table in tree.iter("table"):
        if not list(table.iter("th")):
            yield "has a table without headers"
        if any(not one.get("scope") for one in table.iter("th")):
            yield "has a table header without scope"
        if table.find("caption") is None and not table.get("aria-labelledby"):
            yield "has a table without caption"


def _parents(element: Element, above: dict[Element, Element]) -> Iterator[Element]:
    while element in above:
        element = above[element]
        yield element


def _hidden(element: Element, above: dict[Element, Element]) -> bool:
    return any(
        one.get("aria-hidden") == "true" or "hidden" in one.attrib
        for one in (element, *_parents(element, above))
    )


def broken_links(pages: dict[str, Page]) -> Iterator[str]:
    """Yield the links to a page or a fragment that is not there, for pages that were opened."""
    for page in pages.values():
        if page.tree is None:
            continue
        for link in page.links:
            address, _, fragment = link.partition("#")
            found = pages.get(address)
            if found and fragment and found.tree is not None and fragment not in found.ids:
                yield f"{page.address} → {link}"
