"""What the desk reminds a person of, and the address of their calendar."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from diplomacy.accounts.access import StaffMixin
from diplomacy.accounts.letters import can_mail
from diplomacy.office.models import CalendarAddress
from diplomacy.office.reminders.address import make_address, revoke_address
from diplomacy.office.reminders.digest import digest


class RemindersView(StaffMixin, TemplateView):
    """The digest as the next mail says it, what was told before, and one's own calendar."""

    template_name = "office/reminders.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            section="desk:reminders",
            digest=digest(user, timezone.localdate()),
            address=CalendarAddress.objects.filter(user=user).first(),
            can_mail=can_mail(),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make the address of the calendar, shown this once, or stop the one there is."""
        if request.POST.get("act") == "make":
            secret_address = make_address(request.user)
            return self.render_to_response(self.get_context_data(secret_address=secret_address))
        if request.POST.get("act") == "revoke":
            revoke_address(request.user)
            messages.success(request, _("The address of your calendar has stopped working."))
        return HttpResponseRedirect(reverse("desk:reminders"))
