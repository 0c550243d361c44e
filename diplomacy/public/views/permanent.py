"""Addresses outside the languages: the permanent address of anything, and robots.txt."""

from django.http import HttpRequest, HttpResponse
from django.views.generic import View


class PermanentView(View):
    pass


def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(content_type="text/plain")
