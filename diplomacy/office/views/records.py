"""The desk's page of one record: what it says, what it lacks, who decides, and the acts."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from msgspec import Struct

from diplomacy.accounts.access import StaffMixin
from diplomacy.office.acts import ACTS, Act, acts_on, ever_allowed
from diplomacy.office.capture import screen
from diplomacy.office.models import Snooze
from diplomacy.registry import publishing
from diplomacy.registry.models import (
    KINDS,
    ChangeNote,
    Entry,
    IndicatorValue,
    Publication,
    Relationship,
    Submission,
)
from diplomacy.registry.models.base import Publishable
from diplomacy.registry.queries.corrections import Subject, open_about
from diplomacy.registry.values import moment
from diplomacy.registry.versions import Snapshot, differences, once_more, snapshot, version_of

NOUNS: dict[str, type[Publishable]] = {
    **{kind.KIND.value: kind for kind in KINDS},
    "tie": Relationship,
}

# Kinds with one screen of their own.
SCREENS = {kind.noun: kind.name for kind in screen.KINDS.values()}

# Kept by staff for staff, whoever reads the rest.
PRIVATE = {"staff_note", "officer", "contact"}


class Offer(Struct, frozen=True):
    """An act with its form: bound where it was tried and refused."""

    act: Act
    form: forms.Form


class Gap(Struct, frozen=True):
    """Something missing, and the address of the field that takes it."""

    label: str
    message: str
    url: str


class RecordView(StaffMixin, TemplateView):
    """One entry or tie in whatever state; a POST names the act."""

    template_name = "office/record.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.tried: forms.Form | None = None
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, noun: str, key: str) -> HttpResponse:
        return self._page(find(noun, key))

    def post(self, request: HttpRequest, noun: str, key: str) -> HttpResponse:
        record = find(noun, key)
        name = request.POST.get("act", "")
        submission = publishing.open_submission(record)
        offered = {act.name: act for act in acts_on(record, request.user, submission)}
        if name in ACTS and not ever_allowed(request.user, name):
            raise PermissionDenied
        if name not in offered:
            messages.warning(request, _("That cannot be done any more; this is how it stands."))
            return self._page(record, status=409)
        form = offered[name].form(request.POST, prefix=name)
        if form.is_valid():
            try:
                run = partial(offered[name].run, record, request.user, form.cleaned_data)
                outcome = once_more(run)
            except publishing.AlreadyRevised as fault:
                messages.info(request, fault.messages[0])
                return HttpResponseRedirect(page_of(fault.revision))
            except publishing.Gone as fault:
                messages.info(request, fault.messages[0])
                home = reverse("desk:home")
                return HttpResponseRedirect(page_of(record.revises) if record.revises else home)
            except ValidationError as fault:
                for message in fault.messages:
                    form.add_error(None, message)
            else:
                if name in ("submit", "send_back"):
                    Snooze.objects.wake(noun, key)
                messages.success(request, offered[name].done)
                return HttpResponseRedirect(self._next(name, record, outcome))
        self.tried = form
        return self._page(record, status=422)

    def _next(self, name: str, record: Publishable, outcome: Any) -> str:
        if name == "discard":
            return reverse("desk:home")
        return page_of(outcome if isinstance(outcome, Publishable) else record)

    def _page(self, record: Publishable, status: int = 200) -> HttpResponse:
        user = self.request.user
        submission = publishing.open_submission(record)
        original = record.revises and _leaf(record.revises)
        # Versions first: what changes in between is then read, and refused all the same.
        seen, version = version_of(record), version_of(original) if original else ""
        old = publishing.readable(snapshot(original), user) if original else None
        new = publishing.readable(snapshot(record), user)
        context = self.get_context_data(
            record=record,
            noun=_noun(record),
            noun_label=record._meta.verbose_name,
            original=original,
            was_changed_meanwhile=bool(original) and record.revises_version != version,
            revision=type(record).objects.filter(revises=record.pk).first(),
            submission=submission,
            submissions=Submission.objects.of(record).select_related("submitted_by", "decided_by"),
            notes=ChangeNote.objects.of(record).select_related("by"),
            last_change=_last_change(record),
            missing=self._gaps(record, publishing.missing(record)),
            untranslated=self._gaps(record, publishing.untranslated(record)),
            lines=differences(old or _nothing(new), new),
            private=PRIVATE,
            edit_url=_edit_url(record) if publishing.may_change(user, record) else "",
            history_url=_history_url(record, user),
            assess_url=_assess_url(record, user),
            offers=self._offers(record, submission, {"seen": seen, "version": version}),
            is_public=record.is_published,
            **_corrections(original or record, user),
        )
        return self.render_to_response(context, status=status)

    def _offers(
        self, record: Publishable, submission: Submission | None, versions: dict[str, str]
    ) -> list[Offer]:
        offers = []
        for act in acts_on(record, self.request.user, submission):
            form = act.form(prefix=act.name, initial=versions)
            if self.tried is not None and self.tried.prefix == act.name:
                form = self.tried
                # What was typed stands beside what is there now, and is sent with its version.
                now = {form.add_prefix(name): number for name, number in versions.items()}
                form.data = form.data.dict() | now
            offers.append(Offer(act, form))
        return offers

    def _gaps(self, record: Publishable, lacks: dict[str, list[str]]) -> list[Gap]:
        values = IndicatorValue._meta.verbose_name_plural
        labels = {"citations": _("Sources"), "indicator_values": capfirst(values)}
        for field in record._meta.fields:
            labels.setdefault(field.name, capfirst(field.verbose_name))
        edit = _edit_url(record)
        return [
            Gap(str(labels[name]), message, f"{edit}#{_anchor(name)}")
            for name, found in lacks.items()
            for message in found
        ]


def find(noun: str, key: str) -> Publishable:
    """Return the entry of this kind, or the tie, with this key in any state. Raises Http404."""
    if noun not in NOUNS:
        raise Http404
    ends = ("home_end", "partner") if noun == "tie" else ()
    found = NOUNS[noun].objects.select_related("revises", *ends)
    return get_object_or_404(found, key=key)


def page_of(record: Publishable) -> str:
    """Return the address of the desk's page about a record."""
    return reverse("desk:record", args=[_noun(record), record.key])


