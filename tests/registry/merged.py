"""The register before and after a merge."""

from django.apps import apps

from diplomacy.registry.models import City, CityAlias, CityFigure, TwinnedPlace, TwinningSource
from diplomacy.registry.models.merges import as_data
from tests import builders


def everything() -> dict[str, list]:
    """Return all rows of the register, but for what tells of the writes themselves."""
    return {
        model._meta.label: [as_data(row) for row in model._base_manager.order_by("pk")]
        for model in apps.get_app_config("registry").get_models()
        if not model._meta.model_name.startswith("historical")
        and model._meta.model_name not in ("merge", "dataversion")
    }


def busy_city(**fields) -> City:
    """Return a city to which rows of every table point."""
    made = builders.city(**fields)
    builders.tie(made, publication="draft")
    visit = builders.delegation(made, place=made)
    visit.programme.create(text_en="Stop", place=made)
    builders.agreement(made)
    builders.organisation(city=made)
    builders.city(parent=made, kind="district")
    builders.difference(made)
    builders.question(made)
    CityFigure.objects.create(city=made, value=7, shown=True)
    CityAlias.objects.create(city=made, text=f"Alias of {made.key}")
    listed = TwinningSource.objects.create(key=made.key, date="2024-01-01")
    TwinnedPlace.objects.create(source=listed, name="Printed", city=made)
    return made
