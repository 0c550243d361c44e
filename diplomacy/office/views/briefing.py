"""The briefing before a visit: a page to print and a PDF, public-safe or internal."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from django.views.generic import TemplateView

from diplomacy import paper
from diplomacy.accounts.access import StaffMixin
from diplomacy.calendars import PartialDate
from diplomacy.registry.queries.briefing import briefing_of_tie, briefing_of_visit

from .as_paper import AsPaper

BRIEFINGS = {"tie": briefing_of_tie, "delegation": briefing_of_visit}


class BriefingView(StaffMixin, TemplateView):
    """The public-safe form."""

    template_name = "office/briefing.html"
    permission = "registry.view_relationship"
    form = "public"

    def get_context_data(self, noun: str, key: str, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        reader = self.request.user if self.form == "internal" else None
        found = BRIEFINGS[noun](key, today, reader) if noun in BRIEFINGS else None
        if found is None:
            raise Http404
        return super().get_context_data(
            briefing=found,
            is_internal=found.is_internal,
            noun=noun,
            key=key,
            today=PartialDate.of(today),
            pdf_name=f"desk:briefing-{self.form}-pdf" if paper.can_print(get_language()) else "",
            page_name=f"desk:briefing-{self.form}",
            **kwargs,
        )


class InternalBriefingView(BriefingView):
    """The internal form: to whoever may read drafts, which is the whole staff."""

    form = "internal"


class _AsPaper(AsPaper):
    """The same page as a PDF; its name tells the forms apart too."""

    def file_name(self, context: dict[str, Any], language: str) -> str:
        mark = "INTERNAL-briefing" if context["is_internal"] else "briefing-public"
        return f"{mark}-{context['key']}-{language}-{context['today'].first.isoformat()}.pdf"


class BriefingPdfView(_AsPaper, BriefingView):
    """The public-safe form as a PDF."""


class InternalBriefingPdfView(_AsPaper, InternalBriefingView):
    """The internal form as a PDF."""
