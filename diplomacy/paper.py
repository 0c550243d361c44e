"""Documents on paper: a complete page of ours as a PDF, where WeasyPrint and its needs are there.

The one module that knows WeasyPrint, which is optional (the extra `pdf`, docs/decisions/0030).
Where it is missing nothing else changes: `can_print` says no, and no link to a PDF is shown.
"""

import ctypes
import importlib
import io
import logging
import re
import unicodedata
from contextlib import redirect_stdout
from functools import cache
from html import unescape
from threading import Lock
from types import ModuleType
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousFileOperation
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

log = logging.getLogger(__name__)

FONTCONFIG = ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll")
KINDS = {"css": "text/css", "svg": "image/svg+xml", "woff2": "font/woff2", "png": "image/png"}

# A document takes a processor for seconds: a process draws one at a time, and others wait.
_drawing = Lock()


class NotOurs(Exception):
    """A document names a file that is not one of our own; the text is its address."""


def can_print(language: str) -> bool:
    """Say whether a document in `language`, like "zh-hans", can be made a PDF on this machine.

    Persian and Latin letters come with us, Chinese ones with the system. Asked once a process.
    """
    return _library() is not None and (language[:2] != "zh" or _has_chinese())


def pdf(html: str) -> bytes:
    """Return a complete page, with its stylesheets linked as /static/… or /styles/…, as a PDF.

    Raises NotOurs where it asks for anything else. Costs 0.2 to 0.5 seconds a page, and nothing
    is kept: the caller asks only for what somebody wants to read.
    """
    fetcher = _own_files()()
    with _drawing:
        page = _library().HTML(
            string=_directed(html), base_url=f"{settings.SITE_URL}/", url_fetcher=fetcher
        )
        content = page.write_pdf(pdf_tags=True)
    if fetcher.refused:
        raise NotOurs(fetcher.refused[0])
    return content


def pdf_response(html: str, filename: str) -> HttpResponse:
    """Answer a page as a PDF that a browser shows, and keeps under `filename`."""
    return HttpResponse(
        pdf(html),
        content_type="application/pdf",
        headers={"Content-Disposition": f"inline; filename*=UTF-8''{quote(filename, safe='')}"},
    )


# What the library does not know --------------------------------------------------

_BDI = re.compile(r"<bdi(?![^>]*\sdir=)")
_AUTO = re.compile(r'(<(\w+)[^>]*\sdir=")auto(?="[^>]*>(.*?)</\2>)', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def _directed(html: str) -> str:
    """Say of each isolated text which way it runs; WeasyPrint takes it to run as its paragraph."""
    return _AUTO.sub(
        lambda found: found[1] + _first_direction(_TAG.sub("", found[3])),
        _BDI.sub('<bdi dir="auto"', html),
    )


def _first_direction(text: str) -> str:
    kinds = (unicodedata.bidirectional(letter) for letter in unescape(text))
    return {"L": "ltr"}.get(next((kind for kind in kinds if kind in ("L", "R", "AL")), "L"), "rtl")


# What the library may read ------------------------------------------------------


@cache
def _own_files() -> type:
    """Return what fetches files for WeasyPrint: ours, never over the network or by path.

    WeasyPrint draws on without a file that it cannot have: `refused` remembers which.
    """
    urls = _library().urls

    class OwnFiles(urls.URLFetcher):
        def __init__(self) -> None:
            super().__init__()
            self.refused: list[str] = []

        def fetch(self, url: str, headers: object = None) -> object:
            try:
                content, kind = own_file(url)
            except NotOurs:
                self.refused.append(url)
                raise
            return urls.URLFetcherResponse(url, content, {"Content-Type": kind})

    return OwnFiles


def own_file(url: str) -> tuple[bytes, str]:
    """Return a file of ours and its type by an absolute address; raise NotOurs."""
    address = urlsplit(url)
    if f"{address.scheme}://{address.netloc}" != settings.SITE_URL:
        raise NotOurs(url)
    if address.path.startswith(settings.STATIC_URL):
        name = address.path.removeprefix(settings.STATIC_URL)
        kind = KINDS.get(name.rpartition(".")[2])
        content = _static(name) if kind else None
        if content is None:
            raise NotOurs(url)
        return content, kind
    try:
        found = resolve(address.path)
    except Resolver404 as error:
        raise NotOurs(url) from error
    if found.view_name != "styles":
        raise NotOurs(url)
    answer = found.func(HttpRequest(), **found.kwargs)
    if answer.status_code != 200:
        raise NotOurs(url)
    return answer.content, KINDS["css"]


def _static(name: str) -> bytes | None:
    """Return a static file as collected, else as it lies in the code; None if there is none."""
    try:
        if staticfiles_storage.exists(name):
            with staticfiles_storage.open(name) as file:
                return file.read()
        path = finders.find(name)
    except SuspiciousFileOperation:
        return None
    if not path:
        return None
    with open(path, "rb") as file:
        return file.read()


# What this machine has ----------------------------------------------------------


@cache
def _library() -> ModuleType | None:
    """Return WeasyPrint, or None where it or a library under it is missing.

    Asked for only when a document is: importing it takes most of a second. It prints a page of
    advice where a library is missing; the log gets a line instead.
    """
    try:
        with redirect_stdout(io.StringIO()):
            library = importlib.import_module("weasyprint")
            importlib.import_module("weasyprint.urls")
    except (ImportError, OSError) as error:
        log.info("PDFs are not offered: %s", str(error).partition("\n")[0])
        return None
    return library


@cache
def _has_chinese() -> bool:
    """Ask fontconfig, which WeasyPrint asks too, for a font that writes simplified Chinese."""
    library = _first(FONTCONFIG)
    if library is None:
        return False
    pointer = ctypes.c_void_p
    for function, takes, gives in [
        (library.FcNameParse, [ctypes.c_char_p], pointer),
        (library.FcObjectSetCreate, [], pointer),
        (library.FcFontList, [pointer] * 3, ctypes.POINTER(_FontSet)),
        (library.FcFontSetDestroy, [ctypes.POINTER(_FontSet)], None),
        (library.FcObjectSetDestroy, [pointer], None),
        (library.FcPatternDestroy, [pointer], None),
    ]:
        function.argtypes, function.restype = takes, gives
    pattern, wanted = library.FcNameParse(b":lang=zh-cn"), library.FcObjectSetCreate()
    fonts = library.FcFontList(None, pattern, wanted)
    count = fonts.contents.count if fonts else 0
    library.FcFontSetDestroy(fonts)
    library.FcObjectSetDestroy(wanted)
    library.FcPatternDestroy(pattern)
    if not count:
        log.info("PDFs are not offered in Chinese: no font for it.")
    return count > 0


class _FontSet(ctypes.Structure):
    _fields_ = [("count", ctypes.c_int), ("room", ctypes.c_int), ("fonts", ctypes.c_void_p)]


def _first(names: tuple[str, ...]) -> ctypes.CDLL | None:
    for name in names:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None
