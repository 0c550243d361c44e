"""The addresses of the site and one whose view fails."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from diplomacy import urls
from diplomacy.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def fault(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault in a view")


urlpatterns = [path("en/fault/", fault), *urls.urlpatterns]
