"""Addresses: everything that people read lies under its language."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from diplomacy.public.urls import outside_languages
from diplomacy.registry.date_echo import echo as date_echo

urlpatterns = [
    path("", RedirectView.as_view(url=f"/{settings.HOME_LANGUAGE}/", permanent=False)),
    *outside_languages,
    *i18n_patterns(
        # Before the admin, whose last pattern takes every other address.
        path("admin/date-echo/", admin.site.admin_view(date_echo), name="date-echo"),
        path("admin/", admin.site.urls),
        path("desk/", include("diplomacy.accounts.urls")),
        path("desk/", include("diplomacy.ingest.urls")),
        path("desk/", include("diplomacy.office.urls")),
        path("", include("diplomacy.public.urls")),
    ),
]

handler400 = "diplomacy.public.views.errors.bad_request"
handler403 = "diplomacy.public.views.errors.forbidden"
handler404 = "diplomacy.public.views.errors.not_found"
handler500 = "diplomacy.public.views.errors.server_error"
