"""Whole lists as CSV, JSON and Excel files."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.conf import settings
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.utils import timezone
from django.utils.translation import get_language
from msgspec import Struct

from diplomacy.accounts.limits import HOUR
from diplomacy.headers import keep_for_a_while
from diplomacy.opendata import asking, faults
from diplomacy.opendata.answers import count_request
from diplomacy.opendata.downloads import DOWNLOADS, parameters
from diplomacy.opendata.faults import Refused, not_here
from diplomacy.opendata.objects import Noun
from diplomacy.opendata.streaming import csv_of, in_language, json_of, objects_of, xlsx_of
from diplomacy.opendata.turns import Held, Turn
from diplomacy.tables import CSV_TYPE, XLSX_TYPE

from .answering import JSON, ApiView

MOST_IN_SHEET = 1_048_575  # rows below the header: the format has no more

TYPES = {"csv": CSV_TYPE, "json": JSON, "xlsx": XLSX_TYPE}


class DownloadView(ApiView):
    """All rows of a list that have the values asked for, in one file."""

    def count(self, request: HttpRequest) -> None:
        count_request(request, "download", settings.DOWNLOADS_PER_HOUR, HOUR)

    def get(self, request: HttpRequest, name: str, form: str) -> HttpResponseBase:
        if name not in DOWNLOADS:
            raise not_here()
        listed = DOWNLOADS[name]
        asked = asking.asked(request.GET, parameters(listed))
        today = timezone.localdate()
        on = asked.get("on", today)
        rows = listed.narrowed(asked, on)
        if form == "xlsx" and (number := rows.count()) > MOST_IN_SHEET:
            raise Refused(400, faults.TOO_LONG, number=number, most=MOST_IN_SHEET)
        answer = HttpResponse()
        if request.method != "HEAD":
            turn = Turn()
            objects = objects_of(listed.noun, rows, listed.order_of(asked), on)
            answer = FILES[form](listed.noun, objects, on, turn)
        answer.headers["Content-Type"] = TYPES[form]
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{today}.{form}"'
        answer.headers["X-Robots-Tag"] = "noindex"
        return keep_for_a_while(answer)


def _csv(noun: Noun, objects: Iterable[Struct], on: date, turn: Turn) -> HttpResponseBase:
    return _stream(csv_of(noun, objects), turn)


def _json(noun: Noun, objects: Iterable[Struct], on: date, turn: Turn) -> HttpResponseBase:
    return _stream(json_of(noun, objects, on), turn)


def _stream(parts: Iterator[bytes], turn: Turn) -> HttpResponseBase:
    return StreamingHttpResponse(Held(in_language(get_language(), parts), turn))


def _xlsx(noun: Noun, objects: Iterable[Struct], on: date, turn: Turn) -> HttpResponseBase:
    """Return a workbook, which is whole before the first byte of it is sent."""
    try:
        return FileResponse(xlsx_of(noun, objects))
    finally:
        turn.end()


FILES: dict[str, Callable[[Noun, Iterable[Struct], date, Turn], HttpResponseBase]] = {
    "csv": _csv,
    "json": _json,
    "xlsx": _xlsx,
}
