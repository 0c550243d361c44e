"""Annual reports for readers: each says what it said when it was published, from its own data."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView

from diplomacy import paper
from diplomacy.public.kept_papers import digest, kept
from diplomacy.public.report_table import report_table
from diplomacy.registry.models import YearReport
from diplomacy.registry.queries.annual_report.page import ReportPage, report_page
from diplomacy.registry.queries.annual_report.published import published_reports, reports_of
from diplomacy.registry.queries.annual_report.shape import opened
from diplomacy.tables import XLSX_TYPE

from .records import withdrawn_page


class ReportListView(TemplateView):
    """The published reports of both calendars, the last year first."""

    template_name = "public/report_list.html"
    extra_context = {"section": "years", "title": _("Annual reports")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lists=published_reports(), **kwargs)


class PublishedMixin:
    """A published report; 410 for one that was withdrawn, also while a new edition is a draft."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        record = get_object_or_404(YearReport, year=int(number))
        if record.state != YearReport.State.PUBLISHED:
            if record.withdrawn_on is None:
                raise Http404
            return withdrawn_page(request, record)
        page = report_page(record, opened(record.frozen))
        if page is None:
            raise Http404
        return self.answer(request, page)

    def answer(self, request: HttpRequest, page: ReportPage) -> HttpResponse:
        raise NotImplementedError


class ReportView(PublishedMixin, TemplateView):
    template_name = "public/report_detail.html"
    extra_context = {"section": "years"}

    def answer(self, request: HttpRequest, page: ReportPage) -> HttpResponse:
        context = self.get_context_data(
            page=page,
            others=reports_of(page.year.overlapping),
            prints=paper.can_print(get_language()),
        )
        return self.render_to_response(context)


class ReportPrintView(PublishedMixin, View):
    """The report as a document for a printer."""

    def answer(self, request: HttpRequest, page: ReportPage) -> HttpResponse:
        return HttpResponse(_on_paper(request, page))


class ReportPdfView(PublishedMixin, View):
    """The same document as a PDF, drawn once and kept; 404 where none can be drawn."""

    def answer(self, request: HttpRequest, page: ReportPage) -> HttpResponse:
        language = get_language()
        if not paper.can_print(language):
            raise Http404
        html = _on_paper(request, page)
        etag = f'"{digest(html)}"'
        response = get_conditional_response(request, etag=etag)
        if response is None:
            made = kept(f"report-{page.year.number}-{language}", html, paper.pdf)
            response = _file(made, "application/pdf", f"report-{page.year.number}.pdf", "inline")
        response.headers["ETag"] = etag
        return response


class ReportTableView(PublishedMixin, View):
    """The frozen data as a workbook."""

    def answer(self, request: HttpRequest, page: ReportPage) -> HttpResponse:
        name = f"report-{page.year.number}.xlsx"
        return _file(report_table(page), XLSX_TYPE, name, "attachment")


def _on_paper(request: HttpRequest, page: ReportPage) -> str:
    return render_to_string("public/report_paper.html", {"page": page}, request)


def _file(content: bytes, kind: str, name: str, way: str) -> HttpResponse:
    disposition = f'{way}; filename="{name}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})
