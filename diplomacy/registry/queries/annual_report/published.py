"""Which annual reports readers may open."""

from collections.abc import Iterable

from msgspec import Struct

from diplomacy.calendars import Calendar
from diplomacy.registry.models import YearReport

from ..years import Year, year


class Listed(Struct, frozen=True):
    """A published report in a list, without its data."""

    year: Year
    record: YearReport


def published_reports() -> list[tuple[Calendar, list[Listed]]]:
    """Return the published reports by calendar, the last year first. One query."""
    found = [
        Listed(shown, record)
        for record in YearReport.objects.published().defer("frozen").order_by("-year")
        if (shown := year(record.year))
    ]
    lists = ((name, [one for one in found if one.year.calendar == name]) for name in _CALENDARS)
    return [(name, some) for name, some in lists if some]


def reports_of(numbers: Iterable[int]) -> list[tuple[Year, bool]]:
    """Return these years, and whether each has a published report. One query."""
    wanted = [shown for number in numbers if (shown := year(number))]
    asked = YearReport.objects.published().filter(year__in=[one.number for one in wanted])
    there = set(asked.values_list("year", flat=True))
    return [(one, one.number in there) for one in wanted]


_CALENDARS: tuple[Calendar, ...] = ("solar_hijri", "gregorian")
