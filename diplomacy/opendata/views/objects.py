"""One object."""

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views import View

from diplomacy.opendata.answers import as_told, readable
from diplomacy.opendata.objects import NOUNS, objects


class ObjectView(View):
    """The object with this key."""

    def get(self, request: HttpRequest, noun: str, key: str) -> HttpResponse:
        if noun not in NOUNS:
            raise Http404
        found = objects(NOUNS[noun], NOUNS[noun].records().filter(key=key), timezone.localdate())
        if not found:
            raise Http404
        body = msgspec.json.encode(found[0])
        return readable(as_told(request, HttpResponse(body, content_type="application/json")))
