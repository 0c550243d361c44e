"""In and out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import override

from diplomacy.accounts.carrying import Carried
from diplomacy.accounts.door import offer_to_continue
from diplomacy.accounts.forms import SignInForm
from diplomacy.accounts.letters import can_mail

# Nobody who signs in wants to be led back here or straight out again.
IN_AND_OUT = ("/sign-in/", "/sign-out/", "/login/", "/logout/")


class SignInView(LoginView):
    """Sign in, then the page that was asked for; else the desk in the person's language."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return HttpResponseRedirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def get_redirect_url(self) -> str:
        address = super().get_redirect_url()
        return "" if address.partition("?")[0].endswith(IN_AND_OUT) else address

    def get_default_redirect_url(self) -> str:
        with override(self.request.user.language):
            return reverse("desk:home")

    def form_valid(self, form: SignInForm) -> HttpResponse:
        login(self.request, form.get_user())
        carried = Carried.of_sign_in(self.request)
        if carried:
            return offer_to_continue(self.request, carried)
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        carried = Carried.of_sign_in(self.request)
        return super().get_context_data(carried=carried, can_mail=can_mail(), **kwargs)


@method_decorator(login_not_required, name="dispatch")
class SignOutView(LogoutView):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = super().post(request, *args, **kwargs)
        messages.success(request, _("You are signed out."))
        return answer
