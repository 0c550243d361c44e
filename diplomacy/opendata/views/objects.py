"""One object, and what stands at the address of one that is not public."""

from typing import NoReturn

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirectBase
from django.urls import reverse
from django.utils import timezone

from diplomacy.opendata import asking, faults
from diplomacy.opendata.faults import Refused, not_here
from diplomacy.opendata.objects import NOUNS, Noun, objects
from diplomacy.registry.models import Entry, Publication, Relationship
from diplomacy.registry.models.base import Publishable
from diplomacy.registry.queries.city_detail import instead_of_city

from .answering import ApiView, told


class Moved(HttpResponseRedirectBase):
    """To the address of the key that a record has now; the method stays the same."""

    status_code = 308


class ObjectView(ApiView):
    """The object with this key."""

    def get(self, request: HttpRequest, noun: str, key: str) -> HttpResponseBase:
        if noun not in NOUNS:
            raise not_here()
        asked = asking.asked(request.GET, parameters_of(NOUNS[noun]))
        on = asked.get("on") or timezone.localdate()
        found = objects(NOUNS[noun], NOUNS[noun].records().filter(key=key), on)
        return told(request, found[0]) if found else missing(request, NOUNS[noun], key)


def parameters_of(noun: Noun) -> list[asking.Parameter]:
    """Return what may be asked of an object."""
    return [asking.ON, asking.LANG] if noun.name == "ties" else [asking.LANG]


def missing(request: HttpRequest, noun: Noun, key: str) -> HttpResponse:
    """Return the way to the address that a record has now. Raises Refused otherwise.

    410 where it was withdrawn; 404 for a draft just as for a key that never was.
    """
    if noun.name == "cities":
        return _missing_city(request, key)
    if not issubclass(noun.model, Publishable):
        moved = noun.model.objects.published().by_former_key(key)
        if moved is None:
            raise not_here()
        return _moved(request, noun, moved.key)
    kinds = {"kind": noun.page} if noun.is_entry else {}
    records = Entry.objects if noun.is_entry else noun.model.objects
    record = records.filter(**kinds).shown_or_former(key)
    if record is None:
        raise not_here()
    if record.publication == Publication.WITHDRAWN:
        _gone(record)
    return _moved(request, noun, record.key)


def _missing_city(request: HttpRequest, key: str) -> HttpResponse:
    found = instead_of_city(key)
    if found is None:
        raise not_here()
    if isinstance(found, Relationship):
        _gone(found)
    return _moved(request, NOUNS["cities"], found.key)


def _gone(record: Publishable) -> NoReturn:
    raise Refused(410, faults.WITHDRAWN, withdrawn=record)


def _moved(request: HttpRequest, noun: Noun, key: str) -> HttpResponse:
    address = settings.SITE_URL + reverse("opendata:object", args=[noun.name, key])
    query = request.GET.urlencode()
    return Moved(f"{address}?{query}" if query else address)
