"""Hypothesis strategies for canonical texts of partial dates."""

from datetime import date

from hypothesis import strategies as st

from diplomacy.calendars import PartialDate, solar_hijri

# Years that both calendars support, so that every form can be written in both.
DAYS = st.dates(date(1830, 1, 1), date(2200, 12, 31))


@st.composite
def stated(draw: st.DrawFn, calendar: str | None = None, precision: str | None = None) -> str:
    """Return a canonical year, month or day."""
    day = draw(DAYS)
    calendar = calendar or draw(st.sampled_from(["gregorian", "solar_hijri"]))
    parts = solar_hijri(day) if calendar == "solar_hijri" else (day.year, day.month, day.day)
    count = ["year", "month", "day"].index(
        precision or draw(st.sampled_from(["year", "month", "day"]))
    )
    return "-".join([f"{parts[0]:04d}", *(f"{part:02d}" for part in parts[1 : count + 1])])


@st.composite
def bounds(draw: st.DrawFn, calendar: str | None = None, precision: str | None = None) -> str:
    """Return a canonical text with one bound or two."""
    calendar = calendar or draw(st.sampled_from(["gregorian", "solar_hijri"]))
    texts = draw(st.lists(stated(calendar, precision), min_size=2, max_size=2))
    low, high = sorted(texts, key=lambda text: PartialDate.parse(text).first)
    return draw(st.sampled_from([f"[{low}..{high}]", f"[..{high}]", f"[{low}..]"]))


@st.composite
def one_of(draw: st.DrawFn, calendar: str | None = None, precision: str | None = None) -> str:
    """Return a canonical text of two to four dates that do not overlap."""
    calendar = calendar or draw(st.sampled_from(["gregorian", "solar_hijri"]))
    precision = precision or draw(st.sampled_from(["year", "month", "day"]))
    some = st.lists(stated(calendar, precision), min_size=2, max_size=4, unique=True)
    return f"[{','.join(sorted(draw(some)))}]"


def yearless() -> st.SearchStrategy[str]:
    """Return canonical days of which the year is not known."""
    gregorian = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: f"{day:XXXX-%m-%d}")
    solar = st.dates(date(2024, 3, 20), date(2025, 3, 20)).map(
        lambda day: "sh:XXXX-{:02d}-{:02d}".format(*solar_hijri(day)[1:])
    )
    return gregorian | solar


def canonical_texts() -> st.SearchStrategy[str]:
    """Return every form of canonical text."""
    about = stated().map(lambda text: f"{text}~")
    return st.just("") | stated() | about | bounds() | one_of() | yearless()
