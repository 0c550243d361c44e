from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
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
    """Whoever settles a point gives the reason; the program notes the day and the person."""

    readonly_fields = ["settled_on", "settled_by"]
    list_display = ["__str__", "field", "state"]
    list_filter = ["state", "field"]
    inlines = [StatementRows]
    fieldsets = [
        SUBJECT,
        (_("What"), {"fields": ["field", *words("point", "followed", "why")]}),
        (_("State"), {"fields": [("state", "settled_on", "settled_by")]}),
        KEY,
    ]

    def save_model(
        self, request: HttpRequest, obj: Difference, form: ModelForm, change: bool
    ) -> None:
        if "state" in form.changed_data:
            settled = obj.state == Difference.State.SETTLED
            obj.settled_on = timezone.localdate() if settled else None
            obj.settled_by = request.user if settled else None
        super().save_model(request, obj, form, change)


@admin.register(OpenQuestion)
class OpenQuestionAdmin(RecordAdmin):
    list_display = ["__str__", "answered_by"]
    list_select_related = ["answered_by"]
    fieldsets = [
        SUBJECT,
        (_("What"), {"fields": [*words("question", "looked_for"), "answered_by"]}),
        KEY,
    ]
