from django.contrib import admin

from diplomacy.registry.models import Delegation, ProgrammeLine

from .base import words
from .entries import KindAdmin
from .rows import BlockRows


class ProgrammeRows(BlockRows):
    model = ProgrammeLine
    fk_name = "delegation"
    fieldsets = [(None, {"fields": [("position", "day", "place"), *words("text")]})]


@admin.register(Delegation)
class DelegationAdmin(KindAdmin):
    list_display = ["__str__", "direction", "progress", "day", "cities", "state"]
    kind_fields = (
        ("direction", "progress", "invited_by"),
        *words("purpose", "outcome"),
        ("cost", "currency", "cost_shown"),
    )
    kind_dates = ("report_filed_on",)
    kind_filters = ("direction", "progress")
    kind_rows = (ProgrammeRows,)
