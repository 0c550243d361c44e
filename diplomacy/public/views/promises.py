"""The board of promises: what is open, what was kept, and what was only proposed."""

from typing import Any

from django.views.generic import TemplateView

from diplomacy.public.meanings import LISTS
from diplomacy.public.share_bar import share_bar
from diplomacy.public.time_direction import directions
from diplomacy.registry.filters import CommitmentFilter
from diplomacy.registry.models import Entry
from diplomacy.registry.queries.entry_list import offered
from diplomacy.registry.queries.promises import board, board_promises, layers_of_promises

from .listing import entries_context


class BoardView(TemplateView):
    """Promises, with what came of each as last reviewed.

    Nine statements however long the list, ten where it is narrowed.
    """

    template_name = "public/commitment_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parameters, kind = self.request.GET, Entry.Kind.COMMITMENT
        choices = offered(kind)
        chosen = CommitmentFilter(
            parameters, board_promises(), choices, layers_of_promises(is_counted=choices.is_counted)
        )
        context = entries_context(parameters, chosen)
        return super().get_context_data(
            home=choices.home,
            here=LISTS[kind],
            section="commitments",
            board=board(context["page"].rows),
            bar=share_bar(chosen.share, directions(choices.home)),
            **context,
            **kwargs,
        )
