"""Texts that try to become markup or script wherever they are shown, and how to see that one did.

Each names an element `xq` or a handler that calls `xq`, which no page of ours has.
"""

from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from itertools import cycle
from typing import NamedTuple

from django.apps import apps
from django.db import DatabaseError, models, transaction

# The first ends whatever it stands in: text, quotes, titles, scripts, styles, comments, templates.
POLYGLOT = "'\"></title></style></textarea></script>--><xq onxq=xq()>{{7*7}}"
PAYLOADS = [
    POLYGLOT,
    "<script>xq()</script>",
    "<img src=x onerror=xq()>",
    '"><svg/onload=xq()>',
    "' onmouseover='xq()",
    '" autofocus onfocus="xq()',
    "` onload=`xq()",
    " onxq=xq() ",
    "javascript:xq()",
    "</script><xq>",
    "<!--><xq>",
    "--!><img src onerror=xq()>",
    "]]><xq>",
    "<![CDATA[<xq>]]>",
    "&lt;xq&gt;",
    "&#60;xq&#62;",
    "&amp;lt;xq&amp;gt;",
    "&#x3c;img src=x onerror=xq()&#x3e;",
    "\\u003cxq\\u003e",
    "\\x3cimg src=x onerror=xq()\\x3e",
    '\\"};xq();//',
    "';xq();//",
    "\u2028xq()\u2029",
    "<math><mtext></p><style><xq>",
    "<svg><style><img src=x onerror=xq()>",
    "<noscript><p title='</noscript><img src=x onerror=xq()>'>",
    "<iframe srcdoc='<script>parent.xq()</script>'>",
    "<a href=javascript:xq()>x</a>",
    "<form><button formaction=javascript:xq()>x",
    "<object data=javascript:xq()>",
    "<base href=//elsewhere.example>",
    "<meta http-equiv=refresh content='0;url=//x'>",
    "<link rel=stylesheet href=//x>",
    "<style>*{background:url(//x)}</style>",
    "<x style=background:url(//x)>",
    "<details open ontoggle=xq()>",
    "<marquee onstart=xq()>",
    "<video><source onerror=xq()>",
    "<input onfocus=xq() autofocus>",
    "<template><xq>",
    "<plaintext><xq>",
    "<xmp><xq>",
    "<title><xq>",
    "{% load i18n %}{{ request }}",
    "%3Cxq%3E",
    "＜xq＞",
    "<\u0161cript>xq()</script>",
    "<scr\u200dipt>xq()</script>",
    "<sc<script>ript>xq()</sc</script>ript>",
    "<SCRIPT/SRC=//x></SCRIPT>",
    "<\tscript>xq()</script>",
    "<img\x0bsrc=x\x0conerror=xq()>",
    "\u202e<xq>\u202c",
    "%(xq)s %s {xq} {0}",
    "\r\nSet-Cookie: xq=1\r\n\r\n<xq>",
    '=HYPERLINK("//x")<xq>',
    "<?xml version='1.0'?><xq>",
    "<!DOCTYPE x [<!ENTITY xq SYSTEM 'file:///etc/passwd'>]>&xq;",
    "${xq()}#{xq()}",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>xq()</x:script>",
]

OUR_SCHEMES = ("http:", "https:", "mailto:", "tel:", "webcal:", "webcals:")
LEADS = {"href", "src", "action", "formaction", "data", "poster", "srcdoc", "xlink:href", "content"}
NEVER = {"xq", "iframe", "object", "embed", "marquee", "math", "style", "plaintext", "xmp"}
# What a program reads: kept as it is by a pattern or a choice, or never shown.
READ_BY_PROGRAMS = {
    *("key", "kept_key", "other_key", "search", "language", "own_language", "code", "indicator"),
    *("languages", "authentic_languages", "exact_titles", "sdg_numbers", "currency", "noun"),
    *("password", "secret", "digest", "client", "purpose", "token", "sha256", "revises_version"),
    *("form", "typed", "line", "stage", "version", "headers", "object_id", "change_message"),
    *("wikidata_id", "page", "kind", "username"),
}
OURS = ("accounts", "registry", "office", "ingest", "admin")


class Met(NamedTuple):
    """What stands in a page that no payload may put there."""

    what: str
    where: str


class _Reader(HTMLParser):
    """Finds elements, handlers and addresses that can only be of a payload."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.met: list[Met] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, dict(attrs))

    handle_startendtag = handle_starttag

    def _look(self, tag: str, attrs: dict[str, str | None]) -> None:
        where = str(self.getpos()) + (self.get_starttag_text() or "")[:200]
        if tag in NEVER or not tag.isascii():
            self.met.append(Met(f"<{tag}>", where))
        if tag == "script" and not attrs.get("src") and attrs.get("type") != "application/ld+json":
            self.met.append(Met("a script in the page", where))
        if (tag, next(iter(attrs), "")) in (("meta", "http-equiv"), ("base", "href")):
            self.met.append(Met("what leads the page elsewhere", where))
        for name, value in attrs.items():
            if name.startswith("on") or name in ("style", "srcdoc", "formaction"):
                self.met.append(Met(f"{name}=", where))
            if name in LEADS and name != "content" and not _is_ours(value or ""):
                self.met.append(Met(f"{name}={value}", where))


def _is_ours(address: str) -> bool:
    """Tell whether the address has a scheme of ours, or none."""
    plain = "".join(letter for letter in address if letter > " ").lower()
    before = plain.partition("/")[0].partition("?")[0].partition("#")[0]
    return ":" not in before or plain.startswith(OUR_SCHEMES)


def met_in(html: str) -> list[Met]:
    """Return what a payload made of the page; empty where all of it stayed text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.met


def text_fields(model: type[models.Model]) -> Iterator[models.Field]:
    """Yield the fields of the model that hold words of people."""
    for field in model._meta.local_concrete_fields:
        words = isinstance(field, models.CharField | models.TextField) and not field.choices
        if words and field.name not in READ_BY_PROGRAMS and not field.name.startswith("order_"):
            yield field


def fill(payloads: Iterable[str]) -> set[str]:
    """Write a payload into every text of every row, past all checks, also into the past.

    Return the fields that no row was there for, or that the database would not take it in.
    """
    left = set()
    turn = cycle(payloads)
    for model in apps.get_models():
        if model._meta.app_label not in OURS:
            continue
        for field in text_fields(model):
            text = next(turn).replace("\0", "")[: field.max_length or None]
            try:
                with transaction.atomic():
                    done = model._base_manager.update(**{field.attname: text})
            except DatabaseError:
                done = 0
            if not done:
                left.add(f"{model._meta.model_name}.{field.name}")
    return left
