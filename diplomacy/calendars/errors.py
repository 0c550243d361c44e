"""The one error of this package: a date that cannot be, with the fault named."""

from typing import Any

from .words import month_name

_SENTENCES = {
    "no_such_day": "%(where)s has %(length)s days; there is no day %(day)s in it.",
    "no_such_month": "There is no month %(month)s.",
    "year_out_of_range": (
        "The year %(year)s is out of range: Solar Hijri years run from 1200 to 1599, "
        "Gregorian years from 1600 to 2999."
    ),
    "two_digit_year": "Write the year %(year)s with four digits.",
    "year_first": "Write the year first, as in 2024-09-25: “%(text)s” can be misread.",
    "year_missing": "“%(text)s” has no year; if it is not known, add “year not recorded”.",
    "calendar_mismatch": "%(where)s belongs to another calendar than the year %(year)s.",
    "mixed_calendars": "Write both dates in the same calendar.",
    "bounds_reversed": "The later date stands before the earlier one.",
    "too_long": "A date has at most %(limit)s characters.",
    "not_understood": (
        "“%(text)s” is not understood as a date; write it like 2024-09-25, 2024-09, 2024 "
        "or 1403-07-04."
    ),
}
CODES = frozenset(_SENTENCES)


class DateError(ValueError):
    """A date that cannot be or is not understood.

    `code` names the fault (one of `CODES`), `params` what it is about: numbers, the text as
    typed, and for a month its `calendar`. The string is one English sentence.
    """

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.params = params
        named = dict(params)
        if "calendar" in params:
            month = month_name(params["month"], "en", params["calendar"])
            year = params.get("year") if code == "no_such_day" else None
            named["where"] = f"{month} {year}" if year else month
        super().__init__(_SENTENCES[code] % named)
