"""The page of a city: where the tie stands, its history, how we know."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView

from diplomacy.calendars import PartialDate
from diplomacy.public.meanings import CERTAINTY
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models import City, Entry, Publication, Relationship
from diplomacy.registry.queries.city_detail import city_detail, public_city, public_tie
from diplomacy.registry.queries.timeline import Wanted
from diplomacy.registry.queries.twinnings import sisters_in_common

from .records import withdrawn_page


class CityView(TemplateView):
    template_name = "public/city_detail.html"

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        tie = public_tie(key, timezone.localdate())
        city = tie.partner if tie else public_city(key)
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
            "kinds": Entry.Kind,
            "query": without(self.request.GET, "after", "before"),
            "query_without_order": without(self.request.GET, "after", "before", "order"),
        }
        if tie:
            context["certainty_means"] = CERTAINTY[detail.standing.certainty.value]
            context["in_common"] = sisters_in_common(tie)
        if tie and tie.home_end.is_home:
            context["home"] = tie.home_end
        return super().get_context_data(**context, **kwargs)

    def missing(self, request: HttpRequest, key: str) -> HttpResponse:
        """Return the new address of a city, or 410 where its tie was withdrawn."""
        moved = City.objects.by_former_key(key)
        if moved and City.objects.published().filter(pk=moved.pk).exists():
            return redirect("public:city", key=moved.key, permanent=True)
        withdrawn = Relationship.objects.filter(
            Q(partner__key=key) | Q(partner=moved), publication=Publication.WITHDRAWN
        ).first()
        if withdrawn:
            return withdrawn_page(request, withdrawn)
        raise Http404


def wanted_from(parameters: QueryDict) -> Wanted:
    """Return what a reader asked of a history; what cannot be meant is left out."""
    kinds = set(parameters.getlist("kind"))
    # int() reads Persian and Arabic digits as well.
    year = parameters.get("year", "")
    return Wanted(
        kinds=tuple(kind.value for kind in Entry.Kind if kind.value in kinds),
        area=parameters.get("area", "").replace("\0", "")[:80],
        year=int(year) if year.isdecimal() and len(year) == 4 else None,
        oldest_first=parameters.get("order") == "oldest",
        after=parameters.get("after", ""),
        before=parameters.get("before", ""),
    )


def without(parameters: QueryDict, *names: str) -> str:
    """Return the parameters of an address but these, encoded."""
    kept = parameters.copy()
    for name in names:
        kept.pop(name, None)
    return kept.urlencode()
