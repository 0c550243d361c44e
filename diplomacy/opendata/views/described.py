"""The description of the API."""

from django.http import HttpRequest, HttpResponse

from diplomacy.opendata import asking
from diplomacy.opendata.openapi import document

from .answering import ApiView, told


class OpenApiView(ApiView):
    """The OpenAPI document: in English, the same for everybody."""

    def get(self, request: HttpRequest) -> HttpResponse:
        asking.asked(request.GET, [])
        return told(request, document(), **{"Content-Language": "en"})
