"""What every address of the API does alike: language, limit, errors, headers."""

from typing import Any

import msgspec
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, override
from django.utils.translation.trans_real import (
    get_supported_language_variant,
    parse_accept_lang_header,
)
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from diplomacy.accounts.limits import TooOften
from diplomacy.headers import unless_known
from diplomacy.opendata import faults
from diplomacy.opendata.answers import count_request, readable
from diplomacy.opendata.faults import Refused
from diplomacy.registry.models.words import TAGS

MINUTE = 60
JSON = "application/json"
PREFLIGHT_KEPT = 24 * 60 * 60  # seconds


# A form sent here is refused as any other method is; no cookie means anything here.
@method_decorator(csrf_exempt, name="dispatch")
class ApiView(View):
    """An address that answers JSON, errors too, in the language asked for."""

    http_method_names = ["get", "head", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with override(language_of(request)):
            try:
                self.count(request)
                answer = super().dispatch(request, *args, **kwargs)
            except TooOften as error:
                answer = refusal(Refused(429, faults.TOO_MANY, seconds=error.seconds))
            except Refused as refused:
                answer = refusal(refused)
            except SuspiciousOperation:
                answer = refusal(Refused(400, faults.UNREADABLE))
            answer.headers.setdefault("Content-Language", get_language())
            return readable(answer)

    def count(self, request: HttpRequest) -> None:
        """Count the request against the limit of its client. Raises TooOften."""
        count_request(request, "api", settings.API_PER_MINUTE, MINUTE)

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Tell a browser that any site may read, and may ask whether anything changed."""
        answer = HttpResponse(status=204, headers={"Allow": "GET, HEAD, OPTIONS"})
        answer.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        answer.headers["Access-Control-Allow-Headers"] = "Accept-Language, If-None-Match"
        answer.headers["Access-Control-Max-Age"] = str(PREFLIGHT_KEPT)
        return answer

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any):
        answer = refusal(Refused(405, faults.NOT_ANSWERED))
        answer.headers["Allow"] = "GET, HEAD, OPTIONS"
        return answer


class UnknownView(ApiView):
    """Any other address below /api/."""

    def get(self, request: HttpRequest) -> HttpResponse:
        raise faults.not_here()


def language_of(request: HttpRequest) -> str:
    """Return the language of an answer: `lang`, else the browser's choice, else that of home.

    No cookie is asked: the same request has the same answer, whoever sends it.
    """
    try:
        wanted = request.GET.get("lang", "")
    except SuspiciousOperation:
        wanted = ""
    if wanted in TAGS:
        return TAGS[wanted]
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.HOME_LANGUAGE


def told(request: HttpRequest, body: Any, **headers: str) -> HttpResponse:
    """Return a body as JSON with its tag, or 304 where the client has it."""
    encoded = msgspec.json.encode(body)
    return unless_known(
        request, encoded, lambda: HttpResponse(encoded, content_type=JSON, headers=headers)
    )


def refusal(refused: Refused) -> HttpResponse:
    """Return an error as JSON, in the active language. It is never kept for later."""
    answer = HttpResponse(
        msgspec.json.encode(refused.fault()), content_type=JSON, status=refused.status
    )
    answer.headers["Cache-Control"] = "no-cache"
    if seconds := refused.named.get("seconds"):
        answer.headers["Retry-After"] = str(seconds)
    return answer
