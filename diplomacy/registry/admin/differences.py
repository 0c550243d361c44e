from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from diplomacy.registry.models import Difference, DifferenceStatement, OpenQuestion

from .base import RecordAdmin, words
from .rows import BlockRows

SUBJECT = (_("About"), {"fields": [("relationship", "entry", "city")]})
KEY = (_("For the register"), {"fields": ["key"]})


class StatementRows(BlockRows):
    model = DifferenceStatement
    fk_name = "difference"
    fieldsets = [(None, {"fields": ["source", *words("words")]})]


@admin.register(Difference)
class DifferenceAdmin(RecordAdmin):
    list_display = ["__str__", "field", "state"]
    list_filter = ["state", "field"]
    inlines = [StatementRows]
    fieldsets = [
        SUBJECT,
        (_("What"), {"fields": ["field", *words("point", "followed", "why")]}),
        (_("State"), {"fields": [("state", "settled_on", "settled_by")]}),
        KEY,
    ]


@admin.register(OpenQuestion)
class OpenQuestionAdmin(RecordAdmin):
    list_display = ["__str__", "answered_by"]
    list_select_related = ["answered_by"]
    fieldsets = [
        SUBJECT,
        (_("What"), {"fields": [*words("question", "looked_for"), "answered_by"]}),
        KEY,
    ]
