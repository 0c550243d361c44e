from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from diplomacy.registry.date_words import both_calendars
from diplomacy.registry.models import Source

from .base import RecordAdmin, words


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    list_display = ["title", "publisher", "kind", "day", "language"]
    list_filter = ["kind", "linked"]
    sortable_by = ["day"]
    fieldsets = [
        (_("What"), {"fields": ["title", ("publisher", "organisation"), ("kind", "language")]}),
        (_("When"), {"fields": [("date", "date_basis"), *words("date_why")]}),
        (_("Where"), {"fields": ["url", "archived_url", "linked"]}),
        (_("For readers"), {"fields": words("remark")}),
        (_("For the register"), {"fields": ["key", "staff_note"]}),
    ]

    @admin.display(description=_("date"), ordering="date")
    def day(self, source: Source) -> str:
        return both_calendars(source.date)
