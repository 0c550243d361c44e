"""Made-up annual reports."""

from datetime import UTC, date, datetime

from diplomacy.registry.models import YearReport
from diplomacy.registry.queries.annual_report import annual_report, frozen
from diplomacy.registry.queries.years import year as the_year
from tests.builders import three


def report(year: int = 2020, state: str = "published", **fields) -> YearReport:
    """Return the report of a year, published with what the register says now."""
    given = {"year": year, "state": state}
    if state != "draft":
        given["frozen"] = frozen(annual_report(the_year(year), date(2026, 6, 15)))
        given["published_at"] = datetime(2026, 6, 15, 9, tzinfo=UTC)
    if state == "withdrawn":
        given |= {"withdrawn_on": date(2026, 6, 16)}
        given |= three("withdrawn_reason", "اشتباه بود", "It was wrong", "有误")
    return YearReport.objects.create(**(given | fields))
