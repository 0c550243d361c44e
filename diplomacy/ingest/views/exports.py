"""Lists and templates that leave as tables."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from diplomacy.accounts.access import StaffMixin
from diplomacy.ingest.tables.columns import NOUNS, columns_of
from diplomacy.ingest.tables.writing import (
    EXPORTED,
    headers,
    records,
    shown_columns,
    template,
)
from diplomacy.registry.codec import model_of
from diplomacy.tables import CSV_TYPE, XLSX_TYPE, as_csv, as_xlsx

from .tables import SECTION, ImportMixin, noun_label

TYPES = {"csv": CSV_TYPE, "xlsx": XLSX_TYPE}


class ExportsView(StaffMixin, TemplateView):
    """Every list that the person may read, in both formats."""

    template_name = "ingest/exports.html"
    extra_context = {"section": "ingest:exports"}
    permission = tuple(f"registry.view_{model_of(noun)._meta.model_name}" for noun in EXPORTED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        nouns = [noun for noun in EXPORTED if _may_read(self.request, noun)]
        lists = [(noun, noun_label(noun)) for noun in nouns]
        return super().get_context_data(lists=lists, **kwargs)


class ExportView(StaffMixin, View):
    """One list as CSV, streamed, or as XLSX; contact details only for who writes to people."""

    def get(self, request: HttpRequest, noun: str, form: str) -> HttpResponseBase:
        if noun not in EXPORTED or form not in TYPES:
            raise Http404
        if not _may_read(request, noun):
            raise PermissionDenied
        columns = shown_columns(noun, request.user)
        first = headers(columns, _in_words(request))
        rows = _with(first, records(noun, columns))
        if form == "csv":
            answer: HttpResponseBase = StreamingHttpResponse(as_csv(rows))
        else:
            answer = FileResponse(as_xlsx(rows, noun_label(noun)))
        return _attached(answer, f"{noun}-{timezone.localdate()}", form)


class EmptyTableView(ImportMixin, View):
    """An empty table of a noun, with an explanation of each column where a sheet has room."""

    def get(self, request: HttpRequest, noun: str, form: str) -> HttpResponseBase:
        if noun not in NOUNS or form not in TYPES:
            raise Http404
        first, explained = template(noun, _in_words(request))
        if form == "csv":
            answer: HttpResponseBase = HttpResponse("".join(as_csv([first])))
        else:
            answer = FileResponse(
                as_xlsx([first], noun_label(noun), [(_("Explanation"), explained)])
            )
        return _attached(answer, f"{noun}-template", form)


class GuideView(ImportMixin, TemplateView):
    """What may stand in each column of a noun's table."""

    template_name = "ingest/guide.html"
    extra_context = {"section": SECTION}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        noun = self.kwargs["noun"]
        if noun not in NOUNS:
            raise Http404
        columns = [one for one in columns_of(noun) if one.settable]
        label = noun_label(noun)
        return super().get_context_data(columns=columns, label=label, **kwargs)


def _with(first: list[str], rows: Any) -> Any:
    yield first
    yield from rows


def _may_read(request: HttpRequest, noun: str) -> bool:
    return request.user.has_perm(f"registry.view_{model_of(noun)._meta.model_name}")


def _in_words(request: HttpRequest) -> bool:
    return request.GET.get("headers") != "names"


def _attached(answer: HttpResponseBase, name: str, form: str) -> HttpResponseBase:
    answer.headers["Content-Type"] = TYPES[form]
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
