"""One cell ⇄ one value: any digits, either calendar, codes or words of three languages.

How a cell is armoured against formulas and how it holds a list is said in `diplomacy.tables`.
"""

import re
from enum import Enum
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from diplomacy.calendars import DateError, PartialDate, digits, read
from diplomacy.calendars.words import PHRASES
from diplomacy.registry.codec import Slot
from diplomacy.registry.date_words import active_language, both_calendars, fault
from diplomacy.registry.models.base import key_validator
from diplomacy.registry.models.folding import fold
from diplomacy.tables import CONTROL

CLEARED = "-"  # the cell that empties a value; an empty cell leaves it as it is

_NUMBER = re.compile(r"-?[0-9]{1,16}(?:\.[0-9]{1,20})?")
_WHOLE = re.compile(r"-?[0-9]{1,15}")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")  # not the 3,5 of some countries
_SIGNS = str.maketrans("٫٬−\u00a0\u202f", ".,-,,")
_REMARK = re.compile(r"\s*[(（].*[)）]\Z")
SHEET_ERRORS = frozenset(["#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"])

_YES = frozenset(map(fold, ("true", "yes", "1", "بله", "آری", "درست", "是", "对")))
_NO = frozenset(map(fold, ("false", "no", "0", "خیر", "نه", "نادرست", "否", "不")))


class CellFault(ValueError):
    """What is wrong with a cell and what to do, as a sentence."""


def refuse_garbage(text: str) -> None:
    """Raise CellFault for control characters and for what a sheet writes where it failed."""
    if CONTROL.search(text):
        raise CellFault(_("A sign that is no letter stands here. Type the cell anew."))
    if text in SHEET_ERRORS:
        raise CellFault(_("The sheet shows an error here. Mend its formula."))


def scalar(slot: Slot, text: str) -> Any:
    """Return the value of a cell that is no reference, as plain data. Raises CellFault."""
    match slot.role:
        case "number":
            return _number(slot, text)
        case "flag":
            return _flag(text)
        case "choice":
            return _choice(slot.type, text)
        case "date":
            return _date(text)
        case "day":
            return _day(text)
    if slot.name == "key":
        try:
            key_validator(text)
        except ValidationError as error:
            raise CellFault(str(error.message)) from error
    return text


def in_words(slot: Slot, text: str) -> str:
    """Return what a cell of an export says, for the reader of a page: words, dates, digits."""
    match slot.role:
        case "choice" if text:
            return str(slot.type(text).label)
        case "flag" if text:
            return _("yes") if text == "true" else _("no")
        case "date" | "day" if text:
            return both_calendars(PartialDate.parse(text))
        case "number":
            return digits(text, active_language())
    return text


def _number(slot: Slot, text: str) -> int | float | str:
    plain = digits(text, "en").translate(_SIGNS)
    plain = plain.replace(",", "") if _GROUPED.fullmatch(plain) else plain
    if slot.type is int and _WHOLE.fullmatch(plain):
        return int(plain)
    if slot.type is not int and _NUMBER.fullmatch(plain):
        return float(plain) if slot.type is float else plain
    raise CellFault(
        _("Write a whole number.") if slot.type is int else _("Write a number, such as 32.65.")
    )


def _flag(text: str) -> bool:
    folded = fold(text)
    if folded in _YES or folded in _NO:
        return folded in _YES
    raise CellFault(_("Write yes or no."))


def _choice(kind: type[Enum], text: str) -> str:
    code = _codes(kind).get(fold(text))
    if code is None:
        reason = _("This is not a choice. Choose one of: %(choices)s.")
        raise CellFault(reason % {"choices": choices(kind)})
    return code


def choices(kind: type[Enum]) -> str:
    """Return the words of all choices as a list in the language of the page."""
    return PHRASES[active_language()].comma.join(str(one.label) for one in kind)


@cache
def _codes(kind: type[Enum]) -> dict[str, str]:
    """Return each code by itself and by its word in every language, folded.

    A remark in brackets behind a word may be left out.
    """
    found = {fold(one.value): one.value for one in kind}
    for language, _name in settings.LANGUAGES:
        with override(language):
            labels = {one.value: str(one.label) for one in kind}
        for code, label in labels.items():
            found.setdefault(fold(label), code)
            found.setdefault(fold(_REMARK.sub("", label)), code)
    return found


def _date(text: str) -> str:
    try:
        return PartialDate.parse(text).text
    except DateError:
        pass
    try:
        return read(text).text
    except DateError as error:
        raise CellFault(str(fault(error))) from error


def _day(text: str) -> str:
    found = PartialDate.parse(_date(text))
    if not found.is_day:
        reason = _("Give an exact day, such as 2024-09-25 or 1403-07-04.")
        raise CellFault(digits(reason, active_language()))
    return found.first.isoformat()
