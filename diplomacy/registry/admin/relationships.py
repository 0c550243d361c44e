from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from diplomacy.registry.models import Relationship, StepRecord, TieCitation, TieLayer

from .base import words
from .publication import PUBLICATION, PublishableAdmin
from .rows import BlockRows, TableRows


class LayerRows(TableRows):
    model = TieLayer
    fk_name = "relationship"
    fields = ["layer", "source"]


class TieCitationRows(TableRows):
    model = TieCitation
    fk_name = "relationship"
    fields = ["about", "source", "place"]


class StepRecordRows(BlockRows):
    model = StepRecord
    fk_name = "relationship"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("step", "state", "on"),
                    ("waiting_on", "body"),
                    ("evidence", "source"),
                ]
            },
        )
    ]


@admin.register(Relationship)
class RelationshipAdmin(PublishableAdmin):
    list_display = ["__str__", "aim", "leading", "publication"]
    list_select_related = ["home_end", "partner"]
    list_filter = ["publication", "leading", "aim"]
    inlines = [LayerRows, TieCitationRows, StepRecordRows]
    fieldsets = [
        (_("Ends"), {"fields": [("home_end", "partner"), *words("origin")]}),
        (_("Aim"), {"fields": [("aim", "aim_said_by")]}),
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

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("home_end", "partner")
