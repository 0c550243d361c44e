"""Addresses: everything that people read lies under its language."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

from diplomacy.accounts.views.sign_in import SignOutView
from diplomacy.office.urls import outside_languages as of_the_desk
from diplomacy.opendata.urls import unknown as unknown_data
from diplomacy.opendata.views.bundle import BundleView
from diplomacy.public.urls import outside_languages
from diplomacy.registry.date_echo import echo as date_echo

to_sign_in = login_not_required(
    RedirectView.as_view(pattern_name="accounts:sign-in", query_string=True)
)

urlpatterns = [
    path("", RedirectView.as_view(url=f"/{settings.HOME_LANGUAGE}/", permanent=False)),
    *outside_languages,
    *of_the_desk,
    path("api/v1/", include("diplomacy.opendata.urls")),
    path("api/", include([unknown_data])),
    path("data/register.zip", BundleView.as_view(), name="bundle"),
    *i18n_patterns(
        # Before the admin, whose last pattern takes every other address.
        # One way in and out, and one page for one's password: those of the desk.
        path("admin/login/", to_sign_in),
        path("admin/logout/", SignOutView.as_view()),
        path("admin/password_change/", RedirectView.as_view(pattern_name="accounts:password")),
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
