"""Addresses of the briefings, below the desk's: a form has its own, so that none is mistaken."""

from django.urls import path

from .views.briefing import (
    BriefingPdfView,
    BriefingView,
    InternalBriefingPdfView,
    InternalBriefingView,
)

_PLACE = "briefings/<slug:noun>/<slug:key>"

urlpatterns = [
    path(f"{_PLACE}/public/", BriefingView.as_view(), name="briefing-public"),
    path(f"{_PLACE}/public.pdf", BriefingPdfView.as_view(), name="briefing-public-pdf"),
    path(f"{_PLACE}/internal/", InternalBriefingView.as_view(), name="briefing-internal"),
    path(f"{_PLACE}/internal.pdf", InternalBriefingPdfView.as_view(), name="briefing-internal-pdf"),
]
