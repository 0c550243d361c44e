from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    """The same facts for machines: API, downloads, the bundle."""

    name = "diplomacy.opendata"
    label = "opendata"
