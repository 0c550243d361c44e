"""The help of the desk: a page for every screen, and their index."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from diplomacy.accounts.access import StaffMixin
from diplomacy.office.help import GROUPS, KEYS, PAGES

EVERYWHERE = ("search", "help", "new")
RECORDING = ("save", "send", "keep", "list", "close")


class HelpIndexView(StaffMixin, TemplateView):
    """All pages in their groups, and all keys."""

    template_name = "office/help_index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            groups=GROUPS,
            keys_everywhere=[KEYS[name] for name in EVERYWHERE],
            keys_of_recording=[KEYS[name] for name in RECORDING],
            **kwargs,
        )


@method_decorator(login_not_required, name="dispatch")  # StaffMixin asks, but for an open page
class HelpView(StaffMixin, TemplateView):
    """One page. That of signing in is open to anybody: who needs it cannot sign in."""

    template_name = "office/help.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.page = PAGES.get(kwargs["slug"])
        if self.page and self.page.is_open:
            return super(StaffMixin, self).dispatch(request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.page is None:
            raise Http404
        user = self.request.user
        see = [PAGES[slug] for slug in self.page.see]
        return super().get_context_data(
            page=self.page,
            see=[page for page in see if user.is_authenticated or page.is_open],
            is_for_reader=self.page.is_for(user),
            **kwargs,
        )
