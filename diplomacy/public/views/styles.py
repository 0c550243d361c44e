"""The stylesheets of a page, joined."""

import re

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound

from diplomacy.public.sheets import NoSuchSheet, joined, packed

YEAR = 365 * 24 * 60 * 60
FRAMED = "embed"  # the sheet of pages that stand in frames of other sites
# Text that is the same for everybody and holds no secret, so that its length tells nothing.
_GZIP = re.compile(r"(?:^|,)\s*gzip\s*(?:$|,|;\s*q=(?!0(?:\.0*)?\s*(?:,|$)))")


def sheets(request: HttpRequest, names: str) -> HttpResponse:
    """Answer the joined sheets: kept for a year where the address holds their digest."""
    try:
        text, digest = joined(names)
    except NoSuchSheet:
        return HttpResponseNotFound(content_type="text/plain")
    exact = request.GET.get("v") == digest
    cached = f"public, max-age={YEAR}, immutable" if exact else "no-cache"
    headers = {"Cache-Control": cached, "Vary": "Accept-Encoding"}
    if FRAMED in names.split("."):
        # A frame that its site has sandboxed is of no origin, so not of ours.
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    body: str | bytes = text
    if _GZIP.search(request.headers.get("Accept-Encoding", "").lower()):
        body = packed(text)
        headers["Content-Encoding"] = "gzip"
    return HttpResponse(body, content_type="text/css; charset=utf-8", headers=headers)
