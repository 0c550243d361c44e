"""What the screens of all kinds of entry share, and the lookup of entries of any kind."""

from functools import cached_property
from typing import Any

from django.contrib import admin
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import Http404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from diplomacy.registry.date_words import both_calendars
from diplomacy.registry.models import (
    Citation,
    Document,
    Entry,
    EntryArea,
    EntryCity,
    EntryLink,
    Participation,
)
from diplomacy.registry.models.search_index import KINDS, STATES
from diplomacy.registry.models.searching import wanted
from diplomacy.registry.publishing import may_publish
from diplomacy.registry.queries.counting import number_of
from diplomacy.registry.queries.newest import Reach, among, newest_holding

from .base import CappedPaginator, RecordAdmin, words
from .documents import DocumentInput, document_file, what_is_kept
from .filters import YearFilter
from .publication import PUBLICATION, PublishableAdmin
from .rows import BlockRows, TableRows

# What a list may be asked for that every entry has, of whatever kind.
_OF_ALL_KINDS = {"p", "e", "year", "publication__exact", "level__exact", "weight__exact"}


class CityRows(TableRows):
    model = EntryCity
    fk_name = "entry"
    fields = ["city"]


class AreaRows(TableRows):
    model = EntryArea
    fk_name = "entry"
    fields = ["area", "standing"]


class LinkRows(TableRows):
    model = EntryLink
    fk_name = "entry"
    fields = ["kind", "to", "place"]


class ParticipantRows(BlockRows):
    model = Participation
    fk_name = "entry"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("role", "side", "signed_on"),
                    ("person", "name_shown"),
                    ("organisation", "city"),
                    *words("office", "words"),
                ]
            },
        )
    ]


class CitationRows(BlockRows):
    model = Citation
    fk_name = "entry"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("source", "place", "side"),
                    ("about", "value", "wording"),
                    *words("note"),
                ]
            },
        )
    ]


class DocumentRows(BlockRows):
    model = Document
    fk_name = "entry"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("file", "access"),
                    ("kind", "language", "authentic"),
                    *words("title", "alternative"),
                    ("credit", "licence"),
                ]
            },
        )
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Keep restricted papers from those who may not read them, or they would lower the bar."""
        rows = super().get_queryset(request)
        hidden = Document.objects.filter(access=Document.Access.RESTRICTED)
        if may_publish(request.user):
            return rows
        return rows.exclude(file__in=hidden.values("file"))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "file":
            kwargs["widget"] = DocumentInput
            kwargs["max_length"] = None  # however long the sent name is, nothing of it is kept
            kwargs["help_text"] = what_is_kept()
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class EntrySearch:
    """Finds the newest entries that hold all words, as the site's search does."""

    reach = Reach()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        units = wanted(search_term)
        if not units:
            return queryset, False
        state = request.GET.get("publication__exact")
        kinds = [self.model.KIND] if self.model.KIND else KINDS
        states = [state] if state in STATES else STATES
        found = newest_holding(units, kinds, states, self.reach)
        return among(queryset, (pk for some in found.values() for pk in some)), False


class EntryPaginator(CappedPaginator):
    """Asks an index of entries alone for the keys of a page, and then for the entries of a kind.

    A planner that has both tables before it may read all of a small kind and sort it.
    """

    entries: QuerySet

    @cached_property
    def rows(self) -> int:
        return number_of(self.entries)

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        keys = list(self.entries.values_list("pk", flat=True)[first : first + self.per_page])
        return self._get_page(self.object_list.filter(pk__in=keys), number, self)


class KindAdmin(EntrySearch, PublishableAdmin):
    """An entry of one kind; `kind_fields` and `kind_dates` are what the kind adds."""

    kind_fields: tuple = ()
    kind_dates: tuple = ()
    kind_filters: tuple[str, ...] = ()
    kind_rows: tuple = ()

    list_display = ["__str__", "day", "cities", "state"]
    list_prefetch_related = ("city_rows__city",)
    ordering = ["-ordering_day", "-id"]
    sortable_by = ["day"]  # the only column that an index sorts

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Say the kind, which tells the database nothing but which index to walk."""
        return super().get_queryset(request).filter(kind=self.model.KIND)

    def get_paginator(
        self, request: HttpRequest, queryset: QuerySet, per_page: int, *args: Any, **kwargs: Any
    ) -> Paginator:
        asked = request.GET.dict()
        given_twice = any(len(values) > 1 for _name, values in request.GET.lists())
        if given_twice or asked.keys() - _OF_ALL_KINDS:
            return super().get_paginator(request, queryset, per_page, *args, **kwargs)
        shared = {name: asked[name] for name in asked if name.endswith("__exact")}
        entries = Entry.objects.filter(kind=self.model.KIND, **shared).order_by(*self.ordering)
        year = YearFilter(request, {"year": [asked.get("year")]}, Entry, self)
        paginator = EntryPaginator(queryset, per_page, *args, **kwargs)
        paginator.entries = year.queryset(request, entries)
        return paginator

    def get_list_filter(self, request: HttpRequest) -> list:
        return ["publication", *self.kind_filters, YearFilter, "level", "weight"]

    def get_inlines(self, request: HttpRequest, obj: Entry | None) -> list:
        shared = [CityRows, ParticipantRows, CitationRows, AreaRows, LinkRows, DocumentRows]
        return [*self.kind_rows, *shared]

    def get_fieldsets(self, request: HttpRequest, obj: Entry | None = None) -> list:
        fieldsets = [
            (
                _("What"),
                {"fields": [*words("title"), *self.kind_fields, *words("summary"), "exact_titles"]},
            ),
            (
                _("When"),
                {"fields": [("start", "end", "date_basis"), *words("date_why"), *self.kind_dates]},
            ),
            (_("Where and by whom"), {"fields": ["place", *words("venue"), ("level", "weight")]}),
            PUBLICATION,
            (_("For the register"), {"fields": [("key", "reference"), "staff_note"]}),
        ]
        may_change = obj is None or self.has_change_permission(request, obj)
        return fieldsets if may_change else self.in_words(fieldsets)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        """Return what goes too. The parent row goes with its kind; nobody may delete it alone."""
        gone, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return gone, counts, lacking - {Entry._meta.verbose_name}, protected

    @admin.display(description=_("date"), ordering="ordering_day")
    def day(self, entry: Entry) -> str:
        return both_calendars(entry.start)

    @admin.display(description=_("cities"))
    def cities(self, entry: Entry) -> str:
        return " · ".join(str(row.city) for row in entry.city_rows.all())


@admin.register(Entry)
class EntryAdmin(EntrySearch, RecordAdmin):
    """Serves lookups of entries of any kind; every write goes through the kind's own screen."""

    ordering = ["-id"]
    reach = Reach(most=100)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Leave out draft copies: nothing should refer to what will be written over another."""
        return super().get_queryset(request).originals()

    def get_urls(self) -> list[URLPattern]:
        document = path(
            "documents/<slug:key>/",
            self.admin_site.admin_view(document_file),
            name="registry_document_file",
        )
        return [document, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:index"))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        return HttpResponseRedirect(self._kind_url(request, object_id, "change"))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(self._kind_url(request, object_id, "history"))

    def history_form_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404

    def restore_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404

    def _kind_url(self, request: HttpRequest, object_id: str, page: str) -> str:
        entry = self.get_object(request, object_id)
        if entry is None:
            raise Http404
        return reverse(f"admin:registry_{entry.kind}_{page}", args=[entry.pk])
