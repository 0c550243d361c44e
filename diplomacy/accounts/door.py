"""The door to the pages of the staff: who is not signed in goes no further, and loses nothing."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from diplomacy.headers import STAFF_PATH

from .carrying import Carried
from .entering import end_if_idle
from .forms import SignInForm

# The steps of a sign-in. Each hands what was typed elsewhere to the next, in the page itself.
_WAY_IN = ("accounts:sign-in", "accounts:code", "accounts:set-up")


class DoorMiddleware(LoginRequiredMiddleware):
    """Send visitors of desk and admin to sign in; a view opens itself by `login_not_required`."""

    def process_view(
        self, request: HttpRequest, view_func: Callable, view_args: list, view_kwargs: dict
    ) -> HttpResponse | None:
        if not STAFF_PATH.match(request.path_info):
            return None
        end_if_idle(request)
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:
        carried = Carried.of_form(request) if request.method == "POST" else None
        if carried:
            return ask_to_sign_in(request, carried)
        if request.get_full_path() == reverse("desk:home"):
            return redirect(settings.LOGIN_URL)  # then to the desk in the person's own language
        return redirect_to_login(request.get_full_path())


def ask_to_sign_in(request: HttpRequest, carried: Carried, again: bool = False) -> HttpResponse:
    """Return the sign-in page that holds what was typed; `again` after a sign-in that failed."""
    page = {
        "form": SignInForm(request),
        "carried": carried,
        "next": carried.address,
        "again": again,
    }
    # Scripts that send forms see by the status that nothing was saved.
    return render(request, "accounts/sign_in.html", page, status=403)


def offer_to_continue(request: HttpRequest, carried: Carried, status: int = 200) -> HttpResponse:
    """Return the page that sends the carried form on, in the name of whoever is signed in."""
    return render(request, "accounts/carry_on.html", {"carried": carried}, status=status)


def unproven(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or old: keep what was typed if it came from here.

    A form of another site is refused and never offered to be sent on.
    """
    own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    view = request.resolver_match
    if own and view and view.view_name in _WAY_IN:
        carried = Carried.of_sign_in(request)
        again = True
    elif own and view and getattr(view.func, "login_required", True):
        carried, again = Carried.of_form(request), False
    else:
        carried = None
    if carried is None:
        return render(request, "accounts/refused.html", _refusal(request), status=403)
    if request.user.is_authenticated:
        return offer_to_continue(request, carried, status=403)
    return ask_to_sign_in(request, carried, again)


def _refusal(request: HttpRequest) -> dict[str, Any]:
    return {"address": request.path if request.resolver_match else ""}
