"""The one address of anything, outside the languages: its page, its record or its linked facts."""

import json
import re
from copy import copy
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.request import QueryDict
from django.urls import resolve, reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.generic import View

from diplomacy.headers import let_be_read
from diplomacy.registry.models import (
    City,
    CooperationArea,
    Difference,
    DiplomacyLayer,
    Document,
    Entry,
    OpenQuestion,
    Organisation,
    Person,
    Publication,
    Relationship,
    Source,
)

# Public through others: the name of the page's address, and the noun. The first that has a key
# takes it.
NOUNS = {
    "organisation": Organisation,
    "person": Person,
    "area": CooperationArea,
    "layer": DiplomacyLayer,
    "source": Source,
    "difference": Difference,
    "question": OpenQuestion,
}
IN_API = {
    "city": "cities",
    "tie": "ties",
    "person": "people",
    **{kind.value: f"{kind.value}s" for kind in Entry.Kind},
} | {name: f"{name}s" for name in NOUNS if name != "person"}

PAGE, RECORD, FACTS = "text/html", "application/json", "application/ld+json"
_FACTS = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


class HttpResponseSeeOther(HttpResponseRedirect):
    status_code = 303


class Found(NamedTuple):
    """A public or withdrawn record: what it is, its key, and the address of its page."""

    noun: str  # "city", "tie", an entry's kind, "document" or one of NOUNS
    key: str
    page: str
    withdrawn: bool = False


class PermanentView(View):
    """`/id/<key>/` leads to the page in the home language, or to the record if JSON is wanted.

    Who wants JSON-LD gets the facts of the page itself. A withdrawn page says so itself.
    """

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        wanted = request.get_preferred_type([PAGE, RECORD, FACTS]) or PAGE
        with override(settings.HOME_LANGUAGE):
            try:
                response = _answer(request, find(key), wanted)
            except Http404:
                if wanted == PAGE:
                    raise
                response = _refusal(404, _("Nothing is published under this key."))
        patch_vary_headers(response, ["Accept"])
        response.headers["Content-Language"] = settings.HOME_LANGUAGE
        return let_be_read(response)


def find(key: str) -> Found:
    """Return the public or withdrawn record with this key, or once with it.

    Keys of nouns are apart: a city comes before a tie, a tie before an entry, an entry before
    what it shows. Raises Http404.
    """
    for cities, withdrawn in ((City.objects.published(), False), (_with_withdrawn_tie(), True)):
        if city := _find(cities, key):
            return Found("city", city.key, reverse("public:city", args=[city.key]), withdrawn)
    if tie := Relationship.objects.select_related("partner").shown_or_former(key):
        page = reverse("public:city", args=[tie.partner.key])
        return Found("tie", tie.key, page, tie.publication == Publication.WITHDRAWN)
    if entry := Entry.objects.shown_or_former(key):
        withdrawn = entry.publication == Publication.WITHDRAWN
        page = reverse(f"public:{entry.kind}", args=[entry.key])
        return Found(entry.kind, entry.key, page, withdrawn)
    for name, noun in NOUNS.items():
        if record := _find(noun.objects.published(), key):
            return Found(name, record.key, reverse(f"public:{name}", args=[record.key]))
    if Document.objects.published().filter(key=key).exists():
        return Found("document", key, reverse("public:document", args=[key]))
    raise Http404


def api_address(found: Found) -> str:
    """Return the address of the record in the programming interface."""
    return reverse("opendata:object", kwargs={"noun": IN_API[found.noun], "key": found.key})


def _answer(request: HttpRequest, found: Found, wanted: str) -> HttpResponse:
    if wanted == PAGE or found.noun == "document":  # a file is all there is of it
        return HttpResponseSeeOther(found.page)
    if found.withdrawn:
        page = settings.SITE_URL + found.page  # which tells when and why
        return _refusal(410, _("This record has been withdrawn"), url=page)
    if wanted == RECORD:
        return HttpResponseSeeOther(api_address(found))
    return JsonResponse(
        _facts(request, found.page),
        content_type=FACTS,
        json_dumps_params={"ensure_ascii": False},
    )


def _facts(request: HttpRequest, address: str) -> dict[str, Any]:
    """Return the facts of the page as the page itself states them. What the page costs."""
    asked = copy(request)
    asked.path = asked.path_info = address
    asked.GET, asked.resolver_match = QueryDict(), resolve(address)
    view, args, kwargs = asked.resolver_match
    response = view(asked, *args, **kwargs)
    if response.status_code != 200:
        raise Http404
    found = _FACTS.search(response.render().content.decode())
    return json.loads(found[1])


def _refusal(status: int, message: str, **more: str) -> HttpResponse:
    return JsonResponse(
        {"status": status, "message": message} | more,
        status=status,
        json_dumps_params={"ensure_ascii": False},
    )


def _with_withdrawn_tie() -> QuerySet[City]:
    """Return the cities that were public by a tie: their page says what became of it."""
    return City.objects.filter(ties__publication=Publication.WITHDRAWN)


def _find(records, key: str):
    return records.filter(key=key).first() or records.by_former_key(key)
