"""The site as somebody outside sees it: through the proxy, by the address of the readers."""

import secrets
from collections.abc import Iterator
from email.message import Message
from typing import NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from diplomacy.registry.models import Document

from .findings import Finding, failing, good, warning

PATIENCE = 5  # seconds


class Answer(NamedTuple):
    status: int
    headers: Message


class _Stay(HTTPRedirectHandler):
    """Lets us see where an answer leads instead of going there."""

    def redirect_request(self, *_args: object) -> None:
        return None


def examine() -> Iterator[Finding]:
    """Ask the site at SITE_URL. Nothing but its own address is asked."""
    address = settings.SITE_URL
    try:
        page = _ask(f"{address}/{settings.HOME_LANGUAGE}/")
    except (URLError, OSError) as error:
        yield failing(
            "site",
            f"{address} cannot be reached from here: {getattr(error, 'reason', error)}.",
            "Start site and proxy; look at the name, the certificate and the port.",
        )
        return
    yield from _answered(address, page)
    if page.status != 200:
        return
    yield from _by_https(address, page)
    yield from _proxy(address)
    if settings.DOCUMENTS_BY_PROXY:
        yield from documents(address)


def _answered(address: str, page: Answer) -> Iterator[Finding]:
    leads = page.headers.get("Location", "")
    if page.status in (301, 302, 307, 308) and leads.startswith(address):
        yield failing(
            "site",
            f"{address} leads to itself for ever: the site takes every visit for one by http.",
            "Have the proxy set X-Forwarded-Proto to the scheme that visitors use, and set"
            " BEHIND_PROXY=yes.",
        )
    elif page.status != 200:
        yield failing(
            "site",
            f"The first page is answered by {page.status}.",
            "503: look at the database. 400: the proxy does not pass on the host. 502: the proxy"
            " does not find the site.",
        )
    else:
        yield good("site", f"{address} answers.")


def _by_https(address: str, page: Answer) -> Iterator[Finding]:
    if not address.startswith("https://"):
        return
    if not page.headers.get("Strict-Transport-Security"):
        yield warning(
            "site",
            "Browsers are not told to come by https only.",
            "The proxy removes Strict-Transport-Security, or the site is not told of https.",
        )
    plain = address.replace("https://", "http://", 1)
    try:
        there = _ask(f"{plain}/", {"X-Forwarded-Proto": "https"})
    except (URLError, OSError):
        yield good("site", "Nothing answers by http.")
        return
    if there.status == 200 or not there.headers.get("Location", "").startswith("https://"):
        yield failing(
            "site",
            "Who comes by http and claims to come by https is believed.",
            "Have the proxy set X-Forwarded-Proto itself, whatever a visitor sends.",
        )
    else:
        yield good("site", "Who comes by http is led to https, whatever they claim.")


def _proxy(address: str) -> Iterator[Finding]:
    ours = secrets.token_hex(16)
    probe = _ask(f"{address}/healthz", {"X-Request-ID": ours})
    if probe.status != 200:
        yield warning(
            "site",
            f"/healthz is answered by {probe.status}.",
            "Have the proxy pass it on, or close it to the public, and have it asked from within.",
        )
    elif probe.headers.get("X-Request-ID") == ours:
        yield warning(
            "site",
            "Visitors choose the ids of requests in the log.",
            "Have the proxy set X-Request-ID itself (nginx: $request_id).",
        )


def documents(address: str) -> Iterator[Finding]:
    """Ask for documents as readers do, and past the site: the proxy sends them (record 54)."""
    prefix = settings.DOCUMENTS_BY_PROXY
    kept = Document.objects.first()
    if kept and _ask(f"{address}{prefix}{quote(kept.file.name)}").status == 200:
        yield failing(
            "documents",
            f"Whoever knows the name of a file gets it at {prefix}, past the site.",
            "Write `internal;` into that location of the proxy (deploy/nginx).",
        )
    shown = Document.objects.published().first()
    if not shown:
        return
    answer = _ask(f"{address}/{settings.HOME_LANGUAGE}/documents/{shown.key}/")
    if "X-Accel-Redirect" in answer.headers:
        yield failing(
            "documents",
            "The proxy does not send the files that the site names to it: readers get nothing.",
            "Set DOCUMENTS_BY_PROXY only where nginx is in front, or leave it empty.",
        )
    elif answer.status != 200:
        yield failing(
            "documents",
            f"A document that readers may have is answered by {answer.status}.",
            f"Let {prefix} lead to {settings.DOCUMENTS_ROOT}/ and the proxy read there; `doctor`"
            " without --ask says whether the file is lost.",
        )
    elif "sandbox" not in answer.headers.get("Content-Security-Policy", ""):
        yield failing(
            "documents",
            "The proxy sends documents without the headers that keep them from doing anything.",
            "Include deploy/nginx/documents.conf in the location.",
        )
    else:
        yield good("documents", "The proxy sends those that the site allows, with its headers.")


def _ask(address: str, headers: dict[str, str] | None = None) -> Answer:
    try:
        request = Request(address, headers={"User-Agent": "doctor", **(headers or {})})
        with build_opener(_Stay).open(request, timeout=PATIENCE) as answer:
            return Answer(answer.status, answer.headers)
    except HTTPError as error:  # an answer as well
        with error:
            return Answer(error.code, error.headers)
