"""Addresses of the desk, under /fa/desk/."""

from django.urls import path

from .views.desk import DeskView
from .views.records import RecordView

app_name = "desk"

urlpatterns = [
    path("", DeskView.as_view(), name="home"),
    path("records/<slug:noun>/<slug:key>/", RecordView.as_view(), name="record"),
]
