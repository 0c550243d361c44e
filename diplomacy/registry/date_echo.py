"""What the date field's script asks for: a typed date in both calendars."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from diplomacy.calendars import DateError, pair, read

from .date_words import active_language, fault


@never_cache
@require_safe
def echo(request: HttpRequest) -> JsonResponse:
    """Return `main`, `other` and `error` for `?text=` in the language of the page.

    An empty text gives three empty strings.
    """
    answer = {"main": "", "other": "", "error": ""}
    try:
        value = read(request.GET.get("text", ""))
    except DateError as error:
        answer["error"] = fault(error)
    else:
        if value.is_known:
            answer["main"], answer["other"] = pair(value, active_language())
    return JsonResponse(answer)
