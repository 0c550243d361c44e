from django.contrib import admin

from diplomacy.registry.models import CooperationArea, DiplomacyLayer

from .base import RecordAdmin, words


@admin.register(CooperationArea)
class CooperationAreaAdmin(RecordAdmin):
    list_display = ["__str__", "layer", "position"]
    list_select_related = ["layer"]
    fieldsets = [(None, {"fields": [*words("name"), "layer", ("sdg_numbers", "position"), "key"]})]


@admin.register(DiplomacyLayer)
class DiplomacyLayerAdmin(RecordAdmin):
    list_display = ["__str__", "position"]
    fieldsets = [(None, {"fields": [*words("name", "description"), ("position", "key")]})]
