"""Addresses of open data. They belong to no language; `?lang=` chooses one."""

from django.urls import URLPattern, path, re_path

from .views.answering import UnknownView
from .views.described import OpenApiView
from .views.downloads import DownloadView
from .views.index import IndexView
from .views.lists import ListView
from .views.objects import ObjectView

app_name = "opendata"

urlpatterns: list[URLPattern] = [
    path("", IndexView.as_view(), name="index"),
    path("openapi.json", OpenApiView.as_view(), name="openapi"),
    re_path(
        r"^(?P<name>[a-z]+)\.(?P<form>csv|json|xlsx)$", DownloadView.as_view(), name="download"
    ),
    path("<slug:noun>/", ListView.as_view(), name="list"),
    path("<slug:noun>/<slug:key>/", ObjectView.as_view(), name="object"),
]

# Whatever else is below /api/, but for what only lacks its slash: that is led to it.
unknown = re_path(r"^(?:[\s\S]*/)?(?:[^/]*\.[^/]*)?\Z", UnknownView.as_view(), name="unknown")
