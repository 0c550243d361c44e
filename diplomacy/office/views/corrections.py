"""What readers say is wrong: all of it, and one correction with what was decided."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from diplomacy.accounts.access import StaffMixin
from diplomacy.office.corrections import DecidedMeanwhile, decide, erase_sender, state_of
from diplomacy.registry.models import City, Correction, Relationship
from diplomacy.registry.models.base import Keyed
from diplomacy.registry.queries.corrections import (
    NEWEST_FIRST,
    OTHERS_SHOWN,
    Subject,
    open_about,
    published_subject,
    subject_of,
)
from diplomacy.registry.queries.paging import page_of

# The word in the address → the corrections that are shown.
SHOWN = {
    "open": gettext_lazy("Open"),
    "decided": gettext_lazy("Decided"),
    "all": gettext_lazy("All"),
}


class DecisionForm(forms.Form):
    """The decision with a word why; `seen` is the state that was read."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"), choices=Correction.Decision, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=gettext_lazy("Comment for the staff"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3, "class": "inp", "dir": "auto"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, correction: Correction, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not correction.is_open:
            again = ("", gettext_lazy("open again"))
            self.fields["decision"].choices = [*Correction.Decision.choices, again]
            self.fields["decision"].required = False


class CorrectionsView(StaffMixin, TemplateView):
    """The open ones by default, newest first; `?noun=…&key=…` those about one record."""

    template_name = "office/corrections.html"
    permission = "registry.view_correction"
    extra_context: ClassVar = {"section": "desk:corrections"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = self.request.GET
        shown = given.get("show", "open")
        shown = shown if shown in SHOWN else "open"
        named = {name: given.get(name, "") for name in ("noun", "key")}
        subject = subject_of(Correction(**named))
        page = page_of(
            open_about(subject) if subject else _rows(shown),
            NEWEST_FIRST,
            after=given.get("after", ""),
            before=given.get("before", ""),
        )
        return super().get_context_data(
            page=page,
            subject=subject,
            shown=shown,
            choices=SHOWN.items(),
            query=urlencode(named if subject else {"show": shown}),
            **kwargs,
        )


class CorrectionView(StaffMixin, TemplateView):
    """One correction; a POST decides on it, or erases the sender's address."""

    template_name = "office/correction.html"
    permission = "registry.view_correction"
    extra_context: ClassVar = {"section": "desk:corrections"}

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(_correction(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("registry.decide"):
            raise PermissionDenied
        correction = _correction(pk)
        if request.POST.get("act") == "erase":
            erase_sender(correction)
            messages.success(request, _("The mail address is erased."))
            return HttpResponseRedirect(request.path)
        form = DecisionForm(correction, request.POST)
        if not form.is_valid():
            return self._page(correction, form, status=422)
        typed = form.cleaned_data
        try:
            decide(
                correction,
                request.user,
                typed["decision"],
                typed["comment"],
                seen=typed["seen"],
            )
        except DecidedMeanwhile:
            fault = _("Somebody else has decided meanwhile. Look at it, then decide again.")
            correction = _correction(pk)
            form.data = form.data.dict() | {"seen": state_of(correction)}
            form.add_error(None, fault)
            return self._page(correction, form, status=409)
        messages.success(request, _("The decision is kept."))
        return HttpResponseRedirect(reverse("desk:corrections"))

    def _page(
        self, correction: Correction, form: DecisionForm | None = None, status: int = 200
    ) -> HttpResponse:
        may_decide = self.request.user.has_perm("registry.decide")
        subject = subject_of(correction)
        others = open_about(subject).exclude(pk=correction.pk) if subject else []
        now = {name: getattr(correction, name) for name in ("decision", "comment")}
        initial = now | {"seen": state_of(correction)}
        context = self.get_context_data(
            correction=correction,
            subject=subject,
            is_public=bool(subject and published_subject(subject.record.key, subject.noun)),
            records=_records(subject),
            others=others[:OTHERS_SHOWN],
            sender=correction.sender if may_decide else "",
            form=(form or DecisionForm(correction, initial=initial)) if may_decide else None,
        )
        return self.render_to_response(context, status=status)


def _rows(shown: str) -> QuerySet[Correction]:
    rows = Correction.objects.all()
    match shown:
        case "open":
            return rows.filter(decision="")
        case "decided":
            return rows.exclude(decision="")
    return rows


def _correction(pk: int) -> Correction:
    return get_object_or_404(Correction.objects.select_related("decided_by"), pk=pk)


def _records(subject: Subject | None) -> list[Keyed]:
    """Return what the page of the subject is made of: of a city its ties, too."""
    if subject is None:
        return []
    if not isinstance(subject.record, City):
        return [subject.record]
    ties = Relationship.objects.originals().filter(partner=subject.record)
    return [*ties.select_related("home_end", "partner"), subject.record]
