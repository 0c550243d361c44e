"""Addresses of the desk, under /fa/desk/."""

from django.urls import path

from .views.desk import DeskView

app_name = "desk"

urlpatterns = [
    path("", DeskView.as_view(), name="home"),
]
