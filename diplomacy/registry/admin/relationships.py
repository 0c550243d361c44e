from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from diplomacy.registry.models import City, Relationship, TieCitation, TieLayer

from .base import words
from .publication import PUBLICATION, PublishableAdmin
from .rows import TableRows
from .steps import StepRecordRows


class LayerRows(TableRows):
    model = TieLayer
    fk_name = "relationship"
    fields = ["layer", "source"]


class TieCitationRows(TableRows):
    model = TieCitation
    fk_name = "relationship"
    fields = ["about", "source", "place"]


@admin.register(Relationship)
class RelationshipAdmin(PublishableAdmin):
    list_display = ["__str__", "aim", "leading", "publication"]
    list_select_related = ["home_end", "partner"]
    list_filter = ["publication", "leading", "aim"]
    inlines = [LayerRows, TieCitationRows, StepRecordRows]
    fieldsets = [
        (_("Ends"), {"fields": [("home_end", "partner"), *words("origin")]}),
        (_("Aim"), {"fields": [("aim", "aim_said_by")]}),
        (_("Sentence"), {"fields": [*words("sentence"), "sentence_on"]}),
        (
            _("For the register"),
            {
                "fields": [
                    ("recorded_until", "review_on", "officer"),
                    ("leading", "position", "key"),
                    "staff_note",
                ]
            },
        ),
        PUBLICATION,
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("home_end", "partner")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Search the ties, and their partners under names that they got after the tie."""
        if not search_term.strip():
            return queryset, False
        partners = City.objects.search(search_term)
        return queryset.search(search_term) | queryset.filter(partner__in=partners), False
