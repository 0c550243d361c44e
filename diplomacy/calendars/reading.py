"""What staff type for a date, in either calendar and any of three languages.

Everything is brought to the canonical text, which `PartialDate.parse` then checks: there is
one place that knows which days exist. Every pattern is anchored and has no nested repetition,
and the input is cut off at 100 characters, so the cost is bounded.
"""

import re
import unicodedata

from . import words
from .conversion import calendar_of
from .errors import DateError
from .numerals import digits
from .partial import MAX_LENGTH, UNKNOWN, PartialDate, shape

_CANONICAL = re.compile(r"[0-9xsh:.,~\[\]-]+", re.ASCII)
_NUMBERS = re.compile(r"([0-9]{1,9})(?:([/.-])([0-9]{1,9})(?:\2([0-9]{1,9}))?)?", re.ASCII)
_CHINESE = re.compile(
    r"(伊朗历|公历)?(?:([0-9]{1,9})年)?(?:([0-9]{1,2})月)?(?:([0-9]{1,2})[日号])?", re.ASCII
)
_ORDINAL = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)", re.ASCII)
# Marks of direction and the soft hyphen carry nothing in a date; ezafe and the variants of
# ی and ک are spelling. An en dash is left alone: "1403–04" is how a span of years is written.
_SPELLING = {
    **dict.fromkeys((0x200E, 0x200F, 0x061C, 0x00AD, 0x0640, 0x0654, *range(0x202A, 0x202F))),
    **dict.fromkeys(range(0x2066, 0x206A)),
    ord("ي"): "ی",
    ord("ك"): "ک",
    ord("ۀ"): "ه",
    ord("،"): ",",
    ord("、"): ",",
    ord("−"): "-",
    ord("‐"): "-",
    ord("‑"): "-",
}


def read(text: str) -> PartialDate:
    """Return the date that staff typed: any digits, either calendar, or the canonical text.

    "Before" and "after" include the date they name. Raises DateError, whose code names the
    fault.
    """
    if len(text) > MAX_LENGTH:
        raise DateError("too_long", limit=MAX_LENGTH)
    plain = _plain(text)
    if not plain or plain in _UNKNOWN_WORDS:
        return UNKNOWN
    if plain.startswith(("[", "xxxx", "sh:")) and _CANONICAL.fullmatch(plain):
        return PartialDate.parse(plain.replace("x", "X"))
    return PartialDate.parse(_yearless(plain) or _bounds(plain) or _one_of(plain) or _about(plain))


def _plain(text: str) -> str:
    """Return the text with Latin digits, one spelling, single spaces and small letters."""
    text = unicodedata.normalize("NFKC", text).replace("ه\u200cی", "ه").translate(_SPELLING)
    text = digits(text.replace("\u200c", " "), "en")
    return " ".join(text.casefold().split())


_UNKNOWN_WORDS = frozenset(
    [*words.READ_UNKNOWN, *(_plain(phrases.unknown) for phrases in words.PHRASES.values())]
)


def _inside(text: str, frames: tuple[tuple[str, str], ...]) -> str | None:
    """Return what stands between the first pair of words that frames the text."""
    for before, after in frames:
        if text.startswith(before) and text.endswith(after) and len(text) > len(before + after):
            return text[len(before) : len(text) - len(after)].strip(" ,")
    return None


def _yearless(text: str) -> str | None:
    inner = _inside(text, words.READ_YEAR_UNKNOWN)
    if inner is None:
        return None
    calendar, year, month, day = _parts(inner)
    if year is not None or not month or not day:
        raise DateError("not_understood", text=text)
    prefix = "sh:" if calendar == "solar_hijri" else ""
    return f"{prefix}XXXX-{month:02d}-{day:02d}"


def _bounds(text: str) -> str | None:
    for before, amid, after in words.READ_BETWEEN:
        inner = _inside(text, ((before, after),))
        if inner and amid in inner:
            start, _, end = inner.partition(amid)
            return f"[{_stated(start)}..{_stated(end)}]"
    if (inner := _inside(text, words.READ_BY)) is not None:
        return f"[..{_stated(inner)}]"
    if (inner := _inside(text, words.READ_NOT_BEFORE)) is not None:
        return f"[{_stated(inner)}..]"
    return None


