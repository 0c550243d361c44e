"""The way to a password for those who have none or have forgotten it."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, PasswordResetConfirmView
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import FormView

from diplomacy.accounts import letters
from diplomacy.accounts.forms import Boxed, ForgottenForm
from diplomacy.accounts.limits import TooOften
from diplomacy.accounts.models import SignIn, User
from diplomacy.accounts.sign_ins import note
from diplomacy.accounts.trying import may_write_to, try_letter

from .letting_in import too_often


@method_decorator(login_not_required, name="dispatch")
class ForgottenView(FormView):
    """Send a one-time link by mail; where the site has no mail, say whom to ask."""

    form_class = ForgottenForm
    template_name = "accounts/forgotten.html"
    success_url = reverse_lazy("accounts:sign-in")

    def form_valid(self, form: ForgottenForm) -> HttpResponse:
        """Answer in the same words and in the same time whoever has the address, or nobody."""
        if not letters.can_mail():
            return self.render_to_response(self.get_context_data())
        email = form.cleaned_data["email"]
        try:
            try_letter(self.request)
        except TooOften as refusal:
            page = self.get_context_data(form=form)
            return too_often(self.request, self.template_name, page, refusal)
        people = list(people_at(email)) if may_write_to(email) else []
        # Somebody who is not there gets a letter written as well; it goes nowhere.
        for user in people or [User(pk=0, password="!", email="")]:
            letters.send_later(letters.write(user))
        messages.success(
            self.request,
            _(
                "If an account has this address, a letter is on its way to it. The address in the"
                " letter works once, within %(days)s days."
            )
            % {"days": letters.lifetime()},
        )
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(can_mail=letters.can_mail(), **kwargs)


def people_at(email: str) -> Iterator[User]:
    """Yield the active accounts at the address that have a password or were invited to one."""
    for user in User.objects.filter(email__iexact=email, is_active=True):
        if user.has_usable_password() or user.is_invited:
            yield user


class ChosenPasswordForm(Boxed, PasswordResetConfirmView.form_class):
    pass


class ChoosePasswordView(PasswordResetConfirmView):
    """Choose a password at a one-time link; then sign in with it."""

    form_class = ChosenPasswordForm
    template_name = "accounts/choose_password.html"
    success_url = reverse_lazy("accounts:sign-in")

    def get_user(self, uidb64: str) -> User | None:
        """Return whose link it is; nobody once the account is closed."""
        user = super().get_user(uidb64)
        return user if user and user.is_active else None

    def form_valid(self, form: ChosenPasswordForm) -> HttpResponse:
        """Keep the password; sign out whoever else used this browser, not to work as them."""
        token = self.request.session.get(INTERNAL_RESET_SESSION_TOKEN)
        with transaction.atomic():
            # Read anew under a lock: of two who send the form at once, the second comes too late.
            form.user = User.objects.select_for_update().get(pk=self.user.pk)
            self.validlink = form.user.is_active and self.token_generator.check_token(
                form.user, token
            )
            if not self.validlink:
                return self.render_to_response(self.get_context_data(form=None))
            answer = super().form_valid(form)
            note(SignIn.What.PASSWORD, form.user, self.request, how=SignIn.How.LINK)
        logout(self.request)
        messages.success(
            self.request,
            _("Your password is chosen. Sign in with the user name %(name)s.")
            % {"name": self.user.username},
        )
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = {"person": self.user, "can_mail": letters.can_mail()}
        return super().get_context_data(**page, **kwargs)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if not self.validlink:
            kwargs["status"] = 410
        return super().render_to_response(context, **kwargs)
