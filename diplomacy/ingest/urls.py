"""Addresses of what brings in texts and tables, under /fa/desk/."""

from django.urls import path

from .views.news import NewsView

app_name = "ingest"

urlpatterns = [
    path("news/", NewsView.as_view(), name="news"),
]
