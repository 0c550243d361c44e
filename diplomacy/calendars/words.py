"""Month names and the words around a date in Persian, English and Chinese, as data.

Chinese names months by number, so it has no table of names.
Persian month names of the Gregorian calendar are those of Iranian usage (from French).
"""

from typing import Literal

from msgspec import Struct

Calendar = Literal["gregorian", "solar_hijri"]
Language = Literal["fa", "en", "zh"]

MONTHS: dict[tuple[str, str], tuple[str, ...]] = {
    ("en", "gregorian"): (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    ("en", "solar_hijri"): (
        "Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar",
        "Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand",
    ),
    ("fa", "gregorian"): (
        "ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن",
        "ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر",
    ),
    ("fa", "solar_hijri"): (
        "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
        "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
    ),
}  # fmt: skip

# What people also write for a month: (calendar, month) by the word.
MONTH_ALIASES: dict[str, tuple[str, int]] = {
    "sept": ("gregorian", 9),
    "می": ("gregorian", 5),
    "ژوییه": ("gregorian", 7),
    "جولای": ("gregorian", 7),
    "آگوست": ("gregorian", 8),
    "امرداد": ("solar_hijri", 5),
}


def _month_names() -> dict[str, tuple[str, int]]:
    found = dict(MONTH_ALIASES)
    for (language, calendar), names in MONTHS.items():
        for number, name in enumerate(names, start=1):
            found[name.casefold()] = calendar, number
            if language == "en" and calendar == "gregorian":
                found[name.casefold()[:3]] = calendar, number
    return found


# Every name of a month in small letters: (calendar, month) by the word.
MONTH_NAMES = _month_names()
# Names of months that are other words as well; without a year they mostly are those.
DOUBTFUL_MONTHS = frozenset({"می", "مه"})


class Phrases(Struct, frozen=True):
    """How one language writes what is not a plain date."""

    about: str
    by: str
    not_before: str
    between: str
    year_unknown: str
    unknown: str
    comma: str
    either: str
    group: str
    point: str


PHRASES: dict[str, Phrases] = {
    "en": Phrases(
        about="about {}",
        by="by {}",
        not_before="on or after {}",
        between="between {} and {}",
        year_unknown="{}, year not recorded",
        unknown="date not recorded",
        comma=", ",
        either=" or ",
        group=",",
        point=".",
    ),
    "fa": Phrases(
        about="حدود {}",
        by="تا {}",
        not_before="{} یا پس از آن",
        between="بین {} و {}",
        year_unknown="{}، سال ثبت نشده",
        unknown="تاریخ ثبت نشده",
        comma="، ",
        either=" یا ",
        group="٬",
        point="٫",
    ),
    "zh": Phrases(
        about="约{}",
        by="不晚于{}",
        not_before="不早于{}",
        between="{}至{}之间",
        year_unknown="{}，年份未记录",
        unknown="日期未记录",
        comma="、",
        either="或",
        group=",",
        point=".",
    ),
}

# What staff may type around a date, as (before, after) it; the first that fits is taken.
# "After 2018" is read as "not before 2018": the wider reading never excludes the true day,
# and the echo beside the field shows it.
READ_ABOUT = (
    ("~", ""), ("", "~"), ("about ", ""), ("around ", ""), ("circa ", ""), ("c. ", ""),
    ("ca. ", ""), ("approximately ", ""), ("در حدود ", ""), ("حدود ", ""), ("حدوداً ", ""),
    ("تقریباً ", ""), ("تقریبا ", ""), ("大约", ""), ("约", ""), ("", "左右"), ("", "前后"),
)  # fmt: skip
READ_BY = (
    ("by ", ""), ("before ", ""), ("on or before ", ""), ("not after ", ""), ("until ", ""),
    ("no later than ", ""), ("حداکثر تا ", ""), ("تا ", ""), ("پیش از ", ""), ("قبل از ", ""),
    ("不晚于", ""), ("", "或之前"), ("", "之前"), ("", "以前"),
)  # fmt: skip
READ_NOT_BEFORE = (
    ("after ", ""), ("on or after ", ""), ("not before ", ""), ("since ", ""),
    ("", " یا پس از آن"), ("از ", " به بعد"), ("پس از ", ""), ("بعد از ", ""),
    ("不早于", ""), ("", "或之后"), ("", "之后"), ("", "以后"),
)  # fmt: skip
READ_YEAR_UNKNOWN = (
    ("", "year not recorded"), ("", "year unknown"), ("", "سال ثبت نشده"),
    ("", "سال نامعلوم"), ("", "年份未记录"), ("", "年份不详"),
)  # fmt: skip
# As (before, amid, after) the two bounds.
READ_BETWEEN = (
    ("between ", " and ", ""), ("from ", " to ", ""), ("بین ", " و ", ""), ("میان ", " و ", ""),
    ("از ", " تا ", ""), ("", "至", "之间"), ("", "到", "之间"), ("从", "到", ""), ("从", "至", ""),
)  # fmt: skip
READ_EITHER = (" or ", " یا ", "或")
READ_UNKNOWN = ("unknown", "نامعلوم", "不详")
# Words that only name the calendar, which the year tells already.
CALENDAR_WORDS: dict[str, str] = {
    "میلادی": "gregorian",
    "خورشیدی": "solar_hijri",
    "شمسی": "solar_hijri",
}
CHINESE_SOLAR_HIJRI = "伊朗历"

_ORDINALS = (
    "یکم", "دوم", "سوم", "چهارم", "پنجم", "ششم", "هفتم", "هشتم", "نهم", "دهم",
    "یازدهم", "دوازدهم", "سیزدهم", "چهاردهم", "پانزدهم", "شانزدهم", "هفدهم", "هجدهم",
    "نوزدهم", "بیستم",
)  # fmt: skip
# The days of a month in words; a space may be missing where ZWNJ was lost.
DAY_WORDS: dict[str, int] = {
    **{word: day for day, word in enumerate(_ORDINALS, start=1)},
    **{f"بیست و {word}": 20 + day for day, word in enumerate(_ORDINALS[:9], start=1)},
    "اول": 1,
    "نخستین روز": 1,
    "سی ام": 30,
    "سی و یکم": 31,
}
# Days told by the day on which somebody writes, as the number of days from it.
RELATIVE_DAYS: dict[str, int] = {
    "today": 0, "yesterday": -1, "last night": -1, "tomorrow": 1,
    "امروز": 0, "دیروز": -1, "روز گذشته": -1, "دیشب": -1, "پریروز": -2, "فردا": 1,
    "今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "昨晚": -1, "前天": -2, "明天": 1, "明日": 1,
}  # fmt: skip
# From Monday, 0, to Sunday.
WEEKDAYS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "دو شنبه", "周一", "星期一"),
            ("tuesday", "سه شنبه", "周二", "星期二"),
            ("wednesday", "چهار شنبه", "周三", "星期三"),
            ("thursday", "پنج شنبه", "周四", "星期四"),
            ("friday", "جمعه", "周五", "星期五"),
            ("saturday", "شنبه", "周六", "星期六"),
            ("sunday", "یک شنبه", "周日", "星期日", "星期天"),
        )
    )
    for name in names
}


def month_name(month: int, language: Language, calendar: Calendar) -> str:
    """Return the name of a month (1 to 12), in Chinese its number with 月."""
    if language == "zh":
        return f"{month}月"
    return MONTHS[language, calendar][month - 1]
