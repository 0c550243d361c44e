"""Drafts and what waits for a review: one's own, or everybody's."""

from typing import Any, ClassVar

from django.views.generic import TemplateView

from diplomacy.accounts.access import StaffMixin
from diplomacy.registry.queries.drafts import NEWEST_MADE_FIRST, draft_ties, drafts
from diplomacy.registry.queries.paging import page_of

TIES_SHOWN = 50  # a tie is drafted once in years


class DraftsView(StaffMixin, TemplateView):
    """One's own by default; `?whose=all` everybody's."""

    template_name = "office/drafts.html"
    permission = "registry.submit"
    extra_context: ClassVar = {"section": "desk:drafts"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = self.request.GET
        of_all = given.get("whose") == "all"
        by = None if of_all else self.request.user
        page = page_of(
            drafts(by).select_related("revises"),
            NEWEST_MADE_FIRST,
            after=given.get("after", ""),
            before=given.get("before", ""),
        )
        return super().get_context_data(
            of_all=of_all,
            page=page,
            query="whose=all" if of_all else "",
            ties=draft_ties(by)[:TIES_SHOWN] if not page.before else [],
            **kwargs,
        )
