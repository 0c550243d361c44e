"""Lists of agreements and delegations, and the page of one entry of any kind."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import TemplateView

from diplomacy.calendars import PartialDate
from diplomacy.registry.date_words import active_language
from diplomacy.registry.filters import AgreementFilter, DelegationFilter
from diplomacy.registry.models import Entry
from diplomacy.registry.queries.entry_detail import entry_detail
from diplomacy.registry.queries.entry_list import offered, published_of_kind
from diplomacy.registry.queries.paging import NEWEST_FIRST, OLDEST_FIRST, page_of

from .records import missing
from .tie import without


class EntryListView(TemplateView):
    """The entries of one kind, newest first unless told otherwise."""

    kind: Entry.Kind
    filter_class: type[AgreementFilter | DelegationFilter]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parameters = self.request.GET
        choices = offered(self.kind, active_language())
        chosen = self.filter_class(parameters, published_of_kind(self.kind), choices)
        oldest_first = parameters.get("order") == "oldest"
        page = page_of(
            chosen.qs,
            OLDEST_FIRST if oldest_first else NEWEST_FIRST,
            after=parameters.get("after", ""),
            before=parameters.get("before", ""),
        )
        return super().get_context_data(
            home=choices.home,
            section=f"{self.kind.value}s",
            filter=chosen,
            page=page,
            oldest_first=oldest_first,
            today=PartialDate.of(timezone.localdate()),
            query=without(parameters, "after", "before"),
            query_without_order=without(parameters, "after", "before", "order"),
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


class EntryView(TemplateView):
    """One entry with its sources; `kind` is the kind that its address says."""

    template_name = "public/entry_detail.html"
    kind = Entry.Kind.EVENT

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        entries = Entry.objects.filter(kind=self.kind)
        entry = (
            entries.published()
            .with_leaf()
            .select_related("place", "delegation__invited_by", "restriction__body")
            .filter(key=key)
            .first()
        )
        if entry is None:
            return missing(request, entries, key)
        return self.render_to_response(self.get_context_data(entry=entry))

    def get_context_data(self, *, entry: Entry, **kwargs: Any) -> dict[str, Any]:
        detail = entry_detail(entry)
        return super().get_context_data(
            home=detail.home,
            section=f"{self.kind.value}s",
            detail=detail,
            today=PartialDate.of(timezone.localdate()),
            **kwargs,
        )
