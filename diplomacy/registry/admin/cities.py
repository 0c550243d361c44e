from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from diplomacy.registry.models import City, CityAlias, CityFigure, Country

from .base import RecordAdmin, words
from .rows import BlockRows, TableRows


class AliasRows(TableRows):
    model = CityAlias
    fk_name = "city"
    fields = ["text", "language"]


class FigureRows(BlockRows):
    model = CityFigure
    fk_name = "city"
    fieldsets = [
        (
            None,
            {"fields": [("kind", "value", "shown"), ("as_of", "source"), *words("of_what")]},
        )
    ]


@admin.register(City)
class CityAdmin(RecordAdmin):
    list_display = ["__str__", "own_name", "kind", "country", "is_home"]
    list_select_related = ["country"]
    list_filter = ["kind", "is_home"]
    inlines = [AliasRows, FigureRows]
    fieldsets = [
        (
            _("Name"),
            {
                "fields": [
                    *words("name", "sort_as"),
                    ("own_name", "own_language"),
                    *words("pronunciation"),
                    ("kind", "is_home"),
                ]
            },
        ),
        (_("Where"), {"fields": [("country", "parent"), *words("region")]}),
        (
            _("Elsewhere"),
            {"fields": [("latitude", "longitude"), ("wikidata_id", "geonames_id"), "website"]},
        ),
        (_("For the register"), {"fields": ["key", "staff_note"]}),
    ]


@admin.register(Country)
class CountryAdmin(RecordAdmin):
    list_display = ["__str__", "key"]
    fieldsets = [(None, {"fields": [*words("name", "sort_as"), "key"]})]
