"""The pictures that other sites show where a page of ours is shared."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from diplomacy.headers import unless_known
from diplomacy.public.pictures.drawing import png, svg
from diplomacy.public.pictures.words import (
    Picture,
    picture_of_home,
    picture_of_site,
    picture_of_tie,
)
from diplomacy.registry.models import City
from diplomacy.registry.queries.city_detail import public_tie
from diplomacy.registry.queries.overview import tallies
from diplomacy.registry.queries.standing import standing

from .tie import CityView


@require_safe
def of_site(request: HttpRequest) -> HttpResponse:
    return _answer(request, picture_of_site(City.objects.home()))


@require_safe
def of_home(request: HttpRequest) -> HttpResponse:
    """Return the picture of the first page. Raises Http404 before there is a home city."""
    home = City.objects.home()
    if home is None:
        raise Http404
    return _answer(request, picture_of_home(home, tallies(timezone.localdate())))


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
    response = unless_known(
        request,
        svg(picture).encode(),
        lambda: HttpResponse(png(picture), content_type="image/png"),
    )
    # Browsers would not show it on the page of another site otherwise.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
