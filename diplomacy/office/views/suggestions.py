"""What the screens of recording ask for while somebody types: fragments of a page, GET only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.generic import View

from diplomacy.accounts.access import StaffMixin
from diplomacy.calendars import UNKNOWN, DateError, PartialDate, read
from diplomacy.office.capture.duplicates import possible_duplicates
from diplomacy.office.capture.finding import NOUNS, by_key, exactly
from diplomacy.registry.models import City

_LONGEST = 300

MAY_RECORD = ("registry.add_delegation", "registry.add_agreement", "registry.add_event")


class SuggestionsView(StaffMixin, View):
    """At most eight records of a noun for `q`, as options of a list."""

    permission = MAY_RECORD
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, noun: str) -> HttpResponse:
        if noun not in NOUNS:
            raise Http404
        words = _words(request, "q")
        offers_new = (
            bool(words) and NOUNS[noun].new and request.user.has_perm(f"registry.add_{noun}")
        )
        context = {
            "noun": noun,
            "words": words,
            "suggestions": NOUNS[noun].suggest(words) if words else [],
            "offers_new": offers_new,
            "list_id": _words(request, "list")[:80],
        }
        return TemplateResponse(request, "office/partials/_suggestions.html", context)


class DuplicatesView(StaffMixin, View):
    """What may be the same as a visit of `city` on `start` with `title`, as a notice or nothing."""

    permission = MAY_RECORD
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        found = possible_duplicates(
            _city(request), _date(request), request.GET.getlist("title")[:3], _words(request, "but")
        )
        but = set(request.GET.getlist("other")[:20])
        context = {"duplicates": [one for one in found if one.entry.key not in but]}
        return TemplateResponse(request, "office/partials/_duplicates.html", context)


def _words(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", "").strip()[:_LONGEST]


def _city(request: HttpRequest) -> City | None:
    """Return the city that was chosen, or the one that bears just the name typed."""
    if chosen := by_key(City.objects.all(), _words(request, "city")):
        return chosen
    words = _words(request, "city_words")
    named = exactly(NOUNS["city"].records(), words) if words else []
    return named[0] if len(named) == 1 else None


def _date(request: HttpRequest) -> PartialDate:
    try:
        return read(_words(request, "start"))
    except DateError:
        return UNKNOWN
