"""One's own account."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.generic import UpdateView

from diplomacy.accounts.access import StaffMixin
from diplomacy.accounts.forms import AccountForm, Boxed
from diplomacy.accounts.models import User


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


class PasswordForm(Boxed, PasswordChangeView.form_class):
    pass


class PasswordView(StaffMixin, PasswordChangeView):
    """Change the password; every other session of the person ends with it."""

    form_class = PasswordForm
    template_name = "accounts/password.html"
    success_url = reverse_lazy("accounts:account")

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        messages.success(
            self.request,
            _("Your password is changed. Wherever else you were signed in, you no longer are."),
        )
        return super().form_valid(form)
