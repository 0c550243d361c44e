from django.contrib import admin

from diplomacy.registry.models import Event

from .entries import KindAdmin


@admin.register(Event)
class EventAdmin(KindAdmin):
    list_display = ["__str__", "type", "day", "cities", "state"]
    kind_fields = (("type", "decides"), ("claimed_form", "stated_count"), ("offer", "offer_url"))
    kind_filters = ("type",)
