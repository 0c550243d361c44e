"""Addresses of open data. They belong to no language; `?lang=` chooses one."""

from django.urls import URLPattern, path

from .views.objects import ObjectView

app_name = "opendata"

urlpatterns: list[URLPattern] = [
    path("<slug:noun>/<slug:key>/", ObjectView.as_view(), name="object"),
]
