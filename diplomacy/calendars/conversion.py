"""Days of the Solar Hijri and the Gregorian calendar, one to the other.

The arithmetic is persiantools'; this module adds the limits and the names of the faults.
Checked day by day against a table of new years made without persiantools
(tests/calendars/new_years.csv).
"""

from calendar import monthrange
from datetime import date, timedelta

from persiantools.jdatetime import JalaliDate

from .errors import DateError
from .words import Calendar

# Both ends count. Outside them a bare year would not tell its calendar.
YEARS: dict[Calendar, tuple[int, int]] = {"solar_hijri": (1200, 1599), "gregorian": (1600, 2999)}

_LEAP_YEAR: dict[Calendar, int] = {"solar_hijri": 1403, "gregorian": 2024}


def calendar_of(year: int) -> Calendar:
    """Return the calendar that a bare year belongs to; years below 1600 are Solar Hijri.

    Raises DateError `year_out_of_range`.
    """
    for calendar, (low, high) in YEARS.items():
        if low <= year <= high:
            return calendar
    raise DateError("year_out_of_range", year=year)


def month_length(calendar: Calendar, year: int | None, month: int) -> int:
    """Return the number of days of a month, its greatest when the year is None.

    Raises DateError `no_such_month`.
    """
    if not 1 <= month <= 12:
        raise DateError("no_such_month", month=month)
    year = year or _LEAP_YEAR[calendar]
    if calendar == "solar_hijri":
        return JalaliDate.days_in_month(month, year)
    return monthrange(year, month)[1]


def check_day(calendar: Calendar, year: int | None, month: int, day: int) -> None:
    """Raise DateError `no_such_month` or `no_such_day` unless the month has that day."""
    length = month_length(calendar, year, month)
    if not 1 <= day <= length:
        raise DateError(
            "no_such_day", calendar=calendar, year=year, month=month, day=day, length=length
        )


def solar_hijri(day: date) -> tuple[int, int, int]:
    """Return Solar Hijri year, month and day of a day in the Gregorian years 1600 to 2999.

    Raises DateError `year_out_of_range`.
    """
    low, high = YEARS["gregorian"]
    if not low <= day.year <= high:
        raise DateError("year_out_of_range", year=day.year)
    converted = JalaliDate(day)
    return converted.year, converted.month, converted.day


def from_solar_hijri(year: int, month: int, day: int) -> date:
    """Return the day of a Solar Hijri year 1200 to 1599.

    Raises DateError: `year_out_of_range`, `no_such_month` or `no_such_day`.
    """
    low, high = YEARS["solar_hijri"]
    if not low <= year <= high:
        raise DateError("year_out_of_range", year=year)
    check_day("solar_hijri", year, month, day)
    # Counted from the new year: persiantools checks the same day a second time otherwise.
    before = JalaliDate.days_before_month(month)
    return JalaliDate(year, 1, 1).to_gregorian() + timedelta(days=before + day - 1)
