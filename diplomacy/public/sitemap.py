"""What the sitemap lists: every page that search engines may keep, in parts of bounded size."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, get_args

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import override
from msgspec import Struct

from diplomacy.calendars import Calendar
from diplomacy.registry.models import Entry
from diplomacy.registry.queries.annual_report.published import published_reports
from diplomacy.registry.queries.public_pages import (
    changed_on,
    entries_from,
    parts_of_entries,
    public_pages,
)
from diplomacy.registry.queries.years import counted_years

from .addresses import address as address_of
from .safe import html
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

# What has its key last in its address, which is found once for all.
_BY_KEY = {"city", *Entry.Kind.values}
_URL = "  <url>\n    <loc>{}</loc>\n"
_LINK = '    <xhtml:link rel="alternate" hreflang="{}" href="{}" />\n'


class Listed(Struct, frozen=True):
    """A page: its address by language tag, where to go without one, when it last changed."""

    versions: dict[str, str]
    home_version: str
    changed: date | None = None

    @property
    def xml(self) -> SafeString:
        """Return its elements, one in each language; a template takes three times as long."""
        said = f"    <lastmod>{self.changed.isoformat()}</lastmod>\n" if self.changed else ""
        links = [*self.versions.items(), ("x-default", self.home_version)]
        said += "".join(html(_LINK, tag, address) for tag, address in links)
        owns = self.versions.values()
        return SafeString("".join(f"{html(_URL, own)}{said}  </url>\n" for own in owns))


def part_names() -> Iterator[str]:
    """Yield the names of the parts that hold something. One query a noun, one for entries."""
    yield "pages"
    for name, found in public_pages().items():
        for part in range(-(-found.count() // RECORDS)):
            yield f"{name}-{part + 1}"
    # By the day on which they begin, which an index leads to, however many come before.
    for day, place in parts_of_entries(RECORDS):
        yield f"entry-{day.isoformat().replace('-', '')}-{place}"


def listed(part: str) -> list[Listed]:
    """Return the pages of a part, in a fixed order. Three queries at most.

    Raises LookupError for a part that is not there.
    """
    with override(settings.HOME_LANGUAGE):
        if part == "pages":
            return [*map(_page, LISTS), *_years(), *_reports()]
        name, *place = part.split("-")
        rows = list(_entries(*place) if name == "entry" else _rows(name, *map(int, place)))
        if not rows:
            raise LookupError(part)
        return [
            _page(row.get("kind", name), row["page_key"], changed=changed_on(row)) for row in rows
        ]


def _entries(day: str, place: str) -> Iterable[dict[str, Any]]:
    try:
        first = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        raise LookupError(day) from None
    return entries_from(first, int(place), RECORDS)


def _rows(name: str, number: int) -> Iterable[dict[str, Any]]:
    return public_pages()[name][(number - 1) * RECORDS : number * RECORDS] if number else ()


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
    if keys and name in _BY_KEY:
        path = address_of(name, *keys)
    else:
        path = reverse(f"public:{name}", args=keys)
    path = path.removeprefix(f"/{settings.HOME_LANGUAGE}")
    versions = {
        TAGS.get(code, code): f"{settings.SITE_URL}/{code}{path}" for code, _ in settings.LANGUAGES
    }
    home = TAGS.get(settings.HOME_LANGUAGE, settings.HOME_LANGUAGE)
    return Listed(versions, versions[home], changed)
