"""oEmbed 1.0 (oembed.com): from the address of a tie's page to what puts it into another page."""

from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from diplomacy.headers import keep_for_a_while, let_be_read
from diplomacy.public.embedding import snippet
from diplomacy.public.templatetags.frame import site_name
from diplomacy.registry.models import City, Relationship
from diplomacy.registry.queries.city_detail import public_tie, withdrawn_tie

from .permanent import find

LONGEST = 2000  # characters of an address that is ours
KEPT_SECONDS = 24 * 60 * 60  # the frame itself is always today's
LARGEST = 9999  # pixels that anybody can mean

# What stands in the frame, by the page whose address is given.
FRAMES = {
    "public:city": "embed-city",
    "public:embed-city": "embed-city",
    "public:embed-timeline": "embed-timeline",
    "permanent": "embed-city",
}


class Refused(Exception):
    """What is asked for cannot be given: the status, and why in words."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(status, why)
        self.status, self.why = status, why


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """Return the snippet for the tie at the address `url`. Two queries, seven for `/id/…`."""
    url = request.GET.get("url", "")
    with override(language := _language(url)):
        try:
            response = _answer(request, url)
        except Refused as refused:
            text = f"{refused.why}\n"
            response = HttpResponse(text, "text/plain; charset=utf-8", status=refused.status)
    response.headers["Content-Language"] = language
    return let_be_read(response)


def _answer(request: HttpRequest, url: str) -> HttpResponse:
    """Raises Refused."""
    written = request.GET.get("format", "json")
    if written not in ("json", "xml"):
        raise Refused(501, _("“format” can be json or xml."))
    limits = (_pixels(request, "maxwidth"), _pixels(request, "maxheight"))
    if not url:
        raise Refused(400, _("“url” is missing: the address of the page of a tie."))
    name, key = _asked(url)
    told = _told(name, _tie(key), *limits)
    if written == "json":
        response = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    else:
        response = HttpResponse(_xml(told), "text/xml; charset=utf-8")
    return keep_for_a_while(response)


def _told(
    name: str, tie: Relationship, max_width: int | None, max_height: int | None
) -> dict[str, Any]:
    home = tie.home_end if tie.home_end.is_home else City.objects.home()
    key = tie.partner.key
    title = _("Tie with %(city)s") % {"city": tie.partner.name}
    site = site_name(home)
    made = snippet(name, key, f"{title} | {site}", max_width, max_height)
    told = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": site,
        "provider_url": f"{settings.SITE_URL}/",
        "cache_age": KEPT_SECONDS,
        "html": made.html,
        "width": made.width,
        "height": made.height,
    }
    if (max_width or LARGEST) >= 1200 and (max_height or LARGEST) >= 630:
        picture = settings.SITE_URL + reverse("public:city-picture", args=[key])
        told |= {"thumbnail_url": picture, "thumbnail_width": 1200, "thumbnail_height": 630}
    return told


def _pixels(request: HttpRequest, name: str) -> int | None:
    """Raises Refused for what is no number of pixels."""
    given = request.GET.get(name)
    if given is None:
        return None
    if not (given.isascii() and given.isdecimal() and len(given) < 10 and int(given)):
        raise Refused(400, _("“%(name)s” is no number of pixels.") % {"name": name})
    return int(given)


def _asked(url: str) -> tuple[str, str]:
    """Return what is to stand in the frame and the key of a city. Raises Refused for no tie."""
    nothing = Refused(404, _("There is no tie at this address."))
    try:
        parts, ours = urlsplit(url), urlsplit(settings.SITE_URL)
        is_ours = parts.scheme in ("http", "https") and parts.netloc.lower() == ours.netloc.lower()
        if not is_ours or len(url) > LONGEST:
            raise nothing
        match = resolve(unquote(parts.path))
        name = FRAMES[match.view_name]
        key = match.kwargs["key"]
        if match.view_name == "permanent":
            key = _of_tie(key)
    except (ValueError, Resolver404, Http404, KeyError):
        raise nothing from None
    return name, key


def _of_tie(key: str) -> str:
    """Return the key of the city whose page the permanent address leads to. Raises Http404."""
    found = find(key)
    if found.noun not in ("city", "tie"):
        raise Http404
    return resolve(found.page).kwargs["key"]


def _tie(key: str) -> Relationship:
    """Return the published tie with the city that has or had this key. Raises Refused."""
    today = timezone.localdate()
    tie = public_tie(key, today)
    moved = None if tie else City.objects.by_former_key(key)
    if moved:
        tie = public_tie(moved.key, today)
    if tie:
        return tie
    if withdrawn_tie(moved.key if moved else key):
        raise Refused(410, _("This record has been withdrawn"))
    raise Refused(404, _("There is no tie at this address."))


def _language(url: str) -> str:
    """Return the language of the address, the home language where it has none."""
    rest = url.partition("://")[2].partition("/")[2]
    first = rest.partition("/")[0]
    return first if first in dict(settings.LANGUAGES) else settings.HOME_LANGUAGE


def _xml(told: dict[str, Any]) -> bytes:
    root = Element("oembed")
    for name, value in told.items():
        SubElement(root, name).text = "".join(filter(_may_stand_in_xml, str(value)))
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _may_stand_in_xml(letter: str) -> bool:
    return letter in "\t\n\r" or (letter >= " " and letter not in "\ufffe\uffff")
