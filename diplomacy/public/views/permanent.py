"""The one address of anything, outside the languages."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import override
from django.views.generic import View

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


class HttpResponseSeeOther(HttpResponseRedirect):
    status_code = 303


class PermanentView(View):
    """`/id/<key>/` leads to the page in the home language. A withdrawn page says so itself."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        with override(settings.HOME_LANGUAGE):
            return HttpResponseSeeOther(address_of(key))


def address_of(key: str) -> str:
    """Return the page of the public or withdrawn record with this key, or once with it.

    Keys of nouns are apart: a city comes before a tie, a tie before an entry, an entry before
    what it shows. Raises Http404.
    """
    for cities in (City.objects.published(), _with_withdrawn_tie()):
        if city := _find(cities, key):
            return reverse("public:city", args=[city.key])
    shown = (Publication.PUBLISHED, Publication.WITHDRAWN)
    ties = Relationship.objects.filter(publication__in=shown).select_related("partner")
    if tie := _find(ties, key):
        return reverse("public:city", args=[tie.partner.key])
    if entry := _find(Entry.objects.filter(publication__in=shown), key):
        return reverse(f"public:{entry.kind}", args=[entry.key])
    for name, noun in NOUNS.items():
        if record := _find(noun.objects.published(), key):
            return reverse(f"public:{name}", args=[record.key])
    if Document.objects.published().filter(key=key).exists():
        return reverse("public:document", args=[key])
    raise Http404


def _with_withdrawn_tie() -> QuerySet[City]:
    """Return the cities that were public by a tie: their page says what became of it."""
    return City.objects.filter(ties__publication=Publication.WITHDRAWN)


def _find(records, key: str):
    return records.filter(key=key).first() or records.by_former_key(key)
