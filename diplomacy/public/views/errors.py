"""Pages for what went wrong, in the same look and the three languages."""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import get_language_from_path, override
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        400,
        _("This address cannot be read"),
        _("Something in the request is malformed. Please begin again from the first page."),
        # A forged Host also ends here; ask the database nothing for it.
        without_database=True,
    )


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
    """Return the page for a fault of ours; it needs no database and hardly anything else."""
    title = _("Something went wrong on our side")
    text = _("The fault is recorded. Please try again in a while.")
    try:
        return _page(request, 500, title, text, without_database=True)
    except Exception:
        # Whatever broke the page may break this one too; a reader still gets a sentence.
        log.exception("The page for a server error failed.")
        html = format_html(
            "<!doctype html><title>{}</title><h1>{}</h1><p>{}</p>", title, title, text
        )
        return HttpResponse(html, status=500)


def _page(request: HttpRequest, status: int, title: str, text: str, **context) -> HttpResponse:
    # Outside the languages' addresses nobody has chosen one, and the browser is not asked.
    with override(get_language_from_path(request.path_info) or settings.HOME_LANGUAGE):
        return render(
            request,
            "public/error.html",
            {"title": title, "text": text, "is_fault": True} | context,
            status=status,
        )
