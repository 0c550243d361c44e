"""Blanking a private person: what would go, and the key typed to confirm it."""

from functools import partial
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from diplomacy.accounts.access import StaffMixin
from diplomacy.registry.blanking import Name, WrongKey, blank, mentions, names_of
from diplomacy.registry.models import Person
from diplomacy.registry.versions import once_more

MENTIONS_SHOWN = 60


class BlankView(StaffMixin, TemplateView):
    """All that holds the person's names, and the form that takes them out for good."""

    template_name = "office/blank.html"
    permission = "registry.blank"
    extra_context: ClassVar = {"section": ""}

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        person = get_object_or_404(Person, key=key)
        names = names_of(person)
        return self._page(person, names, [name for name in names if name.distinct])

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        person = get_object_or_404(Person, key=key)
        names = names_of(person)
        ticked = set(request.POST.getlist("name"))
        chosen = [name for name in names if name.text in ticked]
        if "look" in request.POST:
            return self._page(person, names, chosen)
        try:
            typed = request.POST.get("key", "").strip()
            done = once_more(partial(blank, person, request.user, typed, chosen))
        except WrongKey as refused:
            return self._page(person, names, chosen, fault=refused.messages[0], status=422)
        messages.success(request, _("The person is blanked. This is how the record stands now."))
        return HttpResponseRedirect(reverse("admin:registry_person_change", args=[done.person.pk]))

    def _page(
        self,
        person: Person,
        names: list[Name],
        chosen: list[Name],
        *,
        fault: str = "",
        status: int = 200,
    ) -> HttpResponse:
        found = mentions(person, chosen)
        context: dict[str, Any] = self.get_context_data(
            person=person,
            names=[(name, name in chosen) for name in names],
            found=found,
            texts=found.texts[:MENTIONS_SHOWN],
            more=max(0, len(found.texts) - MENTIONS_SHOWN),
            typed=self.request.POST.get("key", ""),
            fault=fault,
        )
        return self.render_to_response(context, status=status)
