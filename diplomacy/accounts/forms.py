"""The forms of one's own account and of the way into it."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.utils.translation import gettext_lazy as _

from . import letters
from .models import User


class Boxed:
    """Gives every field of a form the look of the desk."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "inp"


class SignInForm(Boxed, AuthenticationForm):
    error_messages = {
        # The same words whether or not there is such an account.
        "invalid_login": _(
            "The user name or the password is not right. Look at the language of the keyboard,"
            " and at capital letters."
        ),
    }


class CodeForm(Boxed, forms.Form):
    """A code of the device, or a recovery code; digits of any script, with or without groups."""

    error_messages = {
        "wrong": _(
            "This code is not right, or it was used already. Wait for the next one, and look"
            " whether the clock of the device is right."
        ),
    }
    code = forms.CharField(
        label=_("Code"),
        max_length=100,
        widget=forms.TextInput(
            {
                "autocomplete": "one-time-code",
                "inputmode": "text",
                "dir": "ltr",
                "spellcheck": "false",
                "autocapitalize": "none",
            }
        ),
    )

    def refuse(self) -> None:
        self.add_error("code", self.error_messages["wrong"])


class OldPasswordForm(Boxed, forms.Form):
    """The password once more, of somebody who is signed in."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    def refuse(self) -> None:
        self.add_error("password", _("This is not your password."))


class AccountForm(Boxed, forms.ModelForm):
    """What each person decides about the own account."""

    class Meta:
        model = User
        fields = ["first_name", "last_name", "email", "language", "digest"]
        labels = {"email": _("E-mail")}
        widgets = {
            "first_name": forms.TextInput({"autocomplete": "given-name", "dir": "auto"}),
            "last_name": forms.TextInput({"autocomplete": "family-name", "dir": "auto"}),
            "email": forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].help_text = _("The language of your desk and of letters to you.")
        if not letters.can_mail():
            self.fields["digest"].help_text = _(
                "This site sends no e-mail; the digest stands on the desk."
            )


class ForgottenForm(Boxed, forms.Form):
    email = forms.EmailField(
        label=_("E-mail address of your account"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
    )


class InvitationForm(forms.ModelForm):
    """A new account without a password: the person chooses it at a one-time link."""

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "role", "language"]
        field_classes = {"username": UsernameField}

    def clean_username(self) -> str:
        """Refuse a name that differs from another only in capital letters."""
        username = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise self.instance.unique_error_message(User, ["username"])
        return username

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        return super().save(commit)
