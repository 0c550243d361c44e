"""What the sitemap lists: every page that search engines may keep, in parts of bounded size."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import override

from diplomacy.calendars import Calendar
from diplomacy.registry.queries.annual_report.published import published_reports
from diplomacy.registry.queries.public_pages import changed_on, public_pages
from diplomacy.registry.queries.years import counted_years

from .templatetags.frame import TAGS
from .views.about import PAGES as ABOUT_PAGES

RECORDS = 1000  # in a part: three addresses each, some 2 MB of XML
LISTS = (
    "home",
    "city-list",
    "timeline",
    "agreement-list",
    "delegation-list",
    "event-list",
    "commitment-list",
    "restriction-list",
    "offer-list",
    "area-list",
    "layer-list",
    "organisation-list",
    "person-list",
    "year-list",
    "report-list",
    "source-list",
    "difference-list",
    "question-list",
    "counts",
    *(f"about-{page}" for page in ABOUT_PAGES),
)


@dataclass(frozen=True)
class Listed:
    """A page: its address by language tag, where to go without one, when it last changed."""

    versions: dict[str, str]
    home_version: str
    changed: date | None = None


def part_names() -> Iterator[str]:
    """Yield the names of the parts that hold something. One query for each noun."""
    yield "pages"
    for name, found in public_pages().items():
        for number in range(-(-found.count() // RECORDS)):
            yield f"{name}-{number + 1}"


def listed(part: str) -> list[Listed]:
    """Return the pages of a part, in a fixed order. Three queries at most.

    Raises LookupError for a part that is not there.
    """
    with override(settings.HOME_LANGUAGE):
        if part == "pages":
            return [*map(_page, LISTS), *_years(), *_reports()]
        name, _, number = part.rpartition("-")
        rows = _rows(public_pages()[name], int(number))
        return [_page(name, row["page_key"], changed=changed_on(row)) for row in rows]


def _rows(found: QuerySet[Any], number: int) -> list[dict[str, Any]]:
    rows = list(found[(number - 1) * RECORDS : number * RECORDS]) if number > 0 else []
    if not rows:
        raise LookupError(number)
    return rows


def _years() -> Iterator[Listed]:
    for calendar in get_args(Calendar):
        for counted in counted_years(calendar):
            yield _page("year", str(counted.year.number))


def _reports() -> Iterator[Listed]:
    for _, reports in published_reports():
        for one in reports:
            day = localtime(one.record.published_at).date()
            yield _page("report", str(one.year.number), changed=day)


def _page(name: str, *keys: str, changed: date | None = None) -> Listed:
    path = reverse(f"public:{name}", args=keys).removeprefix(f"/{settings.HOME_LANGUAGE}")
    versions = {
        TAGS.get(code, code): f"{settings.SITE_URL}/{code}{path}" for code, _ in settings.LANGUAGES
    }
    home = TAGS.get(settings.HOME_LANGUAGE, settings.HOME_LANGUAGE)
    return Listed(versions, versions[home], changed)
