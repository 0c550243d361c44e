"""Several ties on one axis of time."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView

from diplomacy.calendars import PartialDate
from diplomacy.public.chart import draw
from diplomacy.public.comparison_list import parties, rail, raises_a_tie, weightiest
from diplomacy.public.strips import draw_strips
from diplomacy.public.templatetags.register import kind_icon
from diplomacy.public.time_direction import directions
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models import City
from diplomacy.registry.queries.comparison import (
    MOST_ENTRIES,
    MOST_TIES,
    Choice,
    choose,
    comparison,
    offered_ties,
)

LONGEST_KEYS = 2000  # of the parameter: far more than six keys need


class ComparisonView(TemplateView):
    template_name = "public/timeline.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the comparison; what the form of the page sends has an address of its own."""
        if len(request.GET.getlist("c")) > 1:
            return redirect(request.path + _query(self._keys(), self._oldest_first()))
        return super().get(request, *args, **kwargs)

    def _keys(self) -> list[str]:
        """Return the keys that the address names, once each."""
        given = ",".join(self.request.GET.getlist("c"))[:LONGEST_KEYS]
        return list(dict.fromkeys(key for one in given.split(",") if (key := one.strip())))

    def _oldest_first(self) -> bool:
        return self.request.GET.get("order") == "oldest"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today, language = timezone.localdate(), active_language()
        keys, oldest_first, home = self._keys(), self._oldest_first(), City.objects.home()
        found = comparison(choose(keys, today), today)
        ways = directions(home)
        captions = {
            one.entry.pk: str(one.entry.leaf.get_instrument_display())
            for one in found.dated
            if raises_a_tie(one.entry)
        }
        query = _query([tie.partner.key for tie in found.choice.ties] if keys else [])
        return super().get_context_data(
            section="timeline",
            home=home,
            comparison=found,
            chart=draw(found, language, ways, captions),
            strips=draw_strips(found, language, ways),
            parties=parties(found),
            rows=rail(found, found.dated if oldest_first else found.dated[::-1]),
            undated=rail(found, found.undated),
            on_paper=weightiest(found.dated),
            shapes=list(dict.fromkeys(kind_icon(one.entry) for one in found.dated)),
            offered=offered_ties(found.choice),
            chosen=_each_without(found.choice, oldest_first),
            most_ties=MOST_TIES,
            most_entries=MOST_ENTRIES,
            oldest_first=oldest_first,
            today=PartialDate.of(today),
            newest_first=not oldest_first,
            query=query[1:],
            address=settings.SITE_URL + self.request.path + query,
            **kwargs,
        )


def _each_without(choice: Choice, oldest_first: bool) -> list[tuple]:
    """Return each chosen tie with the query that compares the others, "" where that is one."""
    keys = [tie.partner.key for tie in choice.ties]
    return [
        (
            tie,
            _query([key for key in keys if key != tie.partner.key], oldest_first)
            if len(keys) > 2
            else "",
        )
        for tie in choice.ties
    ]


def _query(keys: list[str], oldest_first: bool = False) -> str:
    """Return the one query of an address that compares these ties."""
    parts = [f"c={quote(','.join(keys), safe=',')}"] if keys else []
    parts += ["order=oldest"] if oldest_first else []
    return "?" + "&".join(parts) if parts else ""
