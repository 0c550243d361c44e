from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from diplomacy.registry.models import Identity

from .base import RecordAdmin, words


@admin.register(Identity)
class IdentityAdmin(RecordAdmin):
    list_display = ["__str__", "city"]
    list_select_related = ["city"]
    fieldsets = [
        (_("Name"), {"fields": ["city", *words("site_name", "strip"), "emblem"]}),
        (_("Who answers for it"), {"fields": words("publisher", "imprint")}),
        (
            _("Contact"),
            {"fields": [*words("postal_address"), ("telephone", "mail", "website")]},
        ),
        (_("Charts"), {"fields": ["time_direction"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Identity.objects.exists()