def _one_of(text: str) -> str | None:
    for either in words.READ_EITHER:
        start, found, end = text.rpartition(either)
        if found:
            dates = {_stated(part) for part in (*start.split(","), end)}
            ordered = sorted(dates, key=lambda one: shape(one).dates[0].first)
            return f"[{','.join(ordered)}]" if len(ordered) > 1 else ordered[0]
    return None


def _about(text: str) -> str:
    inner = _inside(text, words.READ_ABOUT)
    return _stated(text) if inner is None else f"{_stated(inner)}~"


def _stated(text: str) -> str:
    """Return the canonical text of one year, month or day."""
    text = text.strip(" ,")
    calendar, year, month, day = _parts(text)
    if year is None:
        raise DateError("year_missing", text=text)
    if calendar and calendar != calendar_of(year):
        if month:
            raise DateError("calendar_mismatch", calendar=calendar, month=month, year=year)
        raise DateError("not_understood", text=text)
    canonical = f"{year:04d}"
    for part in (month, day):
        canonical += "" if part is None else f"-{part:02d}"
    return canonical


_Parts = tuple[str | None, int | None, int | None, int | None]


def _parts(text: str) -> _Parts:
    """Return the calendar that the words tell, year, month and day; None for what is absent."""
    if match := _NUMBERS.fullmatch(text):
        return _from_numbers(text, *match.group(1, 3, 4))
    match = _CHINESE.fullmatch(text)
    if match and any(match.groups()[1:]):
        return _from_chinese(text, *match.groups())
    return _from_words(text)


def _from_numbers(text: str, first: str, second: str | None, third: str | None) -> _Parts:
    last = third or second
    if last and len(first) <= 2 < len(last):
        raise DateError("year_first", text=text)
    if any(part and len(part) > 2 for part in (second, third)):
        raise DateError("not_understood", text=text)
    return None, _year(first), second and int(second), third and int(third)


def _from_chinese(
    text: str, named: str | None, year: str | None, month: str | None, day: str | None
) -> _Parts:
    if day and not month:
        raise DateError("not_understood", text=text)
    calendar = {"伊朗历": "solar_hijri", "公历": "gregorian"}.get(named)
    return calendar, year and _year(year), month and int(month), day and int(day)


def _from_words(text: str) -> _Parts:
    """Read "25 Sep 2024", "September 25, 2024", "Sep 2024", "4 Mehr", "سال 1403"."""
    tokens = _month_named(text.replace(",", " ").split())
    told = {words.CALENDAR_WORDS[token] for token in tokens if token in words.CALENDAR_WORDS}
    tokens = [token for token in tokens if token not in words.CALENDAR_WORDS and token != "سال"]
    named = [words.MONTH_NAMES[token] for token in tokens if token in words.MONTH_NAMES]
    numbers = [_ORDINAL.sub(r"\1", token) for token in tokens if token not in words.MONTH_NAMES]
    if not all(re.fullmatch("[0-9]{1,9}", number) for number in numbers) or len(told) > 1:
        raise DateError("not_understood", text=text)
    calendar = told.pop() if told else None
    if not named and len(numbers) == 1:
        return calendar, _year(numbers[0]), None, None
    if len(named) != 1 or not 1 <= len(numbers) <= 2:
        raise DateError("not_understood", text=text)
    if calendar and calendar != named[0][0]:
        raise DateError("not_understood", text=text)
    return _around_month(text, numbers, tokens, *named[0])


def _month_named(tokens: list[str]) -> list[str]:
    """Return the words without the Persian one for "month" at the name of a month: "آبان ماه"."""
    named: list[str] = []
    for token in tokens:
        month = token.removesuffix("ماه")
        if month or not named or named[-1] not in words.MONTH_NAMES:
            named.append(month if month in words.MONTH_NAMES else token)
    return named


def _around_month(
    text: str, numbers: list[str], tokens: list[str], calendar: str, month: int
) -> _Parts:
    if len(numbers) == 2:
        day, year = sorted(numbers, key=len) if len(numbers[0]) > 2 else numbers
        if len(day) > 2:
            raise DateError("not_understood", text=text)
        return calendar, _year(year), month, int(day)
    alone = numbers[0]
    if len(alone) > 2:
        return calendar, _year(alone), month, None
    return calendar, None, month, int(alone)


def _year(text: str) -> int:
    if len(text) <= 2:
        raise DateError("two_digit_year", year=text)
    if len(text) > 4:
        raise DateError("year_out_of_range", year=text)
    return int(text)
