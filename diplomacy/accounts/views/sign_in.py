"""In and out; the second step of the way in is beside."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from diplomacy.accounts.carrying import Carried
from diplomacy.accounts.entering import wait_for_second_step
from diplomacy.accounts.forms import CodeForm, SignInForm
from diplomacy.accounts.letters import can_mail
from diplomacy.accounts.limits import TooOften
from diplomacy.accounts.models import SignIn, User
from diplomacy.accounts.second_factor import factor_of, must_have
from diplomacy.accounts.sign_ins import note
from diplomacy.accounts.trying import Try, try_password

from .letting_in import LettingIn, too_often
from .second_step import CODE_PAGE, SetUpView


class SignInView(LettingIn, LoginView):
    """The password, counted before its hash is computed; then a code of whoever has a device."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return HttpResponseRedirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = request.POST.get("username", "")
        self.attempt = Try()
        if name and request.POST.get("password"):
            try:
                self.attempt = try_password(request, name)
            except TooOften as refusal:
                form = SignInForm(request, initial={"username": name})
                page = self.get_context_data(form=form)
                return too_often(request, self.template_name, page, refusal)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: SignInForm) -> HttpResponse:
        self.attempt.forgive()
        user = form.get_user()
        has_device = factor_of(user) is not None
        if not has_device and not must_have(user):
            return self.let_in(user, SignIn.How.PASSWORD)
        wait_for_second_step(self.request, user)
        if not Carried.of_sign_in(self.request):
            return self.lead_to("accounts:code" if has_device else "accounts:set-up")
        # The next step holds what was typed, so it is shown at once: no address could carry it.
        if has_device:
            return render(self.request, CODE_PAGE, {"form": CodeForm(), **self.ways()})
        return SetUpView.shown(self.request, user, self.ways())

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        name = form.cleaned_data.get("username")
        if name and self.request.POST.get("password"):
            note(SignIn.What.FAILED, User.objects.filter(username=name).first(), self.request)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{**self.ways(), "can_mail": can_mail(), **kwargs})


@method_decorator(login_not_required, name="dispatch")
class SignOutView(LogoutView):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            note(SignIn.What.LEFT, request.user, request)
        answer = super().post(request, *args, **kwargs)
        messages.success(request, _("You are signed out."))
        return answer
