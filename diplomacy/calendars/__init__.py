"""Dates in the Solar Hijri and the Gregorian calendar, as far as they are known.

Pure Python, without Django. `PartialDate` keeps what a source states; `read` takes what staff
type, `find_dates` what stands in a text; `write`, `pair`, `iso` and `year_heading` put it on a
page.
"""

from .conversion import YEARS, from_solar_hijri, solar_hijri
from .errors import CODES, DateError
from .finding import FoundDate, find_dates
from .numerals import digits, number
from .partial import MAX_LENGTH, UNKNOWN, PartialDate, Precision
from .reading import read
from .words import Calendar, Language, month_name
from .writing import iso, pair, write, write_month, year_heading

__all__ = [
    "CODES",
    "MAX_LENGTH",
    "UNKNOWN",
    "YEARS",
    "Calendar",
    "DateError",
    "FoundDate",
    "Language",
    "PartialDate",
    "Precision",
    "digits",
    "find_dates",
    "from_solar_hijri",
    "iso",
    "month_name",
    "number",
    "pair",
    "read",
    "solar_hijri",
    "write",
    "write_month",
    "year_heading",
]
