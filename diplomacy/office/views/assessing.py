"""Promises that wait for a review, and the screen on which one is reviewed."""

from functools import partial
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from diplomacy.accounts.access import StaffMixin
from diplomacy.office.assessing import AssessForm
from diplomacy.registry import publishing
from diplomacy.registry.models import Commitment
from diplomacy.registry.queries.assessing import (
    judged,
    next_waiting,
    reviewed_long_ago,
    unassessed,
    waiting,
)
from diplomacy.registry.versions import once_more, refuse_what_is_gone, version_of

# Whoever may review a promise, or propose a review of it.
PERMISSION = ("registry.assess", "registry.revise")
SHOWN = 200  # promises of a list

# The word in the address → the promises that are shown.
LISTS = {
    "waiting": gettext_lazy("All that wait"),
    "unassessed": gettext_lazy("Not yet assessed"),
    "old": gettext_lazy("Reviewed long ago"),
}
DIRECTIONS = {"fa": "rtl"}


class PromisesView(StaffMixin, TemplateView):
    """Those that wait by default; `?show=unassessed` or `?show=old` some of them."""

    template_name = "office/promises.html"
    permission = PERMISSION
    extra_context: ClassVar = {"section": "desk:promises", "lists": LISTS.items()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        shown = self.request.GET.get("show", "")
        shown = shown if shown in LISTS else "waiting"
        rows = {
            "waiting": waiting(today),
            "unassessed": unassessed(),
            "old": reviewed_long_ago(today),
        }[shown]
        found = list(rows.prefetch_related("city_rows__city")[: SHOWN + 1])
        return super().get_context_data(
            shown=shown,
            promises=found[:SHOWN],
            more=len(found) > SHOWN,
            months=settings.PROMISE_REVIEW_MONTHS,
            **kwargs,
        )


class AssessView(StaffMixin, TemplateView):
    """One promise with what is needed to judge it; a POST puts the verdict on it.

    Works without script: `act` is "preview" where only the preview is wanted.
    """

    template_name = "office/assess.html"
    permission = PERMISSION
    extra_context: ClassVar = {"section": "desk:promises"}

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        promise = _promise(key)
        return self._page(promise, AssessForm(judged(promise), seen=version_of(promise)))

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        if not publishing.may_assess(request.user):
            raise PermissionDenied
        if request.POST.get("act") == "preview":
            promise = _promise(key)
            return self._page(promise, AssessForm(judged(promise), request.POST, quiet=True))
        return once_more(partial(self._save, key))

    def _save(self, key: str) -> HttpResponse:
        """Write the verdict and lead to the next promise, or show what is wrong."""
        promise = _promise(key)
        form = AssessForm(judged(promise), self.request.POST)
        if not form.is_valid():
            return self._page(promise, form, status=422)
        following = next_waiting(timezone.localdate(), key)
        try:
            with transaction.atomic():
                self._assess(promise, form)
                refuse_what_is_gone()
        except (publishing.Outdated, publishing.NotPublished) as fault:
            return self._again(key, fault)
        except ValidationError as fault:
            form.refuse(fault)
            return self._page(
                promise, form, 422, is_earlier=isinstance(fault, publishing.EarlierThanLast)
            )
        said = _("Kept: %(title)s: %(verdict)s") % {
            "title": promise,
            "verdict": dict(form.fields["verdict"].choices)[form.cleaned_data["verdict"]],
        }
        messages.success(self.request, said)
        if not following:
            messages.info(self.request, _("No other promise waits for a review."))
            return HttpResponseRedirect(reverse("desk:promises"))
        return HttpResponseRedirect(reverse("desk:assess", args=[following]))

    def _assess(self, promise: Commitment, form: AssessForm) -> None:
        typed = form.cleaned_data
        publishing.assess(
            promise,
            self.request.user,
            form.assessment(),
            seen=typed["seen"],
            earlier=typed["earlier"],
        )

    def _again(self, key: str, fault: ValidationError) -> HttpResponse:
        """Show how the promise stands by now, with what was typed beside it."""
        promise = _promise(key)
        version = version_of(promise)
        form = AssessForm(judged(promise), self.request.POST)
        form.see(version)
        form.refuse(fault)
        return self._page(promise, form, status=409)

    def _page(
        self, promise: Commitment, form: AssessForm, status: int = 200, *, is_earlier: bool = False
    ) -> HttpResponse:
        ticked_earlier = form.is_bound and bool(form["earlier"].value())
        context = self.get_context_data(
            judged=form.judged,
            promise=promise,
            form=form,
            review=form.review(),
            is_earlier=is_earlier or ticked_earlier,
            may_assess=publishing.may_assess(self.request.user),
            is_promised=promise.force in Commitment.PROMISED,
            following=next_waiting(timezone.localdate(), promise.key),
            languages=[
                (code, {"zh-hans": "zh-Hans"}.get(code, code), DIRECTIONS.get(code, "ltr"))
                for code, _label in settings.LANGUAGES
            ],
        )
        return self.render_to_response(context, status=status)


def _promise(key: str) -> Commitment:
    """Return the promise with this key, in whatever state. Raises Http404."""
    return get_object_or_404(Commitment.objects.originals(), key=key)
