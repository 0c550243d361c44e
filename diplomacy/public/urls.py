"""Addresses of the pages for readers."""

from django.urls import URLPattern, path

from .views import cities, home, permanent

app_name = "public"

urlpatterns: list[URLPattern] = [
    path("", home.HomeView.as_view(), name="home"),
    path("cities/", cities.CityListView.as_view(), name="city-list"),
]

# Addresses that belong to no language; `diplomacy.urls` puts them at the root, without namespace.
outside_languages: list[URLPattern] = [
    path("id/<slug:key>/", permanent.PermanentView.as_view(), name="permanent"),
    path("robots.txt", permanent.robots, name="robots"),
]
