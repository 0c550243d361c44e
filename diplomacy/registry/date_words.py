"""Dates and the faults in them, in the language of the page."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from diplomacy.calendars import DateError, Language, PartialDate, digits, pair, write_month

_MESSAGES = {
    "no_such_day": _("%(where)s has %(length)s days; there is no day %(day)s in it."),
    "no_such_month": _("There is no month %(month)s."),
    "year_out_of_range": _(
        "The year %(year)s is out of range: Solar Hijri years run from 1200 to 1599, "
        "Gregorian years from 1600 to 2999."
    ),
    "two_digit_year": _("Write the year %(year)s with four digits."),
    "year_first": _("Write the year first, as in 2024-09-25: “%(text)s” can be misread."),
    "year_missing": _("“%(text)s” has no year; if it is not known, add “year not recorded”."),
    "calendar_mismatch": _("%(where)s belongs to another calendar than the year %(year)s."),
    "mixed_calendars": _("Write both dates in the same calendar."),
    "bounds_reversed": _("The later date stands before the earlier one."),
    "too_long": _("A date has at most %(limit)s characters."),
    "not_understood": _(
        "“%(text)s” is not understood as a date; write it like 2024-09-25, 2024-09, 2024 "
        "or 1403-07-04."
    ),
}


def active_language() -> Language:
    """Return the language of `calendars` that the page is in, English where there is none."""
    code = (get_language() or "en").split("-")[0]
    return code if code in ("fa", "zh") else "en"


def fault(error: DateError) -> str:
    """Return what is wrong with a date, as one sentence in the language of the page."""
    language = active_language()
    named = {key: digits(value, language) for key, value in error.params.items()}
    if "calendar" in error.params:
        year = error.params["year"] if error.code == "no_such_day" else None
        named["where"] = write_month(
            error.params["calendar"], year, error.params["month"], language
        )
    return digits(_MESSAGES[error.code] % named, language)


def both_calendars(value: PartialDate) -> str:
    """Return the date in both calendars, the language's own first: "25 September 2024 · …"."""
    return " · ".join(filter(None, pair(value, active_language())))
