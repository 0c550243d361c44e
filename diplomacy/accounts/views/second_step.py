"""The second step of a sign-in, and the device that it needs."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from diplomacy.accounts import second_factor
from diplomacy.accounts.access import StaffMixin
from diplomacy.accounts.carrying import Carried
from diplomacy.accounts.door import ask_to_sign_in
from diplomacy.accounts.entering import (
    enter,
    forget_set_up,
    has_proven,
    prove,
    secret_to_set_up,
    who_sets_up,
    who_waits,
)
from diplomacy.accounts.forms import CodeForm, OldPasswordForm
from diplomacy.accounts.limits import TooOften
from diplomacy.accounts.models import SecondFactor, SignIn, User
from diplomacy.accounts.sign_ins import note
from diplomacy.accounts.trying import Try, remember_browser, try_code, try_proof
from diplomacy.calendars import digits
from diplomacy.registry.date_words import active_language

from .letting_in import LettingIn, too_often

CODE_PAGE = "accounts/code.html"
SET_UP_PAGE = "accounts/set_up.html"
CODES_PAGE = "accounts/recovery_codes.html"
OWN_PAGE = "accounts/second_factor.html"


class Step(LettingIn, FormView):
    """A step after the password; whoever waits too long begins anew, and loses nothing typed."""

    form_class = CodeForm

    def begin_anew(self) -> HttpResponse:
        carried = Carried.of_sign_in(self.request)
        if self.request.user.is_authenticated:
            return HttpResponseRedirect(self.get_success_url())
        if carried:
            return ask_to_sign_in(self.request, carried, again=True)
        if self.request.method == "POST":
            messages.warning(self.request, _("That took too long. Please sign in once more."))
        return self.lead_to("accounts:sign-in")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.attempt = Try()
        if request.POST.get("code"):
            try:
                self.attempt = try_code(request, self.person)
            except TooOften as refusal:
                page = self.get_context_data(form=self.form_class())
                return too_often(request, self.template_name, page, refusal)
        return super().post(request, *args, **kwargs)

    def refused(self, form: CodeForm) -> HttpResponse:
        note(SignIn.What.CODE_FAILED, self.person, self.request)
        form.refuse()
        return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{**self.ways(), **kwargs})


@method_decorator([sensitive_post_parameters(), login_not_required], name="dispatch")
class CodeView(Step):
    """A code of the device, or a recovery code in its place; then one is signed in."""

    template_name = CODE_PAGE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.person = None if request.user.is_authenticated else who_waits(request)
        self.factor = self.person and second_factor.factor_of(self.person)
        if not self.factor:
            return self.begin_anew()
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        how = second_factor.accept(self.factor, form.cleaned_data["code"])
        if how is None:
            return self.refused(form)
        self.attempt.forgive()
        if how == SignIn.How.RECOVERY:
            messages.warning(self.request, _left(self.factor))
        return self.let_in(self.person, how)


@method_decorator([sensitive_post_parameters(), login_not_required], name="dispatch")
class SetUpView(Step):
    """A new device: its QR code and secret, the first code of it, then the recovery codes.

    For who gave the password and may not enter without one, and for who is signed in and has
    just proven to be the one.
    """

    template_name = SET_UP_PAGE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.person = who_sets_up(request)
        if self.person:
            return super().dispatch(request, *args, **kwargs)
        if request.user.is_authenticated:
            return self.lead_to("accounts:second-factor")
        return self.begin_anew()

    def form_valid(self, form: CodeForm) -> HttpResponse:
        secret = secret_to_set_up(self.request)
        typed = form.cleaned_data["code"]
        replaces = self.request.user.is_authenticated
        codes = second_factor.set_up(self.person, secret, typed, replaces=replaces)
        if codes is None:
            return self.refused(form)
        self.attempt.forgive()
        if self.request.user.is_authenticated:
            forget_set_up(self.request)
            update_session_auth_hash(self.request, self.person)
        else:
            enter(self.request, self.person, SignIn.How.CODE)
        note(SignIn.What.SET_UP, self.person, self.request)
        page = {"codes": codes, "onward": self.get_success_url(), **self.ways()}
        answer = render(self.request, CODES_PAGE, page)
        remember_browser(answer, self.person)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{**device(self.request, self.person), **kwargs})

    @staticmethod
    def shown(request: HttpRequest, person: User, ways: dict[str, Any]) -> HttpResponse:
        """Return the page for a sign-in that carries what was typed."""
        return render(request, SET_UP_PAGE, {"form": CodeForm(), **device(request, person), **ways})


@method_decorator(sensitive_post_parameters(), name="dispatch")
class SecondFactorView(StaffMixin, FormView):
    """One's own device: set one up, take another, make new recovery codes, or do without.

    Whoever sits down at an open desk can do none of it: each wants a code or the password.
    """

    template_name = OWN_PAGE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        self.factor = second_factor.factor_of(user) if user.is_authenticated else None
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> type[CodeForm | OldPasswordForm]:
        return CodeForm if self.factor else OldPasswordForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.attempt = try_proof(request.user)
        except TooOften as refusal:
            page = self.get_context_data(form=self.get_form_class()())
            return too_often(request, self.template_name, page, refusal)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: CodeForm | OldPasswordForm) -> HttpResponse:
        user, what = self.request.user, self.request.POST.get("do", "")
        if self.factor:
            right = second_factor.accept(self.factor, form.cleaned_data["code"])
        else:
            right = user.check_password(form.cleaned_data["password"])
        if not right:
            wrong = SignIn.What.CODE_FAILED if self.factor else SignIn.What.FAILED
            note(wrong, user, self.request)
            form.refuse()
            return self.form_invalid(form)
        self.attempt.forgive()
        if self.factor and what == "renew":
            note(SignIn.What.CODES, user, self.request)
            page = {"codes": second_factor.renew_codes(self.factor)}
            return render(self.request, CODES_PAGE, page)
        if self.factor and what == "remove" and not second_factor.must_have(user):
            return self._remove(user)
        prove(self.request)
        return HttpResponseRedirect(reverse("accounts:set-up"))

    def _remove(self, user: User) -> HttpResponse:
        second_factor.remove(user)
        update_session_auth_hash(self.request, user)
        note(SignIn.What.REMOVED, user, self.request)
        messages.success(self.request, _("From now on your password alone lets you in."))
        return HttpResponseRedirect(reverse("accounts:second-factor"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = {
            "factor": self.factor,
            "left": self.factor.recovery_codes.count() if self.factor else 0,
            "required": second_factor.must_have(self.request.user),
        }
        return super().get_context_data(**page, **kwargs)


def device(request: HttpRequest, person: User) -> dict[str, Any]:
    """Return what an app on a device needs: the secret, as a picture and in groups of four."""
    secret = secret_to_set_up(request)
    return {
        "person": person,
        "picture": second_factor.picture(person, secret, urlsplit(settings.SITE_URL).hostname),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "replaces": has_proven(request) and second_factor.factor_of(person) is not None,
    }


def _left(factor: SecondFactor) -> str:
    left = factor.recovery_codes.count()
    text = ngettext(
        "That recovery code is used up; %(count)s is left.",
        "That recovery code is used up; %(count)s are left.",
        left,
    )
    return text % {"count": digits(left, active_language())}
