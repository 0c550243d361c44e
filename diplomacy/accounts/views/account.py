"""One's own account."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.generic import UpdateView

from diplomacy.accounts.access import StaffMixin
from diplomacy.accounts.forms import AccountForm, Boxed
from diplomacy.accounts.limits import TooOften
from diplomacy.accounts.models import SignIn, User
from diplomacy.accounts.second_factor import factor_of
from diplomacy.accounts.sign_ins import note
from diplomacy.accounts.trying import Try, try_proof

from .letting_in import too_often

_SIGN_INS_SHOWN = 10


class AccountView(StaffMixin, UpdateView):
    """Name, e-mail, language and digest of whoever is signed in."""

    form_class = AccountForm
    template_name = "accounts/account.html"

    def get_object(self, queryset: Any = None) -> User:
        """Return the account, read anew: the page's frame shows what is saved, not typed."""
        return User.objects.get(pk=self.request.user.pk)

    def form_valid(self, form: AccountForm) -> HttpResponse:
        # Not the role or the password, which an administrator may be changing just now.
        form.instance.save(update_fields=form._meta.fields)
        self.object = form.instance
        with override(form.instance.language):
            messages.success(self.request, _("Your account is saved."))
        return HttpResponseRedirect(self.get_success_url())

    def get_success_url(self) -> str:
        """Return this page, in the language that was chosen."""
        with override(self.object.language):
            return reverse("accounts:account")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        page = {
            "has_device": factor_of(user) is not None,
            "sign_ins": user.sign_ins.select_related("by")[:_SIGN_INS_SHOWN],
            "kept_days": settings.SIGN_INS_KEPT_DAYS,
        }
        return super().get_context_data(**page, **kwargs)


class PasswordForm(Boxed, PasswordChangeView.form_class):
    pass


class PasswordView(StaffMixin, PasswordChangeView):
    """Change the password; every other session of the person ends with it."""

    form_class = PasswordForm
    template_name = "accounts/password.html"
    success_url = reverse_lazy("accounts:account")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.attempt = Try()
        if request.POST.get("old_password"):
            try:
                self.attempt = try_proof(request.user)
            except TooOften as refusal:
                page = self.get_context_data(form=self.form_class(request.user))
                return too_often(request, self.template_name, page, refusal)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: PasswordForm) -> HttpResponse:
        if "old_password" not in form.errors:
            self.attempt.forgive()
        return super().form_invalid(form)

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        self.attempt.forgive()
        note(SignIn.What.PASSWORD, self.request.user, self.request)
        messages.success(
            self.request,
            _("Your password is changed. Wherever else you were signed in, you no longer are."),
        )
        return super().form_valid(form)
