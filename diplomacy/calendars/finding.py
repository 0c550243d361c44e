"""Dates that stand in a running text, in either calendar and any of three languages.

The text is first brought to one spelling letter by letter, so that every place in it stays the
place in the original. Each pattern has bounded repetitions only: the work grows with the length
of the text and no faster.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from . import words
from .conversion import calendar_of, from_solar_hijri, solar_hijri
from .errors import DateError
from .numerals import digits
from .partial import PartialDate

_ONE_LETTER = str.maketrans(
    {
        **dict.fromkeys("\u200c\u200e\u200f\u00a0\u3000\n\r\t", " "),
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        **dict.fromkeys("‐‑–—−〜～", "-"),
        "ي": "ی", "ك": "ک", "ۀ": "ه", "،": ",", "，": ",", "／": "/",
    }
)  # fmt: skip
_CHINESE_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0}


class FoundDate(Struct, frozen=True):
    """A date of a text: its place `start` to `end`, and for a span of days the last, `until`.

    `inferred` where the text does not state all of it: a day without its year, "yesterday".
    """

    start: int
    end: int
    value: PartialDate
    until: PartialDate | None = None
    inferred: bool = False


class _Stated(Struct, frozen=True):
    """What stands at a place: a month or a day, perhaps without its year; perhaps a last day."""

    start: int
    end: int
    year: int | None
    month: int | None = None
    day: int | None = None
    last: "_Stated | None" = None
    calendar: str = ""


def find_dates(text: str, on: date | None = None) -> list[FoundDate]:
    """Return the dates that stand in `text`, in their order, none overlapping another.

    What needs another day to be told, such as "yesterday" or "9 May", is read from `on`, the day
    on which the text was published, and left out without it. What is no date is left out.
    """
    plain = _plain(text)
    stated = _apart(_spanned(plain, _apart(_all_stated(plain, text))))
    found = [one for one in (_found(each, on) for each in stated) if one]
    if on:
        found += _relative(plain, on, stated)
    return sorted(found, key=lambda one: one.start)


def _plain(text: str) -> str:
    """Return the text in one spelling, of the same length."""
    letters = (low if len(low := letter.lower()) == 1 else letter for letter in text)
    return digits("".join(letters).translate(_ONE_LETTER), "en")


def _pattern(names: Iterable[str]) -> str:
    """Return a pattern of these words, the longest first, where ZWNJ or a space may be lost."""
    longest_first = sorted(names, key=len, reverse=True)
    return "|".join(re.escape(name).replace("\\ ", " ?") for name in longest_first)


def _words_pattern(names: Iterable[str]) -> str:
    """Return a pattern of these as whole words; Chinese sets no spaces between words."""
    spaced = [name for name in names if name[0] < "⺀"]
    chinese = [name for name in names if name[0] >= "⺀"]
    return rf"(?<!\w)(?:{_pattern(spaced)})(?!\w)|{_pattern(chinese)}"


def _without_spaces(numbers: dict[str, int]) -> dict[str, int]:
    return {name.replace(" ", ""): number for name, number in numbers.items()}


_MONTH = rf"(?P<month>{_pattern(words.MONTH_NAMES)})ٔ?(?: ?ماه)?(?![^\W\d])"
_DAY = rf"(?:(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?|(?P<word>{_pattern(words.DAY_WORDS)}))"
_YEAR = r"(?P<year>[0-9]{4})(?![0-9])"
_TO = r" {0,2}(?:تا|to|until|through|-|至|到) {0,2}"
_NUMERAL = "[0-9〇零一二三四五六七八九十]"

_DAY_FIRST = re.compile(
    rf"(?<![\w/.]){_DAY}(?: of)? {{0,2}}{_MONTH}(?:,? {{0,2}}(?:سال )?{_YEAR})?"
)
_MONTH_FIRST = re.compile(
    rf"(?<!\w){_MONTH}\.? {{1,2}}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?"
    rf"(?:{_TO}(?P<last>[0-9]{{1,2}}))?(?![0-9])(?:,? {{1,2}}{_YEAR})?"
)
_MONTH_ONLY = re.compile(rf"(?<!\w){_MONTH},? {{0,2}}(?:سال |of )?{_YEAR}")
_NUMBERS = re.compile(
    rf"(?<![\w/.-]){_YEAR}(?P<mark>[-/.])(?P<m>[0-9]{{1,2}})(?P=mark)(?P<day>[0-9]{{1,2}})(?![0-9])"
)
_CHINESE = re.compile(
    rf"(?P<era>伊朗历|公历)?(?<!{_NUMERAL})(?={_NUMERAL}{{1,4}}[年月])"
    rf"(?:(?P<year>{_NUMERAL}{{4}})年 ?)?"
    rf"(?:(?P<m>{_NUMERAL}{{1,3}})月 ?(?:(?P<day>{_NUMERAL}{{1,3}})[日号])?)?"
    rf"(?:{_TO}(?P<last>{_NUMERAL}{{1,3}})[日号])?"
)
_YEAR_ONLY = re.compile(rf"(?<!\w)(?:سال|in|since) {_YEAR}(?!\w)")
# A day before the month that it shares with the next: "3 to 6 October 2023".
_SHARED = re.compile(rf"(?<![\w/.-]){_DAY}{_TO}$")
_BETWEEN = re.compile(_TO)
_RELATIVE = re.compile(_words_pattern(words.RELATIVE_DAYS))
_WEEKDAY = re.compile(_words_pattern(words.WEEKDAYS))
_ALL_PATTERNS = (
    *(_DAY_FIRST, _MONTH_FIRST, _MONTH_ONLY, _NUMBERS, _CHINESE, _YEAR_ONLY),
    *(_SHARED, _BETWEEN, _RELATIVE, _WEEKDAY),
)
_DAY_NUMBERS = _without_spaces(words.DAY_WORDS)
_RELATIVE_NUMBERS = _without_spaces(words.RELATIVE_DAYS)
_WEEKDAY_NUMBERS = _without_spaces(words.WEEKDAYS)


def _all_stated(plain: str, text: str) -> Iterator[_Stated]:
    for pattern in (_DAY_FIRST, _MONTH_FIRST, _MONTH_ONLY):
        for match in pattern.finditer(plain):
            yield from _from_words(match, text)
    for match in _NUMBERS.finditer(plain):
        year, month, day = (int(match[name]) for name in ("year", "m", "day"))
        yield _Stated(*match.span(), year, month, day)
    for match in _CHINESE.finditer(plain):
        yield from _from_chinese(match)
    for match in _YEAR_ONLY.finditer(plain):
        yield _Stated(*match.span("year"), int(match["year"]))


def _from_words(match: re.Match, text: str) -> Iterator[_Stated]:
    groups = match.groupdict()
    calendar, month = words.MONTH_NAMES[groups["month"]]
    year = groups.get("year") and int(groups["year"])
    # Without a year "may" and «می» are mostly verbs, and "march" is what people do.
    written = text[match.start("month")]
    if not year and (groups["month"] in words.DOUBTFUL_MONTHS or written.islower()):
        return
    day = _day(groups)
    last = groups.get("last")
    end = _Stated(*match.span(), year, month, int(last), calendar=calendar) if last else None
    yield _Stated(*match.span(), year, month, day, end, calendar)


def _from_chinese(match: re.Match) -> Iterator[_Stated]:
    year, month, day, last = (_chinese_number(match[name]) for name in ("year", "m", "day", "last"))
    if not year and not (month and day):
        return
    if year and len(str(year)) != 4:
        return
    end = _Stated(*match.span(), year, month, last) if last and day else None
    calendar = {"伊朗历": "solar_hijri", "公历": "gregorian"}.get(match["era"], "")
    yield _Stated(*match.span(), year, month, day, end, calendar)


def _day(groups: dict[str, str | None]) -> int | None:
    if word := groups.get("word"):
        return _DAY_NUMBERS[word.replace(" ", "")]
    return int(groups["day"]) if groups.get("day") else None


def _chinese_number(text: str | None) -> int | None:
    """Return the number of "25", "二十五" or "二〇二五"; 0 for what is none."""
    if not text:
        return None
    if text.isascii():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        known = all(part in _CHINESE_DIGITS for part in (tens, ones) if part)
        return 10 * _CHINESE_DIGITS.get(tens, 1) + _CHINESE_DIGITS.get(ones, 0) if known else 0
    if all(letter in _CHINESE_DIGITS for letter in text):
        return int("".join(str(_CHINESE_DIGITS[letter]) for letter in text))
    return 0


def _apart(stated: Iterable[_Stated]) -> list[_Stated]:
    """Return those that overlap no earlier or longer one, in order."""
    kept: list[_Stated] = []
    for one in sorted(stated, key=lambda each: (each.start, -each.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _spanned(plain: str, stated: list[_Stated]) -> list[_Stated]:
    """Return them with two days around "to" made one, and a day that shares the next month."""
    made: list[_Stated] = []
    for one in stated:
        if made and _reaches(plain, made[-1], one):
            first = made.pop()
            year = first.year or one.year
            calendar = first.calendar or one.calendar
            made.append(replace(first, end=one.end, year=year, calendar=calendar, last=one))
        else:
            made.append(_with_day_before(plain, one))
    return made


def _reaches(plain: str, first: _Stated, one: _Stated) -> bool:
    both = first.day and one.day and not first.last
    return bool(both and _BETWEEN.fullmatch(plain, first.end, one.start))


def _with_day_before(plain: str, one: _Stated) -> _Stated:
    """Return the days from the one that "to" leads from: the "3" of "3 to 6 October"."""
    if not one.day or one.last:
        return one
    shared = _SHARED.search(plain, max(0, one.start - 24), one.start)
    if not shared:
        return one
    return replace(one, start=shared.start(), day=_day(shared.groupdict()), last=one)


def _found(stated: _Stated, on: date | None) -> FoundDate | None:
    """Return the date at a place, None where there is no such day or its year cannot be told."""
    if stated.year is None and on is None:
        return None
    try:
        value = _value(stated, on)
        last = stated.last
        if last and last.year is None:
            last = replace(last, year=stated.year)
        until = _value(last, on) if last else None
    except DateError:
        return None
    if until and until.first <= value.first:
        until = None
    return FoundDate(stated.start, stated.end, value, until, inferred=stated.year is None)


def _value(stated: _Stated, on: date | None) -> PartialDate:
    """Return the date. Raises DateError."""
    year = stated.year
    if year is None:
        year = _nearest_year(stated, on)
    if stated.calendar and stated.calendar != calendar_of(year):
        raise DateError("not_understood", text=str(year))
    parts = [f"{part:02d}" for part in (stated.month, stated.day) if part is not None]
    return PartialDate.parse("-".join([f"{year:04d}", *parts]))


def _nearest_year(stated: _Stated, on: date) -> int:
    """Return the year in which the day is nearest to `on`. Raises DateError."""
    here = solar_hijri(on)[0] if stated.calendar == "solar_hijri" else on.year
    return min((here - 1, here, here + 1), key=lambda year: abs(_gap(stated, year, on)))


def _gap(stated: _Stated, year: int, on: date) -> int:
    """Return about how many days lie between; the 29th of February counts as the 28th."""
    if stated.calendar == "solar_hijri":
        day = from_solar_hijri(year, stated.month, min(stated.day, 29))
    else:
        day = date(year, max(1, min(stated.month, 12)), max(1, min(stated.day, 28)))
    return (day - on).days


def _relative(plain: str, on: date, stated: list[_Stated]) -> Iterator[FoundDate]:
    """Yield the days told by another: "yesterday", and the last Tuesday up to `on`.

    A weekday beside a date only says that date again.
    """
    for match in _RELATIVE.finditer(plain):
        away = _RELATIVE_NUMBERS[match[0].replace(" ", "")]
        day = PartialDate.of(on + timedelta(days=away))
        yield FoundDate(*match.span(), day, inferred=True)
    said = {place for one in stated for place in range(one.start - 3, one.end + 4)}
    for match in _WEEKDAY.finditer(plain):
        if match.start() not in said and match.end() not in said:
            back = (on.weekday() - _WEEKDAY_NUMBERS[match[0].replace(" ", "")]) % 7
            yield FoundDate(*match.span(), PartialDate.of(on - timedelta(back)), inferred=True)
