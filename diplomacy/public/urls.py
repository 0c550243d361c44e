"""Addresses of the pages for readers."""

from django.urls import URLPattern

app_name = "public"

urlpatterns: list[URLPattern] = []
