"""Where sources disagree, and what is not known: lists, and each point with its own page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from diplomacy.calendars import PartialDate
from diplomacy.registry.filters import DifferenceFilter, QuestionFilter
from diplomacy.registry.models import Difference, OpenQuestion
from diplomacy.registry.queries.differences import (
    OPEN_FIRST,
    cities_of,
    public_differences,
    public_questions,
)
from diplomacy.registry.queries.paging import BY_KEY

from .listing import page_context
from .records import found_or_moved


class DifferenceListView(TemplateView):
    """Open ones first."""

    template_name = "public/difference_list.html"
    extra_context = {"section": "differences", "title": _("Where sources differ")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parameters = self.request.GET
        cities = cities_of(Difference.objects.published())
        chosen = DifferenceFilter(parameters, public_differences(), cities)
        return super().get_context_data(**page_context(parameters, chosen, OPEN_FIRST), **kwargs)


class QuestionListView(TemplateView):
    template_name = "public/question_list.html"
    extra_context = {"section": "questions", "title": _("What is not known")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parameters = self.request.GET
        cities = cities_of(OpenQuestion.objects.published())
        chosen = QuestionFilter(parameters, public_questions(), cities)
        return super().get_context_data(**page_context(parameters, chosen, BY_KEY), **kwargs)


class RemarkView(TemplateView):
    """One difference or one open question, which the templates call `remark`."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        found = found_or_moved(request, self.remarks(), key)
        if isinstance(found, HttpResponse):
            return found
        return self.render_to_response(self.get_context_data(remark=found))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(today=PartialDate.of(timezone.localdate()), **kwargs)


class DifferenceView(RemarkView):
    template_name = "public/difference_detail.html"
    extra_context = {"section": "differences"}
    remarks = staticmethod(public_differences)


class QuestionView(RemarkView):
    template_name = "public/question_detail.html"
    extra_context = {"section": "questions"}
    remarks = staticmethod(public_questions)
