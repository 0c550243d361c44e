"""Telling the office what is wrong: a form without a cookie, and thanks."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from diplomacy.accounts.limits import TooOften
from diplomacy.public.corrections import CorrectionForm, Target, receive
from diplomacy.public.tokens import Stale, TooSoon, new_token, once_of

from .permanent import HttpResponseSeeOther


# The one POST that no cookie protects: its token comes with the page, and it acts in nobody's name.
@method_decorator(csrf_exempt, name="dispatch")
class CorrectionView(TemplateView):
    """The form about a record, a page or the whole site; a POST that fails loses nothing typed."""

    template_name = "public/correction.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        target = Target.named(request.GET)
        if target.key and not target.subject:
            raise Http404
        if target.subject and target.key != target.subject.record.key:
            moved = Target.of(target.subject)
            return redirect(reverse("public:corrections") + moved.query, permanent=True)
        if target.subject:
            target = Target.of(target.subject)
        return self.page(target, CorrectionForm(), new_token(target.id))

    def post(self, request: HttpRequest) -> HttpResponse:
        target, form = Target.named(request.GET), CorrectionForm(request.POST)
        token = request.POST.get("token", "")
        try:
            once = once_of(token, target.id)
        except Stale:
            fault = _("This page was open for long. Look at what you wrote, and send it once more.")
            return self.again(target, form, fault)
        except TooSoon:
            fault = _("That was very quick. Send it once more.")
            return self.page(target, form, token, fault, status=422)
        if not form.is_valid():
            return self.page(target, form, token, status=422)
        said = form.cleaned_data
        try:
            kept = receive(request, target, said, once)
        except TooOften as refused:
            return self.refused(target, form, token, refused.seconds)
        if any(getattr(kept, name) != said[name] for name in said):
            fault = _(
                "You have sent another message from this page. Send this one too if you like."
            )
            return self.again(target, form, fault)
        return HttpResponseSeeOther(reverse("public:corrections-thanks") + target.query)

    def again(self, target: Target, form: CorrectionForm, fault: str) -> HttpResponse:
        """Return the form with all that was typed and a new token."""
        target = Target.of(target.subject) if target.subject else Target(page=target.page)
        return self.page(target, form, new_token(target.id), fault, status=422)

    def refused(
        self, target: Target, form: CorrectionForm, token: str, seconds: int
    ) -> HttpResponse:
        fault = _("More was sent than one office can read. Wait a while, or write to it directly:")
        answer = self.page(target, form, token, fault, status=429, is_refused=True)
        answer.headers["Retry-After"] = str(seconds)
        return answer

    def page(
        self,
        target: Target,
        form: CorrectionForm,
        token: str,
        fault: str = "",
        *,
        status: int = 200,
        **context: Any,
    ) -> HttpResponse:
        context |= {"target": target, "form": form, "token": token, "fault": fault}
        answer = self.render_to_response(self.get_context_data(**context), status=status)
        # Two readers never get the same token; the browser may keep the page for its way back.
        patch_cache_control(answer, private=True, no_cache=True)
        return answer


class ThanksView(TemplateView):
    """What happens next, and the way back."""

    template_name = "public/correction_thanks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(target=Target.named(self.request.GET), **kwargs)
