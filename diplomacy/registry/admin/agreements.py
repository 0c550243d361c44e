from django.contrib import admin

from diplomacy.registry.models import Agreement

from .base import words
from .entries import KindAdmin
from .indicators import IndicatorRows, IndicatorValueRows


@admin.register(Agreement)
class AgreementAdmin(KindAdmin):
    list_display = ["__str__", "instrument", "day", "cities", "state"]
    kind_fields = (
        ("instrument", "paper_state", "binding"),
        ("languages", "authentic_languages"),
        *words("legal_basis", "text_why"),
    )
    kind_dates = (("in_force", "expires", "terminated"), ("renewal", "notice_months"))
    kind_filters = ("instrument", "paper_state")
    kind_rows = (IndicatorRows, IndicatorValueRows)
