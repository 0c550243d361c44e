"""One box for everything: what is found, or what can be searched."""

import re
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from diplomacy.public.meanings import LISTS
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models import Entry
from diplomacy.registry.models.searching import LONGEST_QUERY, wanted
from diplomacy.registry.queries.marking import marker
from diplomacy.registry.queries.search import (
    MOST_PAGES,
    NOUNS,
    PAGE_SIZE,
    examples,
    find,
    find_of_noun,
)

# What no page may hold, and what would turn the direction of the text that follows.
_UNFIT = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"
)
NAMES = {
    "city": _("Cities"),
    **{kind.value: LISTS[kind] for kind in Entry.Kind},
    "person": _("People in office"),
    "organisation": _("Organisations"),
    "area": _("Cooperation areas"),
    "layer": _("Layers"),
    "source": _("Sources"),
    "difference": _("Where sources differ"),
    "question": _("What is not known"),
}


class SearchView(TemplateView):
    """The results of `q`, of all nouns or of `noun` alone; without words, what can be searched."""

    template_name = "public/search.html"
    extra_context = {"section": "search"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        typed = self.request.GET.get("q", "")[: 2 * LONGEST_QUERY]
        query = " ".join(_UNFIT.sub("", typed).split())[:LONGEST_QUERY]
        noun = self.request.GET.get("noun", "")
        shown = self._shown(query, noun if noun in NOUNS else "")
        lists = [(name, reverse(f"public:{noun}-list")) for noun, name in NAMES.items()]
        return super().get_context_data(query=query, lists=lists, **shown, **kwargs)

    def _shown(self, query: str, noun: str) -> dict[str, Any]:
        today = timezone.localdate()
        if not wanted(query):
            return {"examples": examples(active_language())}
        shown = {"marker": marker(query), "names": NAMES}
        if not noun:
            return shown | {"results": find(query, today)}
        number = _page(self.request.GET.get("page", ""))
        group = find_of_noun(noun, query, today, number)
        if group is None and number > 1:  # beyond the last page
            number, group = 1, find_of_noun(noun, query, today)
        last = min(MOST_PAGES, -(-group.total // PAGE_SIZE)) if group else 1
        return shown | {"noun": noun, "group": group, "number": number, "last": last}


def _page(text: str) -> int:
    """Return the number of a page, 1 for what is none."""
    is_number = text.isascii() and text.isdecimal() and len(text) < 4
    return min(max(int(text), 1), MOST_PAGES) if is_number else 1
