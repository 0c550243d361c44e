"""The list of each kind of entry, and the page of one entry of any kind."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.generic import TemplateView
from msgspec import Struct

from diplomacy.calendars import PartialDate
from diplomacy.public.drawn import Drawn
from diplomacy.public.indicator_chart import indicator_chart
from diplomacy.public.meanings import LISTS
from diplomacy.public.time_direction import directions
from diplomacy.registry.date_words import active_language
from diplomacy.registry.filters import (
    AgreementFilter,
    DelegationFilter,
    EntryFilter,
    EventFilter,
    RestrictionFilter,
)
from diplomacy.registry.models import Entry
from diplomacy.registry.queries.counting import MOST_COUNTED
from diplomacy.registry.queries.entry_detail import entry_detail
from diplomacy.registry.queries.entry_list import (
    Offered,
    newest_of_kind,
    offered,
    published_of_kind,
)
from diplomacy.registry.queries.entry_parts import public_entry

from .listing import entries_context
from .records import missing

_forms = Drawn(256 * 1024)  # those of all lists in three languages take a hundred kB


class Unasked(Struct, frozen=True):
    """The filter of a list of which nothing is asked, as a page shows it: its form was `drawn`."""

    drawn: SafeString
    total: int = MOST_COUNTED + 1
    conditions: tuple = ()


class EntryListView(TemplateView):
    """The entries of one kind, newest first unless told otherwise."""

    kind: Entry.Kind
    filter_class: type[EntryFilter]

    def rows(self) -> QuerySet[Entry]:
        return published_of_kind(self.kind)

    def offered(self) -> Offered:
        return offered(self.kind)

    def form(self, choices: Offered) -> SafeString:
        """Return the form of a list too long to be counted: it tells of the choices alone."""
        path = self.request.path  # and with it the language

        def draw() -> SafeString:
            chosen = self.filter_class(self.request.GET, self.rows(), choices)
            given = {"filter": chosen, "url": path, "anchor": "list"}
            return render_to_string("public/partials/_list_filter.html", given)

        return _forms.find((path, choices.cities, choices.first, choices.last), draw)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parameters = self.request.GET
        choices = self.offered()
        if parameters or choices.is_counted or settings.DEBUG:
            chosen = self.filter_class(parameters, self.rows(), choices)
        else:
            chosen = Unasked(self.form(choices))
        page = None if parameters else newest_of_kind(self.kind)
        return super().get_context_data(
            home=choices.home,
            here=LISTS[self.kind],
            section=f"{self.kind.value}s",
            **entries_context(parameters, chosen, page),
            **kwargs,
        )


class AgreementListView(EntryListView):
    template_name = "public/agreement_list.html"
    kind = Entry.Kind.AGREEMENT
    filter_class = AgreementFilter


class DelegationListView(EntryListView):
    template_name = "public/delegation_list.html"
    kind = Entry.Kind.DELEGATION
    filter_class = DelegationFilter


class EventListView(EntryListView):
    template_name = "public/event_list.html"
    kind = Entry.Kind.EVENT
    filter_class = EventFilter


class RestrictionListView(EntryListView):
    template_name = "public/restriction_list.html"
    kind = Entry.Kind.RESTRICTION
    filter_class = RestrictionFilter


class EntryView(TemplateView):
    """One entry with its sources; `kind` is the kind that its address says."""

    template_name = "public/entry_detail.html"
    kind = Entry.Kind.EVENT

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        entry = public_entry(self.kind, key)
        if entry is None:
            return missing(request, Entry.objects.filter(kind=self.kind), key)
        return self.render_to_response(self.get_context_data(entry=entry))

    def get_context_data(self, *, entry: Entry, **kwargs: Any) -> dict[str, Any]:
        detail = entry_detail(entry)
        ways = directions(detail.home)
        charts = [(one, indicator_chart(one, active_language(), ways)) for one in detail.measured]
        return super().get_context_data(
            home=detail.home,
            section=f"{self.kind.value}s",
            detail=detail,
            charts=charts,
            today=PartialDate.of(timezone.localdate()),
            **kwargs,
        )
