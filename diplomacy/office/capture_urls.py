"""Addresses of the screens of recording; the kinds differ in the first word only."""

from django.urls import URLPattern, path

from .views.capture import CaptureView, PreviewView
from .views.kept import DiscardView, KeptView
from .views.suggestions import DuplicatesView, SuggestionsView


def _of_kind(kind: str) -> list[URLPattern]:
    def at(place: str, view: type, name: str) -> URLPattern:
        return path(f"{kind}s/{place}", view.as_view(kind_name=kind), name=f"{kind}{name}")

    return [
        at("new/", CaptureView, "-new"),
        at("new/preview/", PreviewView, "-new-preview"),
        at("new/kept/<slug:token>/", KeptView, "-new-kept"),
        at("new/kept/<slug:token>/discard/", DiscardView, "-new-discard"),
        at("<slug:key>/", CaptureView, ""),
        at("<slug:key>/preview/", PreviewView, "-preview"),
        at("<slug:key>/kept/<slug:token>/", KeptView, "-kept"),
        at("<slug:key>/kept/<slug:token>/discard/", DiscardView, "-discard"),
    ]


urlpatterns = [
    *_of_kind("visit"),
    *_of_kind("agreement"),
    *_of_kind("event"),
    path("suggestions/<slug:noun>/", SuggestionsView.as_view(), name="suggestions"),
    path("duplicates/", DuplicatesView.as_view(), name="duplicates"),
]
