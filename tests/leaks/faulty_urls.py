"""The addresses of the site, and one whose view fails with a hidden record in its hands."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from diplomacy import urls
from diplomacy.registry.models import Entry
from diplomacy.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def fault(request: HttpRequest, kind: str) -> HttpResponse:
    hidden = Entry.objects.get(publication="draft")
    request.hidden = hidden
    match kind:
        case "value":
            int(hidden.title_en)
        case "key":
            {}[hidden.title_en]
        case "database":
            Entry.objects.create(kind=hidden.kind, key=hidden.key, title_en=hidden.title_en)
        case "attribute":
            return getattr(hidden, "nothing")  # noqa: B009 as a template asks
        case "assertion":
            assert hidden is None
    return HttpResponse()


urlpatterns = [path("en/fault/<slug:kind>/", fault), *urls.urlpatterns]
