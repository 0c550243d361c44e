"""Organisations and people in office, as lists and one by one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from diplomacy.registry.filters import KindFilter, OrganisationFilter, PersonFilter
from diplomacy.registry.models import Organisation, Person
from diplomacy.registry.queries.organisations import (
    cities_with_organisations,
    entries_of_organisation,
    organisation_detail,
    public_organisations,
)
from diplomacy.registry.queries.paging import by_name
from diplomacy.registry.queries.people import (
    cities_with_people,
    entries_of_person,
    public_people,
)

from .listing import entries_context, page_context
from .records import found_or_moved


class OrganisationListView(TemplateView):
    template_name = "public/organisation_list.html"
    extra_context = {"section": "organisations", "title": _("Organisations")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parameters = self.request.GET
        chosen = OrganisationFilter(parameters, public_organisations(), cities_with_organisations())
        return super().get_context_data(**page_context(parameters, chosen, by_name()), **kwargs)


class OrganisationView(TemplateView):
    """One body: who it is, who held office in it, what it took part in, what it published."""

    template_name = "public/organisation_detail.html"
    extra_context = {"section": "organisations"}

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        found = found_or_moved(request, public_organisations(), key)
        if isinstance(found, HttpResponse):
            return found
        return self.render_to_response(self.get_context_data(organisation=found))

    def get_context_data(self, *, organisation: Organisation, **kwargs: Any) -> dict[str, Any]:
        parameters = self.request.GET
        chosen = KindFilter(parameters, entries_of_organisation(organisation))
        return super().get_context_data(
            detail=organisation_detail(organisation),
            organisation=organisation,
            **entries_context(parameters, chosen),
            **kwargs,
        )


class PersonListView(TemplateView):
    template_name = "public/person_list.html"
    extra_context = {"section": "people", "title": _("People in office")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parameters = self.request.GET
        chosen = PersonFilter(parameters, public_people(), cities_with_people())
        return super().get_context_data(**page_context(parameters, chosen, by_name()), **kwargs)


class PersonView(TemplateView):
    """One person: names, offices, and the entries in which the name is shown."""

    template_name = "public/person_detail.html"
    extra_context = {"section": "people"}

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        found = found_or_moved(request, public_people(), key)
        if isinstance(found, HttpResponse):
            return found
        return self.render_to_response(self.get_context_data(person=found))

    def get_context_data(self, *, person: Person, **kwargs: Any) -> dict[str, Any]:
        parameters = self.request.GET
        chosen = KindFilter(parameters, entries_of_person(person))
        return super().get_context_data(
            person=person,
            terms=person.terms.all(),
            aliases=person.aliases.all(),
            **entries_context(parameters, chosen),
            **kwargs,
        )
