"""What an annual report shows: frozen texts as dates and money, and its two maps."""

from decimal import Decimal, InvalidOperation

from django import template
from django.conf import settings

from diplomacy.calendars import PartialDate, number, year_heading
from diplomacy.public.map.drawing import Drawing
from diplomacy.public.report_map import PaperMap, paper_map, report_map, without_place
from diplomacy.registry.date_words import active_language
from diplomacy.registry.queries.annual_report.page import ReportPage
from diplomacy.registry.queries.annual_report.shape import as_date

register = template.Library()


@register.filter
def frozen_date(text: str) -> PartialDate:
    """Return the date of a frozen text."""
    return as_date(text)


@register.filter
def year_of_date(text: str) -> str:
    """Return the year that a frozen date is listed under: more of it may not be known."""
    return year_heading(as_date(text), active_language())[1]


@register.filter
def amount(cost: str | Decimal) -> str:
    """Return an amount grouped by thousands, in the digits of the page's language."""
    try:
        return number(Decimal(cost), active_language())
    except InvalidOperation:
        return ""


@register.filter
def map_of(page: ReportPage) -> Drawing | None:
    return report_map(page.report)


@register.filter
def numbered_map_of(page: ReportPage) -> PaperMap | None:
    return paper_map(page.report)


@register.filter
def placeless(page: ReportPage) -> int:
    """Return how many ties have a partner without coordinates, and so stand on no map."""
    return without_place(page.report)


@register.filter
def absolute(path: str) -> str:
    """Return the whole address of a path of this site."""
    return settings.SITE_URL + path
