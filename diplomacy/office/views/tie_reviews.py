"""Reviews of a tie at the desk: the list, one review with its facts, and the sheet for paper."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from diplomacy import paper
from diplomacy.accounts.access import StaffMixin
from diplomacy.calendars import PartialDate
from diplomacy.office.faults import NotNow
from diplomacy.office.models import TieReview
from diplomacy.office.tie_reviews import (
    Lacking,
    begin,
    discard,
    has_written,
    locked,
    may_sign,
    sign_off,
)
from diplomacy.registry.forms import DayFormField, RecordForm
from diplomacy.registry.models import Relationship
from diplomacy.registry.queries.tie_facts import TieFacts, opened, tie_facts
from diplomacy.registry.versions import once_more, signed

from .as_paper import AsPaper

VIEW = "registry.view_yearreport"
WRITE = "registry.report"
SIGN = "registry.publish_report"
# The act in a form → the permission that it takes.
ACTS = {"save": WRITE, "sign": SIGN, "delete": SIGN}


class TieReviewForm(RecordForm):
    """What staff say themselves; all else on the sheet is read from the register."""

    next_on = DayFormField(label=gettext_lazy("Next review"), required=False)

    class Meta:
        model = TieReview
        fields = ("verdict", "reasons", "next_on")
        widgets: ClassVar = {
            "verdict": forms.RadioSelect,
            "reasons": forms.Textarea({"rows": 7, "class": "inp", "dir": "auto"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = TieReview.Verdict.choices
        self.fields["verdict"].required = False
        self.fields["next_on"].widget.attrs["class"] = "inp"


class TieReviewsView(StaffMixin, TemplateView):
    """The reviews of one tie, the last first; a POST begins one or leads to the open one."""

    template_name = "office/tie_reviews.html"
    permission = VIEW

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        if not request.user.has_perm(WRITE):
            raise PermissionDenied
        tie = tie_of(key)
        try:
            review = once_more(lambda: begin(tie, request.user))
        except NotNow as fault:
            messages.warning(request, fault.messages[0])
            return self.render_to_response(self.get_context_data(key=key), status=409)
        return HttpResponseRedirect(page_of(review))

    def get_context_data(self, key: str, **kwargs: Any) -> dict[str, Any]:
        tie = tie_of(key)
        found = TieReview.objects.filter(relationship=tie).defer("facts")
        reviews = list(found.select_related("prepared_by", "signed_by"))
        has_open = any(not review.is_signed for review in reviews)
        may_begin = tie.is_published and not has_open and self.request.user.has_perm(WRITE)
        return super().get_context_data(tie=tie, reviews=reviews, may_begin=may_begin, **kwargs)


class TieReviewView(StaffMixin, TemplateView):
    """One review: its words while it is open, the acts, and the facts. A POST names the act."""

    template_name = "office/tie_review.html"
    permission = VIEW

    def get(self, request: HttpRequest, key: str, pk: int) -> HttpResponse:
        return self._page(review_of(key, pk))

    def post(self, request: HttpRequest, key: str, pk: int) -> HttpResponse:
        act = request.POST.get("act", "")
        if act not in ACTS or not request.user.has_perm(ACTS[act]):
            raise PermissionDenied
        review = review_of(key, pk)
        try:
            return getattr(self, f"_{act}")(review)
        except Lacking as fault:
            for message in fault.messages:
                messages.error(request, message)
            return self._page(review_of(key, pk), status=422)
        except ValidationError as fault:
            for message in fault.messages:
                messages.warning(request, message)
            typed = request.POST.get("reasons", "")
            again = TieReview.objects.filter(pk=pk).exists()
            if not again:
                return HttpResponseRedirect(reverse("desk:tie-reviews", args=[key]))
            return self._page(review_of(key, pk), status=409, typed=typed)

    @transaction.atomic
    def _save(self, review: TieReview) -> HttpResponse:
        form = TieReviewForm(self.request.POST, instance=locked(review))
        if not form.is_valid():
            status = 409 if form.is_over_another else 422
            return self._page(review_of(review.relationship.key, review.pk), form, status)
        signed(form.instance, self.request.user, "written")
        form.save()
        messages.success(self.request, _("The review is kept."))
        return HttpResponseRedirect(page_of(review))

    def _sign(self, review: TieReview) -> HttpResponse:
        seen = self.request.POST.get("version", "")
        once_more(lambda: sign_off(review, self.request.user, seen))
        messages.success(self.request, _("The review is signed off, with the facts of today."))
        return HttpResponseRedirect(page_of(review))

    def _delete(self, review: TieReview) -> HttpResponse:
        once_more(lambda: discard(review, self.request.user))
        messages.success(self.request, _("The review is deleted."))
        return HttpResponseRedirect(reverse("desk:tie-reviews", args=[review.relationship.key]))

    def _page(
        self,
        review: TieReview,
        form: TieReviewForm | None = None,
        status: int = 200,
        typed: str = "",
    ) -> HttpResponse:
        user, is_open = self.request.user, not review.is_signed
        bare = form or TieReviewForm(instance=review)
        reviewer = is_open and user.has_perm(SIGN)
        context = self.get_context_data(
            **sheet(review),
            form=bare if is_open and user.has_perm(WRITE) else None,
            version=bare.version,
            typed=typed,
            may_sign=is_open and may_sign(review, user),
            is_alone=reviewer and has_written(review, user),
            is_reviewer=reviewer,
        )
        return self.render_to_response(context, status=status)


class TieSheetView(StaffMixin, TemplateView):
    """The sheet as it is printed: of an open review with the facts of today, marked as a draft."""

    template_name = "office/tie_sheet.html"
    permission = VIEW

    def get_context_data(self, key: str, pk: int, **kwargs: Any) -> dict[str, Any]:
        prints = paper.can_print(get_language())
        return super().get_context_data(**sheet(review_of(key, pk)), prints=prints, **kwargs)


class TieSheetPdfView(AsPaper, TieSheetView):
    """The same sheet as a PDF."""

    def file_name(self, context: dict[str, Any], language: str) -> str:
        review = context["review"]
        return f"INTERNAL-review-{review.relationship.key}-{language}-{review.on.isoformat()}.pdf"


def tie_of(key: str) -> Relationship:
    """Return the tie with this key in any state, no draft copy. Raises Http404."""
    ties = Relationship.objects.originals().select_related("home_end", "partner")
    return get_object_or_404(ties, key=key)


def review_of(key: str, pk: int) -> TieReview:
    """Return a review of the tie. Raises Http404."""
    ends = ("relationship__home_end", "relationship__partner")
    found = TieReview.objects.select_related(*ends, "prepared_by", "signed_by")
    return get_object_or_404(found, pk=pk, relationship__key=key)


def page_of(review: TieReview) -> str:
    return reverse("desk:tie-review", args=[review.relationship.key, review.pk])


def sheet(review: TieReview) -> dict[str, Any]:
    """Return a review with its facts: those that it was signed on, or those of today, if any."""
    today = timezone.localdate()
    key = review.relationship.key
    facts: TieFacts | None = opened(review.facts) if review.is_signed else tie_facts(key, today)
    on = review.on if review.is_signed else today
    return {"review": review, "tie": review.relationship, "facts": facts, "on": PartialDate.of(on)}
