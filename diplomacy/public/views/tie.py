"""The page of a city: where the tie stands, its history, how we know."""

from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from diplomacy.calendars import PartialDate, digits
from diplomacy.public.meanings import CERTAINTY, LISTS
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models import City, Entry, Relationship
from diplomacy.registry.queries.city_detail import (
    city_detail,
    instead_of_city,
    public_city,
    public_tie,
    withdrawn_tie,
)
from diplomacy.registry.queries.narrowing import Facets
from diplomacy.registry.queries.sectors import Sector
from diplomacy.registry.queries.timeline import Wanted
from diplomacy.registry.queries.twinnings import sisters_in_common
from diplomacy.registry.queries.years import year

from .records import withdrawn_page


class Condition(NamedTuple):
    """What a history is narrowed by, in words, and the parameters without it, encoded."""

    words: str
    query: str


class CityView(TemplateView):
    template_name = "public/city_detail.html"
    withdrawn_template = "public/gone.html"

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        today = timezone.localdate()
        tie = public_tie(key, today, with_parts=True)
        city = tie.partner if tie else public_city(key, today)
        if city is None:
            return self.missing(request, key)
        return self.render_to_response(self.get_context_data(city=city, tie=tie))

    def get_context_data(self, *, city: City, tie: Relationship | None, **kwargs: Any):
        today = timezone.localdate()
        wanted = wanted_from(self.request.GET)
        detail = city_detail(city, tie, wanted, active_language(), today)
        context = {
            "section": "cities",
            "detail": detail,
            "today": PartialDate.of(today),
            "other_year": wanted.year not in dict(detail.facets.years),
            "chosen": chosen(self.request.GET, wanted, detail.facets),
            "query": without(self.request.GET, "after", "before"),
            "query_without_order": without(self.request.GET, "after", "before", "order"),
        }
        if tie is None:
            context["withdrawn"] = withdrawn_tie(city.key)
        if tie:
            context["certainty_means"] = CERTAINTY[detail.standing.certainty.value]
            context["in_common"] = sisters_in_common(tie) if tie.has_twins else ()
        if tie and tie.home_end.is_home:
            context["home"] = tie.home_end
        return super().get_context_data(**context, **kwargs)

    def missing(self, request: HttpRequest, key: str) -> HttpResponse:
        """Return the new address of a city, or 410 where its tie was withdrawn."""
        found = instead_of_city(key)
        if found is None:
            raise Http404
        if isinstance(found, Relationship):
            return withdrawn_page(request, found, self.withdrawn_template)
        return redirect(request.resolver_match.view_name, key=found.key, permanent=True)


def wanted_from(parameters: QueryDict) -> Wanted:
    """Return what a reader asked of a history; what cannot be meant is left out."""
    asked = set(parameters.getlist("kind"))
    kinds = tuple(kind.value for kind in Entry.Kind if kind.value in asked)
    # int() reads Persian and Arabic digits as well.
    year = parameters.get("year", "")
    return Wanted(
        kinds=() if len(kinds) == len(Entry.Kind) else kinds,
        area=_key(parameters, "area"),
        layer=_key(parameters, "layer"),
        sector=sector if (sector := parameters.get("sector")) in Sector.values else "",
        year=int(year) if year.isdecimal() and len(year) == 4 else None,
        oldest_first=parameters.get("order") == "oldest",
        after=parameters.get("after", ""),
        before=parameters.get("before", ""),
    )


def _key(parameters: QueryDict, name: str) -> str:
    """Return the parameter as the databases can compare it."""
    return parameters.get(name, "").replace("\0", "")[:80]


def chosen(parameters: QueryDict, wanted: Wanted, facets: Facets) -> list[Condition]:
    """Return each condition of a narrowed history in words, with the way to drop it alone."""
    found = []
    for kind in wanted.kinds:
        kept = parameters.copy()
        kept.setlist("kind", [other for other in wanted.kinds if other != kind])
        words = _("Kind: %(kind)s") % {"kind": LISTS[Entry.Kind(kind)]}
        found.append(Condition(words, without(kept, "after", "before")))
    if wanted.area:
        names = {area.key: area.name for area, _entries in facets.areas}
        name = names.get(wanted.area, _("not one of this tie"))
        words = _("Area: %(area)s") % {"area": name}
        found.append(Condition(words, without(parameters, "after", "before", "area")))
    if wanted.layer:
        names = {layer.key: layer.name for layer, _entries in facets.layers}
        name = names.get(wanted.layer, _("not one of this tie"))
        words = _("Layer: %(layer)s") % {"layer": name}
        found.append(Condition(words, without(parameters, "after", "before", "layer")))
    if wanted.sector:
        words = _("Sector: %(sector)s") % {"sector": Sector(wanted.sector).label}
        found.append(Condition(words, without(parameters, "after", "before", "sector")))
    if wanted.year is not None:
        shown = year(wanted.year)
        language = active_language()
        name = shown.name(language) if shown else digits(wanted.year, language)
        words = _("Year: %(year)s") % {"year": name}
        found.append(Condition(words, without(parameters, "after", "before", "year")))
    return found


def without(parameters: QueryDict, *names: str) -> str:
    """Return the parameters of an address but these, encoded."""
    kept = parameters.copy()
    for name in names:
        kept.pop(name, None)
    return kept.urlencode()
