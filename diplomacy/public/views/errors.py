"""Pages for what went wrong, in the same look and the three languages."""

import logging
import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import get_language_from_path, override
from django.utils.translation import gettext_lazy as _

from diplomacy.serving.database_limits import SAFE
from diplomacy.serving.outages import RETRY_AFTER, Outage, outage_in

log = logging.getLogger(__name__)

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    status, title = 400, _("This address cannot be read")
    text = _("Something in the request is malformed. Please begin again from the first page.")
    if isinstance(exception, TOO_LARGE):
        status, title = 413, _("What was sent is too large")
        text = _(
            "Nothing was saved. Go back with your browser, which still holds what you typed, and"
            " send less at once: a shorter text, or fewer files."
        )
    request.GET = QueryDict()  # the page asks too, and would fail as the view did
    # A forged Host also ends here; ask the database nothing for it.
    return _page(request, status, title, text, without_database=True)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        403,
        _("This is not open to you"),
        _("Sign in with an account that has this right, or ask an administrator for it."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        404,
        _("There is no page here"),
        _(
            "The address may be mistyped, or what you look for is not published. Nothing that "
            "was ever published vanishes without a word: what is withdrawn says so at its address."
        ),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the page for a fault of ours, or for a database that does not answer (503)."""
    if outage := outage_in(sys.exception()):
        return _unavailable(request, outage)
    title = _("Something went wrong on our side")
    text = _("The fault is recorded. Please try again in a while.")
    return _page_of_trouble(request, 500, title, text)


def _unavailable(request: HttpRequest, outage: Outage) -> HttpResponse:
    """Return the answer while something that we need is away; all that stands will be back."""
    title = _("The register cannot be reached just now")
    text = _("The site is there, but its database does not answer. Please try again in a minute.")
    sent = request.method not in SAFE
    if sent and outage is Outage.FULL:
        title = _("Nothing can be saved just now")
        text = _(
            "What you sent was not saved: the server has no room left. What is recorded can still"
            " be read. The people who run the site have to make room."
        )
    elif sent:
        text = _(
            "The database did not answer in time, so what you sent may not have been saved. Please"
            " come back in a minute, and look whether it is there before you send it again."
        )
    if request.path_info.startswith("/api/"):
        response = _of_open_data(request, text)
    else:
        response = _page_of_trouble(request, 503, title, text)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _of_open_data(request: HttpRequest, text: str) -> HttpResponse:
    """Return the answer in the shape of every fault of open data, in the language asked for."""
    asked = request.GET.get("lang")
    with override(asked if asked in dict(settings.LANGUAGES) else settings.HOME_LANGUAGE):
        told = {"status": 503, "message": str(text), "retry_after": RETRY_AFTER}
    told |= dict.fromkeys(["parameter", "allowed", "withdrawn_on", "reason"])
    return JsonResponse(
        told,
        status=503,
        headers={
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Cache-Control": "no-store",
        },
    )


def _page_of_trouble(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    """Return a page that needs no database and hardly anything else, and that nobody keeps."""
    try:
        response = _page(request, status, title, text, without_database=True)
    except Exception:
        # Whatever broke the page may break this one too; a reader still gets a sentence.
        log.exception("The page for a server error failed.")
        html = format_html(
            "<!doctype html><title>{}</title><h1>{}</h1><p>{}</p>", title, title, text
        )
        response = HttpResponse(html, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(request: HttpRequest, status: int, title: str, text: str, **context) -> HttpResponse:
    # Outside the languages' addresses nobody has chosen one, and the browser is not asked.
    with override(get_language_from_path(request.path_info) or settings.HOME_LANGUAGE):
        return render(
            request,
            "public/error.html",
            {"title": title, "text": text, "is_fault": True} | context,
            status=status,
        )
