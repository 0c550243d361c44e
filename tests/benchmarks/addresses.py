"""The addresses of the site, and one of constant pages: the same bytes, from memory.

A constant page lies under a language and has a query, so that all middleware treats it like a page
that is made anew: it passes through all of it, and the database is asked nothing.
"""

from typing import NamedTuple
from urllib.parse import unquote

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import path

from diplomacy.urls import handler400, handler403, handler404, handler500
from diplomacy.urls import urlpatterns as addresses

__all__ = ["handler400", "handler403", "handler404", "handler500"]


class Constant(NamedTuple):
    kind: str
    body: bytes


constants: dict[str, Constant] = {}


def constant(request: HttpRequest) -> HttpResponse:
    kind, body = constants[request.GET["of"]]
    return HttpResponse(body, content_type=kind)


def twin(name: str, kind: str, body: bytes) -> str:
    """Return the address of a constant page with these bytes; `name` is quoted."""
    constants[unquote(name)] = Constant(kind, body)
    return f"/en/constant/?of={name}"


urlpatterns = [*i18n_patterns(path("constant/", constant)), *addresses]
