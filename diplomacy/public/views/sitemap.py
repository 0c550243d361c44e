"""What crawlers are told: the sitemap with its parts, and robots.txt."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diplomacy.public.sitemap import listed, part_names

# For staff alone, or of no page of its own: answers to a question, forms, parts of a list.
_KEPT_OUT = ("admin/", "desk/", "corrections/", "search/", "*?*after=", "*?*before=")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Return the addresses of the parts."""
    parts = [settings.SITE_URL + reverse("sitemap-part", args=[name]) for name in part_names()]
    return _xml(request, "public/sitemap_index.xml", parts=parts)


@require_safe
def part(request: HttpRequest, part: str) -> HttpResponse:
    """Return the pages of one part, each with the same page in the other languages."""
    try:
        pages = listed(part)
    except LookupError:
        raise Http404 from None
    return _xml(request, "public/sitemap.xml", pages=pages)


@require_safe
def former_part(request: HttpRequest) -> HttpResponse:
    """Lead from a part of one kind of entries, as they once were, to the parts there are."""
    return redirect("sitemap", permanent=True)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Return what crawlers may read: everything that readers may, each page once."""
    lines = ["User-agent: *", "Disallow: /calendar/"]
    # Whole lists as files; the description of the API, openapi.json, may be read.
    lines += [f"Disallow: /api/*.{form}" for form in ("csv", "json?", "xlsx")]
    lines += [
        f"Disallow: /{code}/{place}" for code, _label in settings.LANGUAGES for place in _KEPT_OUT
    ]
    lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _xml(request: HttpRequest, template: str, **context) -> HttpResponse:
    response = render(request, template, context, "application/xml; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=600"
    return response
