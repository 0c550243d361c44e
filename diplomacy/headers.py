"""The header set that every answer carries, errors and files included."""

import re
from collections.abc import Callable
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(), payment=()",
}

# Of a page that others may put in a frame: it runs nothing, asks nobody else and sends nothing.
FRAMED_POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors *",
    ]
)

# By whoever asked for what all readers get; then asked again, and answered 304 if nothing changed.
KEPT_SECONDS = 600

# /fa/admin/…, /en/desk/…, /calendar/….ics: what staff read is kept by no cache on the way.
LANGUAGE = "|".join(code for code, _ in settings.LANGUAGES)
STAFF_PATH = re.compile(rf"/({LANGUAGE})/(admin|desk)(/|$)|/calendar/")


class HeadersMiddleware:
    """Put the header set on every answer; a header that a view chose itself stays.

    What says nothing of caches is asked for again each time: what is taken back is gone at once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if STAFF_PATH.match(request.path_info):
            response.headers["Cache-Control"] = "private, no-store"
        elif "Cache-Control" not in response.headers:
            response = asked_again(request, response)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if getattr(response, "xframe_options_exempt", False):
            del response.headers["X-Frame-Options"]
        return response


def asked_again(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Have the answer asked for each time; a page is sent only if it is not the one they have."""
    response.headers["Cache-Control"] = "no-cache"
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    if not is_page or response.streaming or response.status_code != 200 or response.cookies:
        return response
    if request.method not in ("GET", "HEAD"):
        return response
    response.headers["ETag"] = tag_of(response.content)
    return get_conditional_response(request, etag=response.headers["ETag"], response=response)


def tag_of(body: bytes) -> str:
    """Return the tag (ETag) of what is sent: it stays the same when a draft is written."""
    return f'"{sha256(body).hexdigest()[:32]}"'


def let_be_framed(response: HttpResponse) -> HttpResponse:
    """Give the answer the headers of a page that any other site may put in a frame."""
    response.headers["Content-Security-Policy"] = FRAMED_POLICY
    # A site that asks for it of all that it embeds (COEP) may frame the page as well.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.xframe_options_exempt = True  # Django's own name, for its middleware and for ours
    return response


def let_be_read(response: HttpResponseBase) -> HttpResponseBase:
    """Give the answer the headers with which the pages of any site may read it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def keep_for_a_while(response: HttpResponseBase) -> HttpResponseBase:
    """Let whoever asked, and all on the way, keep the answer for KEPT_SECONDS."""
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response


def unless_known(
    request: HttpRequest, body: bytes, make: Callable[[], HttpResponse]
) -> HttpResponse:
    """Return what `make` gives, or 304 to who has it already; to be kept for a while.

    The tag is that of `body`.
    """
    etag = tag_of(body)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = make()
    response.headers["ETag"] = etag
    return keep_for_a_while(response)
