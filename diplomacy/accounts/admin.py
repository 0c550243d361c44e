"""Accounts, for administrators."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as AuthUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import letters
from .forms import InvitationForm
from .links import end_earlier_links
from .models import SignIn, User
from .roles import Role
from .second_factor import must_have, remove
from .sign_ins import note


class GivenPasswordForm(AdminPasswordChangeForm):
    # The stock words speak of directories that we do not ask, and in English on every page.
    usable_password_help_text = _(
        "Without a password the person cannot sign in until you make a one-time link for them."
        " The one that they have now is lost."
    )


class UserForm(UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Send along what was there when the page was opened: only what differs is changed."""
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() - {"password"}:
            self.fields[name].show_hidden_initial = True

    def clean(self) -> dict[str, Any]:
        """Refuse to take its last administrator from the register: nobody could let one in."""
        given = super().clean()
        # Locked, so that two of them do not close each other's accounts in the same moment.
        chiefs = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).select_for_update()
        if {user.pk for user in chiefs} == {self.instance.pk}:
            last = _("Nobody else is administrator here. Make somebody else one first.")
            if given.get("role", Role.ADMINISTRATOR) != Role.ADMINISTRATOR:
                self.add_error("role", last)
            if not given.get("is_active", True):
                self.add_error("is_active", last)
        return given


@admin.register(User)
class UserAdmin(AuthUserAdmin):
    """Invite, change and deactivate accounts; nobody is deleted, for history names them."""

    form = UserForm
    add_form = InvitationForm
    change_password_form = GivenPasswordForm
    add_form_template = "admin/accounts/user/invite.html"
    list_display = [
        "username",
        "first_name",
        "last_name",
        "role",
        "language",
        "digest",
        "is_active",
        "waits",
        "has_device",
        "last_login",
    ]
    list_select_related = ["second_factor"]
    list_filter = ["role", "is_active"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["first_name", "last_name", "email", "language", "digest"]}),
        (_("Access"), {"fields": ["role", "is_active"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": InvitationForm.Meta.fields})]
    readonly_fields = ["last_login", "date_joined"]

    @admin.display(description=_("invited, without a password yet"), boolean=True)
    def waits(self, user: User) -> bool:
        return user.is_invited

    @admin.display(description=_("signs in with a second step"), boolean=True)
    def has_device(self, user: User) -> bool:
        return hasattr(user, "second_factor")

    def get_urls(self) -> list[URLPattern]:
        link = self.admin_site.admin_view(self.link_view)
        reset = self.admin_site.admin_view(self.reset_view)
        return [
            path("<id>/link/", link, name="accounts_user_link"),
            path("<id>/second-step/", reset, name="accounts_user_second_step"),
            *super().get_urls(),
        ]

    def add_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Invite; who sends the form twice in the same moment is told that the name is taken."""
        try:
            return super().add_view(*args, **kwargs)
        except IntegrityError:
            return super().add_view(*args, **kwargs)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Write what was changed on the page, not what somebody else has changed meanwhile."""
        obj.save(update_fields=form.changed_data if change else None)
        if change and {"role", "is_active"} & set(form.changed_data):
            obj.end_sessions()

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """Give somebody a password, and write down who did it."""
        answer = super().user_change_password(request, id, form_url)
        if request.method == "POST" and answer.status_code == 302:
            user = self.get_object(request, id)
            note(SignIn.What.PASSWORD, user, request, by=request.user)
        return answer

    def response_add(
        self, request: HttpRequest, obj: User, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Send the invitation, or show it once to be handed over."""
        return self._deliver(request, obj, by_mail=True)

    def link_view(self, request: HttpRequest, id: str) -> HttpResponse:
        """Make a one-time link for an account: at first, or for whoever forgot the password."""
        user = self.get_object(request, id)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        if user is None:
            raise Http404
        if request.method == "POST" and user.is_active:
            end_earlier_links(user)
            self.log_change(request, user, gettext("A one-time link was made."))
            note(SignIn.What.LINK, user, request, by=request.user)
            return self._deliver(request, user, by_mail="mail" in request.POST)
        return self._page(request, user)

    def reset_view(self, request: HttpRequest, id: str) -> HttpResponse:
        """Take the second step from somebody who has lost the device; never from oneself."""
        user = self.get_object(request, id)
        if not self.has_change_permission(request, user) or user == request.user:
            raise PermissionDenied
        if user is None:
            raise Http404
        if request.method != "POST":
            return self._reset_page(request, user)
        with transaction.atomic():
            if remove(user):
                self.log_change(request, user, gettext("The second step was reset."))
                note(SignIn.What.RESET, user, request, by=request.user)
        done = gettext("%(name)s sets up a new device at the next sign-in.")
        messages.success(request, done % {"name": user.get_full_name() or user.username})
        return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[user.pk]))

    def _reset_page(self, request: HttpRequest, user: User) -> HttpResponse:
        page = self._frame(request, user, gettext("Reset the second step"))
        page["has_device"] = hasattr(user, "second_factor")
        page["required"] = must_have(user)
        return TemplateResponse(request, "admin/accounts/user/second_step.html", page)

    def _deliver(self, request: HttpRequest, user: User, by_mail: bool) -> HttpResponse:
        letter = letters.write(user)
        if by_mail and letters.send(letter):
            done = gettext("The letter is on its way to %(email)s.") % {"email": user.email}
            messages.success(request, done)
            return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[user.pk]))
        failed = by_mail and user.email and letters.can_mail()
        return self._page(request, user, letter=letter, failed=failed)

    def _frame(self, request: HttpRequest, user: User, title: str) -> dict[str, Any]:
        request.current_app = self.admin_site.name
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": str(user),
            "opts": self.opts,
            "person": user,
        }

    def _page(self, request: HttpRequest, user: User, **context: Any) -> HttpResponse:
        page = {
            **self._frame(request, user, gettext("One-time link")),
            "days": letters.lifetime(),
            "can_mail": letters.can_mail() and user.email,
        }
        return TemplateResponse(request, "admin/accounts/user/link.html", page | context)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Allow the list's own filters; the stock list breaks on odd years and on a NUL."""
        return lookup in {"role__exact", "is_active__exact"} and "\x00" not in value

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> User | None:
        """Return the account; the stock page asks for a field of no name where none is given."""
        return super().get_object(request, object_id, from_field or None)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False
