from django.contrib import admin

from diplomacy.registry.models import Restriction

from .entries import KindAdmin


@admin.register(Restriction)
class RestrictionAdmin(KindAdmin):
    list_display = ["__str__", "scope", "day", "cities", "state"]
    kind_fields = (("scope", "body"),)
    kind_dates = ("review_on",)
    kind_filters = ("scope",)
