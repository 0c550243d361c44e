"""Keeping what somebody types, and forgetting it where they say so."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from diplomacy.office.capture import kept
from diplomacy.registry.models import Entry
from diplomacy.registry.models.base import key_validator

from .capture import CaptureMixin


class KeptView(CaptureMixin, View):
    """Keeps the fields that are sent, without judging them; the page asks every few seconds."""

    http_method_names = ["post"]

    def name(self, key: str, token: str) -> str:
        """Return the name of the screen. Raises Http404 where it can be none."""
        if not kept.is_token(token) or (key and not key_validator.regex.match(key)):
            raise Http404
        return kept.form_name(self.kind.name, key, token)

    def post(self, request: HttpRequest, token: str, key: str = "") -> HttpResponse:
        if not key and Entry.objects.filter(key=token).exists():
            return HttpResponse(status=204)  # what was on its way when the screen was saved
        try:
            kept.keep(request.user, self.name(key, token), request.POST)
        except kept.TooLong:
            return HttpResponse(status=413)
        return HttpResponse(status=204)


class DiscardView(KeptView):
    """Forgets a kept screen and leads back to the blank one."""

    def post(self, request: HttpRequest, token: str, key: str = "") -> HttpResponse:
        kept.discard(request.user, self.name(key, token))
        messages.success(request, _("What was kept is discarded."))
        place, at = (self.kind.name, [key]) if key else (f"{self.kind.name}-new", [])
        return HttpResponseRedirect(reverse(f"desk:{place}", args=at))
