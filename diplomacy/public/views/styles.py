"""The stylesheets of a page, joined."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound

from diplomacy.public.sheets import NoSuchSheet, joined

YEAR = 365 * 24 * 60 * 60
FRAMED = "embed"  # the sheet of pages that stand in frames of other sites


def sheets(request: HttpRequest, names: str) -> HttpResponse:
    """Answer the joined sheets: kept for a year where the address holds their digest."""
    try:
        text, digest = joined(names)
    except NoSuchSheet:
        return HttpResponseNotFound(content_type="text/plain")
    exact = request.GET.get("v") == digest
    cached = f"public, max-age={YEAR}, immutable" if exact else "no-cache"
    headers = {"Cache-Control": cached}
    if FRAMED in names.split("."):
        # A frame that its site has sandboxed is of no origin, so not of ours.
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return HttpResponse(text, content_type="text/css; charset=utf-8", headers=headers)
