"""Pages that other sites show in a frame: a tie in short, and the latest of its history."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from diplomacy.calendars import PartialDate
from diplomacy.headers import let_be_framed, unless_known
from diplomacy.public.embedding import HEIGHTS, snippet
from diplomacy.public.pictures.words import over
from diplomacy.registry.models import Relationship
from diplomacy.registry.queries.city_detail import public_tie
from diplomacy.registry.queries.embeds import latest_of_tie, tie_in_short

from .tie import CityView


class EmbedView(CityView):
    """The frame of a published tie; in it is also said that a tie was withdrawn, or is none."""

    withdrawn_template = "public/embed_gone.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = super().dispatch(request, *args, **kwargs)
        except Http404:
            response = render(request, "public/embed_missing.html", status=404)
        return let_be_framed(response)

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        today = timezone.localdate()
        tie = public_tie(key, today)
        if tie is None:
            return self.missing(request, key)
        context = {
            "tie": tie,
            "city": tie.partner,
            "today": PartialDate.of(today),
            "page": settings.SITE_URL + reverse("public:city", args=[tie.partner.key]),
            "shown": self.shown(tie),
        }
        context["over"] = over(context["shown"].standing) % {"city": tie.home_end.name}
        if tie.home_end.is_home:
            context["home"] = tie.home_end
        response = self.render_to_response(context).render()
        return unless_known(request, response.content, lambda: response)

    def shown(self, tie: Relationship) -> Any:
        """Return what the frame shows of the tie, its standing among it."""
        raise NotImplementedError


class EmbedCityView(EmbedView):
    template_name = "public/embed_city.html"

    def shown(self, tie: Relationship) -> Any:
        return tie_in_short(tie, timezone.localdate())


class EmbedTimelineView(EmbedView):
    template_name = "public/embed_timeline.html"

    def shown(self, tie: Relationship) -> Any:
        return latest_of_tie(tie, timezone.localdate())


class EmbeddingView(CityView):
    """How to put a tie into the page of another site: what to copy, and what stands there then."""

    template_name = "public/embedding.html"

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        tie = public_tie(key, timezone.localdate())
        if tie is None:
            return self.missing(request, key)
        title = _("Tie with %(city)s") % {"city": tie.partner.name}
        context = {
            "section": "cities",
            "city": tie.partner,
            "address": settings.SITE_URL + reverse("public:city", args=[tie.partner.key]),
            "snippets": [snippet(name, tie.partner.key, title) for name in HEIGHTS],
        }
        if tie.home_end.is_home:
            context["home"] = tie.home_end
        return self.render_to_response(context)
