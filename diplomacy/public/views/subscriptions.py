"""What readers subscribe to: Atom feeds of what was published, calendars of its days.

For programs on any site: readable from everywhere, without session and cookie, the same for all.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from msgspec import Struct

from diplomacy.almanac import Almanac
from diplomacy.almanac import write as write_calendar
from diplomacy.calendars import PartialDate
from diplomacy.headers import let_be_read, unless_known
from diplomacy.licences import LICENCES
from diplomacy.public import atom
from diplomacy.public.calendar_events import COLOR, PRODUCT, REFRESH, event_of
from diplomacy.public.feed_items import item_of
from diplomacy.public.templatetags.frame import TAGS, site_name, site_strip
from diplomacy.registry.models import City, CooperationArea, Entry
from diplomacy.registry.queries.calendar_days import calendar_days
from diplomacy.registry.queries.changes import NEWEST_FIRST, newest_entries
from diplomacy.registry.queries.paging import Page, page_of

from .errors import bad_request
from .records import found_or_moved
from .tie import CityView

FEED_SIZE = 50
# The format wants a moment also of a feed without entries.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Subject(Struct, frozen=True):
    """What a reader subscribes to: all, a city or an area, with the path of its page."""

    home: City | None
    of: City | CooperationArea | None
    page: str

    @property
    def title(self) -> str:
        site = site_name(self.home)
        return f"{self.of.name or self.of.key} | {site}" if self.of else site


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Return the newest entries of all. Four queries."""
    return _feed(request, Subject(City.objects.home(), None, reverse("public:home")))


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Return the days of all. Five queries."""
    return _calendar(request, Subject(City.objects.home(), None, reverse("public:home")))


@require_safe
def area_feed(request: HttpRequest, key: str) -> HttpResponse:
    """Return the newest entries that touch an area. Five queries."""
    area = found_or_moved(request, CooperationArea.objects.published(), key)
    if isinstance(area, HttpResponse):
        return _asking_the_same(request, area)
    return _feed(
        request, Subject(City.objects.home(), area, reverse("public:area", args=[area.key]))
    )


class CityFeedView(CityView):
    """The newest entries that name a city, with or without a tie. Four queries.

    Where there is none, what stands at the address of its page.
    """

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        home, city = _home_and(key)
        if city is None:
            return _asking_the_same(request, self.missing(request, key))
        return self.answer(request, Subject(home, city, reverse("public:city", args=[key])))

    def answer(self, request: HttpRequest, subject: Subject) -> HttpResponse:
        return _feed(request, subject)


class CityCalendarView(CityFeedView):
    """The days of a city likewise. Five queries."""

    def answer(self, request: HttpRequest, subject: Subject) -> HttpResponse:
        return _calendar(request, subject)


def _home_and(key: str) -> tuple[City | None, City | None]:
    """Return the home city and the public city of this key. One query."""
    wanted = City.objects.published().filter(Q(is_home=True) | Q(key=key))
    found = list(wanted.select_related("identity"))
    home = next((city for city in found if city.is_home), None)
    return home, next((city for city in found if city.key == key), None)


def _feed(request: HttpRequest, subject: Subject) -> HttpResponse:
    parameters = request.GET
    page = _page(subject, parameters) if _are_known(parameters, "after", "before") else None
    if page is None:
        return bad_request(request)
    language, today = _language(), PartialDate.of(timezone.localdate())
    items = [item_of(entry, language, today) for entry in page.rows]
    address = settings.SITE_URL + request.path
    described = atom.Feed(
        id=address,
        title=subject.title,
        subtitle=_("What was published last, each entry with its date and sources."),
        language=language,
        author=site_strip(subject.home) if subject.home else site_name(None),
        author_url=f"{settings.SITE_URL}/",
        rights=settings.DATA_LICENCE,
        updated=max((item.updated for item in items), default=NEVER),
        links=tuple(_links(subject, address, parameters, page)),
    )
    return _open_answer(request, atom.write(described, items), atom.MEDIA_TYPE)


def _page(subject: Subject, parameters: QueryDict) -> Page[Entry] | None:
    """Return the page of the feed that is asked for, None where the cursor leads nowhere."""
    after, before = parameters.get("after", ""), parameters.get("before", "")
    page = page_of(
        newest_entries(subject.of), NEWEST_FIRST, after=after, before=before, size=FEED_SIZE
    )
    # For a cursor that leads nowhere comes the first page, which a program would take twice.
    is_lost = ("after" in parameters and not page.before) or (
        "before" in parameters and not page.after
    )
    return None if is_lost else page


def _links(
    subject: Subject, address: str, parameters: QueryDict, page: Page[Entry]
) -> Iterator[atom.Link]:
    query = f"?{parameters.urlencode()}" if parameters else ""
    yield atom.Link("self", address + query, atom.MEDIA_TYPE)
    yield atom.Link("alternate", settings.SITE_URL + subject.page)
    yield atom.Link("first", address, atom.MEDIA_TYPE)
    if page.after:
        yield atom.Link("next", f"{address}?after={page.after}", atom.MEDIA_TYPE)
    if page.before:
        yield atom.Link("previous", f"{address}?before={page.before}", atom.MEDIA_TYPE)
    yield atom.Link("license", LICENCES[settings.DATA_LICENCE])


def _calendar(request: HttpRequest, subject: Subject) -> HttpResponse:
    parameters = request.GET
    asked = parameters.get("approximate")
    if not _are_known(parameters, "approximate") or asked not in (None, "yes"):
        return bad_request(request)
    today = PartialDate.of(timezone.localdate())
    days = calendar_days(subject.of, approximate=asked == "yes")
    described = Almanac(
        name=subject.title,
        product=PRODUCT,
        refresh=REFRESH,
        description=_about_days(asked == "yes"),
        url=settings.SITE_URL + subject.page,
        source=settings.SITE_URL + request.get_full_path(),
        color=COLOR,
    )
    body = write_calendar(described, (event_of(day, today) for day in days))
    response = _open_answer(request, body, "text/calendar")
    response.headers["Content-Disposition"] = "inline; filename=calendar.ics"
    return response


def _about_days(approximate: bool) -> str:
    if approximate:
        return _(
            "What happened, is planned, ends or is due. An entry whose day is not known spans "
            "every possible day, and says so."
        )
    return _(
        "What happened, is planned, ends or is due, where the day is recorded. What is known only "
        "to the month or year stands on the pages, not here."
    )


def _are_known(parameters: QueryDict, *names: str) -> bool:
    """Whether each parameter has one of these names and stands there once, one of them at most."""
    return len(parameters) <= 1 and all(
        name in names and len(parameters.getlist(name)) == 1 for name in parameters
    )


def _language() -> str:
    code = get_language() or settings.LANGUAGE_CODE
    return TAGS.get(code, code)


def _asking_the_same(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the way to a new address with the parameters of the old one: programs follow it."""
    if 300 <= response.status_code < 400 and (query := request.GET.urlencode()):
        response.headers["Location"] += f"?{query}"
    return response


def _open_answer(request: HttpRequest, body: bytes, media_type: str) -> HttpResponse:
    """Return the body, or 304 to who has it. The same for everybody, from any site."""
    response = unless_known(
        request, body, lambda: HttpResponse(body, content_type=f"{media_type}; charset=utf-8")
    )
    response.headers["Access-Control-Expose-Headers"] = "ETag"
    return let_be_read(response)