def _corrections(record: Publishable, user: AbstractBaseUser) -> dict[str, Any]:
    """Return how many corrections about the record are open, and where they are read."""
    if not user.has_perm("registry.view_correction"):
        return {}
    subject = Subject.of(record)
    named = urlencode({"noun": subject.noun, "key": subject.record.key})
    return {
        "corrections": open_about(subject).count(),
        "corrections_url": f"{reverse('desk:corrections')}?{named}",
    }


def _noun(record: Publishable) -> str:
    return "tie" if isinstance(record, Relationship) else record.kind


def _leaf(record: Publishable) -> Publishable:
    return record.leaf if isinstance(record, Entry) else record


def _edit_url(record: Publishable) -> str:
    """Return the address of the form: the one screen of a draft where its kind has one."""
    name = SCREENS.get(_noun(record))
    if name and record.publication == Publication.DRAFT:
        return reverse(f"desk:{name}", args=[record.key])
    return reverse(f"admin:registry_{record._meta.model_name}_change", args=[record.pk])


def _history_url(record: Publishable, user: AbstractBaseUser) -> str:
    model = record._meta.model_name
    if not user.has_perm(f"registry.view_historical{model}"):
        return ""
    return reverse(f"admin:registry_{model}_history", args=[record.pk])


def _assess_url(record: Publishable, user: AbstractBaseUser) -> str:
    """Return the address of the screen on which a published promise is reviewed, "" for none."""
    is_promise = _noun(record) == Entry.Kind.COMMITMENT and record.is_published
    may = publishing.may_assess(user) or user.has_perm("registry.revise")
    return reverse("desk:assess", args=[record.key]) if is_promise and may else ""


def _anchor(name: str) -> str:
    return f"{name}-group" if name in ("citations", "indicator_values") else f"id_{name}"


def _last_change(record: Publishable) -> tuple[str, str]:
    """Return who changed the record last, and when in words; rows are not asked."""
    last = record.history.select_related("history_user").first()
    return (str(last.history_user or ""), moment(last.history_date)) if last else ("", "")


def _nothing(said: Snapshot) -> Snapshot:
    """Return a snapshot that says nothing, beside which everything is new."""
    return Snapshot(said.model, {}, {})
