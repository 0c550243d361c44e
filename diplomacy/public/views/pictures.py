"""The pictures that other sites show where a page of ours is shared."""

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from diplomacy.public.pictures.drawing import png, svg
from diplomacy.public.pictures.words import (
    Picture,
    picture_of_home,
    picture_of_site,
    picture_of_tie,
)
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models import City
from diplomacy.registry.queries.city_detail import public_tie
from diplomacy.registry.queries.overview import overview
from diplomacy.registry.queries.standing import standing

from .tie import CityView

KEPT_SECONDS = 600  # by whoever asked; then asked again, and answered 304 if nothing changed


@require_safe
def of_site(request: HttpRequest) -> HttpResponse:
    return _answer(request, picture_of_site(City.objects.home()))


@require_safe
def of_home(request: HttpRequest) -> HttpResponse:
    """Return the picture of the first page. Raises Http404 before there is a home city."""
    found = overview(timezone.localdate(), active_language())
    home = found.home or City.objects.home()
    if home is None:
        raise Http404
    return _answer(request, picture_of_home(home, found.tallies))


class CityPictureView(CityView):
    """The picture of a published tie; else what stands at the address of its page."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        today = timezone.localdate()
        tie = public_tie(key, today)
        if tie is None:
            return self.missing(request, key)
        home = tie.home_end if tie.home_end.is_home else City.objects.home()
        return _answer(request, picture_of_tie(tie, standing(tie, today), home))


def _answer(request: HttpRequest, picture: Picture) -> HttpResponse:
    """Return the PNG, or 304 without drawing it. The same for everybody."""
    etag = f'"{sha256(svg(picture).encode()).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(png(picture), content_type="image/png")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    # Browsers would not show it on the page of another site otherwise.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
