"""The files in which a list can be taken."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from diplomacy.registry.filters.base import ListFilter
from diplomacy.registry.models import City
from diplomacy.registry.models.words import page_language

register = template.Library()

# The two first are proper names, the third is what readers know the file by.
FORMS = {"csv": "CSV", "json": "JSON", "xlsx": "Excel"}


@register.inclusion_tag("public/partials/_downloads.html")
def downloads(
    name: str,
    *,
    chosen: ListFilter | None = None,
    oldest_first: bool = False,
    of: City | None = None,
    **more: str,
) -> dict[str, Any]:
    """Return the addresses of a list as files, with what narrows and orders it on the page.

    `of` narrows it to a city; `more` are other parameters, of which empty ones are left out.
    """
    query = _chosen(chosen) if chosen else {}
    if of:
        query["city"] = of.key
    query |= {key: value for key, value in more.items() if value}
    if oldest_first:
        query["order"] = "oldest"
    query["lang"] = page_language()
    return {
        "of": of and of.name,
        "files": [
            (label, f"{reverse('opendata:download', args=[name, form])}?{urlencode(query)}")
            for form, label in FORMS.items()
        ],
    }


def _chosen(filtered: ListFilter) -> dict[str, str]:
    """Return the parameters that narrow the list: what cannot be read narrows nothing."""
    if not filtered.conditions:
        return {}
    return {name: value for name, value in filtered.form.cleaned_data.items() if value}
