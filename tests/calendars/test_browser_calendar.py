"""Our calendar against the one that the reader's browser brings."""

from datetime import date, timedelta

import pytest

from diplomacy.calendars import from_solar_hijri, solar_hijri
from tests.browsing import chromium

# Returns year, month and day of each ISO day by the browser's own Solar Hijri calendar.
ASK = """days => {
  const calendar = new Intl.DateTimeFormat("en-u-ca-persian",
    { timeZone: "UTC", year: "numeric", month: "numeric", day: "numeric" });
  return days.map(day => {
    const parts = Object.fromEntries(
      calendar.formatToParts(new Date(day)).map(part => [part.type, Number(part.value)]));
    return [parts.year, parts.month, parts.day];
  });
}"""


def days_at_the_ends_of_months() -> list[date]:
    """Return the first and last day of every month of 1300 to 1500."""
    firsts = [
        from_solar_hijri(year, month, 1) for year in range(1300, 1501) for month in range(1, 13)
    ]
    return sorted({*firsts, *(first - timedelta(days=1) for first in firsts[1:])})


@pytest.mark.browser
def test_the_browser_counts_the_same_days():
    days = days_at_the_ends_of_months()
    with chromium() as browser:
        answers = browser.new_page().evaluate(ASK, [day.isoformat() for day in days])
    assert [tuple(answer) for answer in answers] == [solar_hijri(day) for day in days]
