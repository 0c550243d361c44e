from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from diplomacy.registry.models import Procedure, Step, StepLink
from diplomacy.registry.models.words import columns

from .base import RecordAdmin, words
from .rows import BlockRows, TableRows


class StepRows(BlockRows):
    model = Step
    fk_name = "procedure"
    show_change_link = True
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("position", "key", "required", "is_proposal"),
                    *words("name", "evidence"),
                ]
            },
        )
    ]


class StepLinkRows(TableRows):
    model = StepLink
    fk_name = "step"
    fields = ["kind", "other"]


@admin.register(Procedure)
class ProcedureAdmin(RecordAdmin):
    list_display = ["__str__", "country", "goal"]
    list_select_related = ["country"]
    list_filter = ["goal"]
    inlines = [StepRows]
    fieldsets = [
        (_("What"), {"fields": [*words("name"), ("country", "goal")]}),
        (_("For readers"), {"fields": words("legal_basis", "remark")}),
        (_("For the register"), {"fields": ["key"]}),
    ]


@admin.register(Step)
class StepAdmin(RecordAdmin):
    """A step's links to others; the steps themselves stand on the page of their procedure."""

    search_fields = [*columns("name"), "key"]
    list_display = ["__str__", "procedure", "position"]
    list_select_related = ["procedure"]
    inlines = [StepLinkRows]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "procedure",
                    ("position", "key", "required", "is_proposal"),
                    *words("name", "evidence"),
                ]
            },
        )
    ]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Search the names as they stand: a step has no folded search text."""
        return super(RecordAdmin, self).get_search_results(
            request, queryset, search_term.replace("\x00", "")
        )
