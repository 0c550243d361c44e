"""Annual reports at the desk: the list, one report, and what readers would see of it."""

from typing import Any, ClassVar, get_args

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from diplomacy.accounts.access import StaffMixin
from diplomacy.calendars import Calendar
from diplomacy.office.faults import NotNow
from diplomacy.office.reports import (
    discard,
    draw_up_anew,
    locked,
    publish,
    start,
    withdraw,
)
from diplomacy.registry.date_words import active_language
from diplomacy.registry.forms import RecordForm, SentencesForm
from diplomacy.registry.models import YearReport
from diplomacy.registry.models.words import LANGUAGES
from diplomacy.registry.queries.annual_report import annual_report
from diplomacy.registry.queries.annual_report.page import report_page
from diplomacy.registry.queries.annual_report.published import reports_of
from diplomacy.registry.queries.years import Year, counted_years, year
from diplomacy.registry.versions import once_more

State = YearReport.State
CALENDARS = {
    "solar_hijri": gettext_lazy("Solar Hijri years"),
    "gregorian": gettext_lazy("Gregorian years"),
}
# The act in a form → the permission that it takes.
ACTS = {
    "save": "registry.report",
    "anew": "registry.report",
    "publish": "registry.publish_report",
    "withdraw": "registry.publish_report",
    "delete": "registry.publish_report",
}


class IntroductionForm(RecordForm):
    """The introduction in three languages: the one part of a report that is written by hand."""

    class Meta:
        model = YearReport
        fields = tuple(f"introduction_{code}" for code in LANGUAGES)
        widgets: ClassVar = {
            f"introduction_{code}": forms.Textarea(
                {
                    "rows": 8,
                    "class": "inp",
                    "lang": code,
                    "dir": "rtl" if code == "fa" else "ltr",
                }
            )
            for code in LANGUAGES
        }


class StartForm(forms.Form):
    """The year of a new report: any that holds a published entry and has no report yet."""

    year = forms.TypedChoiceField(
        label=gettext_lazy("Year"), coerce=int, widget=forms.Select({"class": "inp"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken, today = set(YearReport.objects.values_list("year", flat=True)), timezone.localdate()
        groups = {
            calendar: [
                counted.year
                for counted in counted_years(calendar)
                if counted.year.number not in taken and counted.year.first <= today
            ]
            for calendar in get_args(Calendar)
        }
        self.fields["year"].choices = [
            (CALENDARS[calendar], [(one.number, one.name(active_language())) for one in years])
            for calendar, years in groups.items()
            if years
        ]


class ReportsView(StaffMixin, TemplateView):
    """Every report, the last year first; a POST begins one."""

    template_name = "office/reports.html"
    permission = "registry.view_yearreport"
    extra_context: ClassVar = {"section": "desk:reports"}

    def post(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm("registry.report"):
            raise PermissionDenied
        form = StartForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        wanted = year(form.cleaned_data["year"])
        found = once_more(lambda: start(wanted, request.user))
        return HttpResponseRedirect(reverse("desk:report", args=[found.year]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_start = self.request.user.has_perm("registry.report")
        kwargs.setdefault("form", StartForm() if may_start else None)
        records = YearReport.objects.defer("frozen").order_by("-year")
        reports = [(record, shown) for record in records if (shown := year(record.year))]
        return super().get_context_data(reports=reports, **kwargs)


class ReportView(StaffMixin, TemplateView):
    """One report: its introduction while it is a draft, and the acts. A POST names the act."""

    template_name = "office/report.html"
    permission = "registry.view_yearreport"
    extra_context: ClassVar = {"section": "desk:reports"}

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        return self._page(*_found(number))

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        record, shown = _found(number)
        act = request.POST.get("act", "")
        if act not in ACTS or not request.user.has_perm(ACTS[act]):
            raise PermissionDenied
        try:
            return getattr(self, f"_{act}")(record, shown)
        except NotNow as fault:
            for message in fault.messages:
                messages.warning(request, message)
            record, shown = _found(number)
            typed = request.POST if act == "save" else None
            return self._page(record, shown, status=409, typed=typed)

    @transaction.atomic
    def _save(self, record: YearReport, shown: Year) -> HttpResponse:
        # Locked, or a draft that was read would be written over what another publishes meanwhile.
        form = IntroductionForm(self.request.POST, instance=locked(record, State.DRAFT))
        if not form.is_valid():
            status = 409 if form.is_over_another else 422
            return self._page(record, shown, form=form, status=status)
        form.instance._history_user = self.request.user
        form.save()
        return self._done(record, _("The introduction is kept."))

    def _publish(self, record: YearReport, shown: Year) -> HttpResponse:
        seen = self.request.POST.get("version", "")
        once_more(lambda: publish(record, self.request.user, seen))
        return self._done(record, _("The report is published, with its data of today."))

    def _withdraw(self, record: YearReport, shown: Year) -> HttpResponse:
        form = SentencesForm(self.request.POST, prefix="withdraw")
        if not form.is_valid():
            return self._page(record, shown, reason=form, status=422)
        once_more(lambda: withdraw(record, self.request.user, form.cleaned_data))
        return self._done(record, _("The report is withdrawn."))

    def _anew(self, record: YearReport, shown: Year) -> HttpResponse:
        once_more(lambda: draw_up_anew(record, self.request.user))
        return self._done(record, _("The report is a draft again."))

    def _delete(self, record: YearReport, shown: Year) -> HttpResponse:
        once_more(lambda: discard(record, self.request.user))
        messages.success(self.request, _("The draft is deleted."))
        return HttpResponseRedirect(reverse("desk:reports"))

    def _done(self, record: YearReport, said: str) -> HttpResponse:
        messages.success(self.request, said)
        return HttpResponseRedirect(reverse("desk:report", args=[record.year]))

    def _page(
        self,
        record: YearReport,
        shown: Year,
        *,
        form: IntroductionForm | None = None,
        reason: SentencesForm | None = None,
        typed: Any = None,
        status: int = 200,
    ) -> HttpResponse:
        may_write = self.request.user.has_perm("registry.report")
        may_decide = self.request.user.has_perm("registry.publish_report")
        is_draft, is_published = (record.state == one for one in (State.DRAFT, State.PUBLISHED))
        version = form or IntroductionForm(instance=record)
        context = self.get_context_data(
            record=record,
            year=shown,
            version=version.version,
            form=version if is_draft and may_write else None,
            typed=typed,
            languages=LANGUAGES.items(),
            may_publish=is_draft and may_decide,
            may_delete=is_draft and may_decide and record.withdrawn_on is None,
            may_draw_anew=record.state == State.WITHDRAWN and may_write,
            reason=(reason or SentencesForm(prefix="withdraw"))
            if is_published and may_decide
            else None,
            is_running=shown.following > timezone.localdate(),
        )
        return self.render_to_response(context, status=status)


class ReportPreviewView(StaffMixin, TemplateView):
    """The page that readers would get of a draft today, marked as a draft."""

    template_name = "office/report_preview.html"
    permission = "registry.view_yearreport"

    def get_context_data(self, number: str, **kwargs: Any) -> dict[str, Any]:
        record, shown = _found(number)
        if record.state != State.DRAFT:
            raise Http404
        report = annual_report(shown, timezone.localdate())
        return super().get_context_data(
            page=report_page(record, report), others=reports_of(shown.overlapping), **kwargs
        )


def _found(number: str) -> tuple[YearReport, Year]:
    record = get_object_or_404(YearReport, year=int(number))
    shown = year(record.year)
    if shown is None:
        raise Http404
    return record, shown
