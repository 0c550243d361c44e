"""The legal path of a tie: what is done, what waits and since when, what can come next."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from diplomacy.calendars import PartialDate
from diplomacy.registry.models import Organisation, Source
from diplomacy.registry.queries.city_detail import public_tie
from diplomacy.registry.queries.entry_detail import with_pages
from diplomacy.registry.queries.legal_path import legal_paths
from diplomacy.registry.queries.standing import standing

from .tie import CityView


class PathView(CityView):
    """Every step of the procedures of both ends' countries. A city without a tie has none."""

    template_name = "public/path.html"

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        today = timezone.localdate()
        tie = public_tie(key, today)
        if tie is None:
            return self.missing(request, key)
        where = standing(tie, today)
        paths = legal_paths(tie, where, today)
        records = [one.record for path in paths for one in path.steps if one.record]
        context = {
            "section": "cities",
            "tie": tie,
            "city": tie.partner,
            "standing": where,
            "paths": paths,
            "bodies": with_pages(Organisation, (record.body_id for record in records)),
            "sources": with_pages(Source, (record.source_id for record in records)),
            "today": PartialDate.of(today),
        }
        if tie.home_end.is_home:
            context["home"] = tie.home_end
        return self.render_to_response(context)
