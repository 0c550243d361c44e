"""Several ties on one axis of time."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from diplomacy.calendars import PartialDate
from diplomacy.public.chart import draw, rail
from diplomacy.public.templatetags.register import kind_icon
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models import Agreement, Entry
from diplomacy.registry.queries.comparison import Numbered, choose, comparison, offered_ties

from .tie import without

LONGEST_KEYS = 2000  # of the parameter: far more than six keys need


class ComparisonView(TemplateView):
    template_name = "public/timeline.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = ",".join(self.request.GET.getlist("c"))[:LONGEST_KEYS]
        today = timezone.localdate()
        choice = choose((key.strip() for key in given.split(",")), today)
        found = comparison(choice, today)
        labels = {
            one.entry.pk: str(one.entry.leaf.get_instrument_display())
            for one in found.dated
            if is_labelled(one)
        }
        oldest_first = self.request.GET.get("order") == "oldest"
        return super().get_context_data(
            section="timeline",
            comparison=found,
            chart=draw(found, active_language(), labels),
            rows=rail(found, found.dated if oldest_first else found.dated[::-1]),
            undated=rail(found, found.undated),
            shapes=list(dict.fromkeys(kind_icon(one.entry) for one in found.dated)),
            offered=offered_ties(),
            chosen={tie.partner.key for tie in choice.ties},
            oldest_first=oldest_first,
            today=PartialDate.of(today),
            query_without_order=without(self.request.GET, "order"),
            **kwargs,
        )


def is_labelled(one: Numbered) -> bool:
    """Whether the entry is a signed paper that can raise a tie: the chart names it."""
    if one.entry.kind != Entry.Kind.AGREEMENT:
        return False
    paper = one.entry.leaf
    signed = paper.paper_state == Agreement.PaperState.SIGNED
    return signed and Agreement.Instrument(paper.instrument).form is not None
