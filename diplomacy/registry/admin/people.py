from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from diplomacy.registry.models import Organisation, Person, PersonAlias, Term

from .base import RecordAdmin, words
from .rows import BlockRows, TableRows


class AliasRows(TableRows):
    model = PersonAlias
    fk_name = "person"
    fields = ["text", "language"]


class TermRows(BlockRows):
    model = Term
    fk_name = "person"
    fieldsets = [
        (None, {"fields": [*words("office"), ("organisation", "source"), ("since", "until")]})
    ]


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    list_display = ["__str__", "own_name", "key"]
    inlines = [AliasRows, TermRows]
    fieldsets = [
        (
            _("Name"),
            {
                "fields": [
                    *words("name", "sort_as"),
                    ("own_name", "own_language"),
                    *words("pronunciation"),
                ]
            },
        ),
        (_("For staff"), {"fields": ["contact", "staff_note"]}),
        (_("For the register"), {"fields": ["key"]}),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Person | None = None) -> list:
        """Return the fieldsets; contact details only to those who write to people."""
        fieldsets = super().get_fieldsets(request, obj)
        if self.has_change_permission(request, obj):
            return fieldsets
        return [
            (title, {"fields": [name for name in options["fields"] if name != "contact"]})
            for title, options in fieldsets
        ]


@admin.register(Organisation)
class OrganisationAdmin(RecordAdmin):
    list_display = ["__str__", "kind", "city", "country"]
    list_select_related = ["city", "country"]
    list_filter = ["kind"]
    fieldsets = [
        (_("Name"), {"fields": [*words("name", "sort_as"), "kind"]}),
        (_("Where"), {"fields": ["parent", ("city", "country")]}),
        (_("For readers"), {"fields": words("remark")}),
        (_("For the register"), {"fields": ["key", "staff_note"]}),
    ]
