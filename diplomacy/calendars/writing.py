"""Partial dates in words: Persian, English and Chinese, in either calendar."""

from datetime import date
from functools import lru_cache

from .conversion import YEARS, solar_hijri
from .numerals import digits
from .partial import PartialDate, StatedDate, shape
from .words import CHINESE_SOLAR_HIJRI, PHRASES, Calendar, Language, month_name

FIRST_CALENDAR: dict[Language, Calendar] = {
    "fa": "solar_hijri",
    "en": "gregorian",
    "zh": "gregorian",
}
OTHER_CALENDAR: dict[Calendar, Calendar] = {
    "solar_hijri": "gregorian",
    "gregorian": "solar_hijri",
}
_Span = tuple[StatedDate, StatedDate]


def write(value: PartialDate, language: Language, calendar: Calendar) -> str:
    """Return the date in words.

    A month or year that the other calendar cannot state is written as the span of months or
    years that it overlaps. A day without its year, and years outside the supported range of
    the other calendar, stay in their own calendar.
    """
    precision, approximate, stated = shape(value.text)
    phrases = PHRASES[language]
    if precision == "unknown":
        return phrases.unknown
    if precision == "day_without_year":
        return phrases.year_unknown.format(_one(stated[0], language))
    spans = [_converted(one, calendar) for one in stated]
    if not all(_is_supported(end) for span in spans for end in span):
        spans = [(one, one) for one in stated]
    if precision in ("bounds", "not_after", "not_before"):
        return _bounds(precision, spans, language)
    texts = [_span(low, high, language) for low, high in spans]
    if precision == "one_of":
        return phrases.either.join((phrases.comma.join(texts[:-1]), texts[-1]))
    return phrases.about.format(texts[0]) if approximate else texts[0]


@lru_cache(maxsize=4096)
def pair(value: PartialDate, language: Language) -> tuple[str, str]:
    """Return the date in the language's first calendar and in the other one.

    The second is empty where it would say the same, as for an unknown date. Pairs are kept: a list
    says the same days again.
    """
    calendar = FIRST_CALENDAR[language]
    main = write(value, language, calendar)
    other = write(value, language, OTHER_CALENDAR[calendar])
    return main, "" if other == main else other


def write_month(calendar: Calendar, year: int | None, month: int, language: Language) -> str:
    """Return a month with its year, if there is one: "Esfand 1405", "伊朗历1405年12月"."""
    return _one(StatedDate(calendar, year, month), language)


def iso(value: PartialDate) -> str:
    """Return the text for `<time datetime>`: "2024-09-25", "2024-09", "1998", or "".

    It is empty where ISO 8601 has no true form: about, bounds, a Solar Hijri month or year.
    """
    if value.is_day:
        return value.first.isoformat()
    exact = value.precision in ("month", "year") and not value.approximate
    return value.text if exact and value.calendar == "gregorian" else ""


@lru_cache(maxsize=1024)  # a list asks for each of its entries, most of a few years
def year_heading(value: PartialDate | date, language: Language) -> tuple[int, str, str]:
    """Return the year that the date is listed under: its number, its name, the other's name.

    The number is of the language's first calendar, 0 for undated; the last is the pair of
    years of the other calendar that this one overlaps, such as "2026–27".
    """
    day = value.ordering_day if isinstance(value, PartialDate) else value
    if day == date.min:
        return 0, PHRASES[language].unknown, ""
    calendar = FIRST_CALENDAR[language]
    year = solar_hijri(day)[0] if calendar == "solar_hijri" else day.year
    # A Solar Hijri year begins in March of the Gregorian year 621 later.
    start = year + 621 if calendar == "solar_hijri" else year - 622
    other = OTHER_CALENDAR[calendar]
    low, high = StatedDate(other, start), StatedDate(other, start + 1)
    return year, _one(StatedDate(calendar, year), language), _span(low, high, language)


def _bounds(precision: str, spans: list[_Span], language: Language) -> str:
    phrases = PHRASES[language]
    low, high = _one(spans[0][0], language), _one(spans[-1][1], language)
    if precision == "not_after":
        return phrases.by.format(high)
    if precision == "not_before":
        return phrases.not_before.format(low)
    return phrases.between.format(low, high)


def _converted(stated: StatedDate, calendar: Calendar) -> _Span:
    """Return the first and last date of the calendar, as precise, that it overlaps."""
    if stated.calendar == calendar:
        return stated, stated
    return _cut(stated.first, stated, calendar), _cut(stated.last, stated, calendar)


def _cut(day: date, like: StatedDate, calendar: Calendar) -> StatedDate:
    year, month, number = (
        solar_hijri(day) if calendar == "solar_hijri" else (day.year, day.month, day.day)
    )
    return StatedDate(calendar, year, like.month and month, like.day and number)


def _is_supported(stated: StatedDate) -> bool:
    low, high = YEARS[stated.calendar]
    return low <= stated.year <= high


def _one(stated: StatedDate, language: Language) -> str:
    if language == "zh":
        return _chinese(stated)
    words = [str(stated.day)] if stated.day else []
    if stated.month:
        words.append(_month(stated, language, before_year=stated.year is not None))
    if stated.year is not None:
        words.append(str(stated.year))
    return digits(" ".join(words), language)


def _chinese(stated: StatedDate) -> str:
    parts = ((stated.year, "年"), (stated.month, "月"), (stated.day, "日"))
    text = "".join(f"{part}{unit}" for part, unit in parts if part)
    return CHINESE_SOLAR_HIJRI + text if stated.calendar == "solar_hijri" else text


def _month(stated: StatedDate, language: Language, *, before_year: bool) -> str:
    name = month_name(stated.month, language, stated.calendar)
    # Ezafe is written after a final vowel; only Gregorian names have one (ژانویه, مه, …).
    ezafe = language == "fa" and before_year and name.endswith("ه")
    return f"{name}\u0654" if ezafe else name


def _span(low: StatedDate, high: StatedDate, language: Language) -> str:
    """Return two months or two years of one calendar, low to high, as one span."""
    if low == high:
        return _one(low, language)
    if low.month is None:
        return _years(low, high, language)
    same_year = low.year == high.year
    if language == "zh":
        end = f"{high.month}月" if same_year else f"{high.year}年{high.month}月"
        return f"{_one(low, language)}至{end}"
    if same_year:
        return f"{_month(low, language, before_year=False)}–{_one(high, language)}"
    return f"{_one(low, language)} – {_one(high, language)}"


def _years(low: StatedDate, high: StatedDate, language: Language) -> str:
    if language == "zh":
        return _one(low, language).replace("年", f"—{high.year}年")
    same_century = low.year // 100 == high.year // 100
    end = f"{high.year % 100:02d}" if same_century else str(high.year)
    return digits(f"{low.year}–{end}", language)
