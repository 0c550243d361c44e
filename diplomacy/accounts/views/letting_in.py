"""What the steps of a sign-in share: where it leads, what it carries, and that it is limited."""

from math import ceil
from typing import Any

from django.contrib.auth.views import RedirectURLMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override

from diplomacy.accounts.carrying import Carried
from diplomacy.accounts.door import offer_to_continue
from diplomacy.accounts.entering import enter
from diplomacy.accounts.limits import TooOften
from diplomacy.accounts.models import SignIn, User
from diplomacy.accounts.trying import remember_browser

# Nobody who signs in wants to be led back here or straight out again.
_IN_AND_OUT = (
    "/sign-in/",
    "/sign-in/code/",
    "/second-step/set-up/",
    "/sign-out/",
    "/login/",
    "/logout/",
)


class LettingIn(RedirectURLMixin):
    """For a view that signs in: then the page that was asked for, else the person's own desk."""

    request: HttpRequest

    def get_redirect_url(self) -> str:
        address = super().get_redirect_url()
        return "" if address.partition("?")[0].endswith(_IN_AND_OUT) else address

    def get_default_redirect_url(self) -> str:
        with override(self.request.user.language):
            return reverse("desk:home")

    def let_in(self, user: User, how: SignIn.How) -> HttpResponse:
        """Sign in and go where it leads; a form that was carried is offered to be sent on."""
        enter(self.request, user, how)
        carried = Carried.of_sign_in(self.request)
        if carried:
            answer = offer_to_continue(self.request, carried)
        else:
            answer = HttpResponseRedirect(self.get_success_url())
        remember_browser(answer, user)
        return answer

    def ways(self) -> dict[str, Any]:
        """Return what a page must hand on to the next step."""
        return {
            "carried": Carried.of_sign_in(self.request),
            self.redirect_field_name: self.get_redirect_url(),
        }

    def lead_to(self, name: str) -> HttpResponseRedirect:
        """Return the way to the next step, or back to the first one."""
        address = reverse(name)
        if wanted := self.get_redirect_url():
            query = QueryDict(mutable=True)
            query[self.redirect_field_name] = wanted
            address += f"?{query.urlencode(safe='/')}"
        return HttpResponseRedirect(address)


def too_often(
    request: HttpRequest, template: str, page: dict[str, Any], refusal: TooOften
) -> HttpResponse:
    """Return the page again with after how many minutes to try anew, in it and in Retry-After."""
    page = page | {"minutes": ceil(refusal.seconds / 60)}
    answer = render(request, template, page, status=429)
    answer.headers["Retry-After"] = str(refusal.seconds)
    return answer
