"""What frames a page: its language, its addresses in the others, whose register it is."""

from django import template
from django.conf import settings
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from msgspec import Struct

from diplomacy.public.addresses import page_address
from diplomacy.registry.models import City

from .register import direction

register = template.Library()

TAGS = {"zh-hans": "zh-Hans"}


class Version(Struct, frozen=True):
    """A page in one language: `tag` for HTML, `url` on this site, `absolute` for elsewhere."""

    tag: str
    label: str
    dir: str
    url: str
    absolute: str
    current: bool


class Frame(Struct, frozen=True):
    """`current` is this page, `versions` the same page in every language."""

    versions: tuple[Version, ...]
    home_version: str

    @property
    def current(self) -> Version:
        return next(version for version in self.versions if version.current)


@register.simple_tag(takes_context=True)
def page_frame(context: template.Context) -> Frame:
    """Return the page's addresses in every language, from SITE_URL and never from the Host."""
    request = context["request"]
    path, query = _without_language(escape_uri_path(request.path)), request.GET.urlencode()
    active = get_language() or settings.LANGUAGE_CODE
    versions = []
    for code, label in settings.LANGUAGES:
        tag, address = TAGS.get(code, code), f"/{code}{path}"
        versions.append(
            Version(
                tag=tag,
                label=label,
                dir=direction(tag),
                url=f"{address}?{query}" if query else address,
                absolute=settings.SITE_URL + address,
                current=code == active,
            )
        )
    home = f"{settings.SITE_URL}/{settings.HOME_LANGUAGE}{path}"
    return Frame(tuple(versions), home)


@register.simple_tag(takes_context=True)
def home_city(context: template.Context) -> City | None:
    """Return the home city: the view's own if it has read it, else one query."""
    home = context["home"] if "home" in context else City.objects.home()
    context["request"].home = home  # for tags in what is included without the page's names
    return home


@register.simple_tag
def site_name(home: City | None) -> str:
    """Return the register's own name, or one composed from the home city's."""
    if not home:  # also where a page of a fault never asked for it
        return _("Register of city ties")
    return _own(home, "site_name") or _("Ties of %(city)s") % {"city": home.name}


@register.simple_tag
def site_strip(home: City) -> str:
    """Return the line that says which body keeps the register, its own or composed."""
    composed = _("Municipality of %(city)s · International Affairs")
    return _own(home, "strip") or composed % {"city": home.name}


@register.filter
def emblem(home: City | None) -> str:
    """Return the letters that stand in the star beside the name, or an empty text."""
    return home.identity.emblem if hasattr(home, "identity") else ""


@register.simple_tag
def meaning_url(section: str, value: str) -> str:
    """Return the address of a term on the page about the words."""
    return f"{page_address('about-words')}#{section}-{value}"


def _own(home: City, name: str) -> str:
    return home.identity.in_page_language(name) if hasattr(home, "identity") else ""


def _without_language(path: str) -> str:
    first, _, rest = path.removeprefix("/").partition("/")
    return f"/{rest}" if first in dict(settings.LANGUAGES) else "/"
