"""What is counted of an entry, in words and in the digits of the page."""

from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from diplomacy.calendars import PartialDate, number, pair
from diplomacy.public.indicator_chart import written
from diplomacy.registry.date_words import active_language
from diplomacy.registry.queries.indicators import Measured, Way

register = template.Library()


@register.filter
def counted(value: Decimal) -> str:
    """Return the number grouped by thousands, in the digits of the page's language."""
    return written(value, active_language())


@register.filter
def progress_words(measured: Measured, today: PartialDate) -> str:
    """Return how far the last value is on the way to the target, empty where none can be told."""
    progress, language = measured.progress, active_language()
    if progress is None:
        return ""
    words = {
        "percent": number(progress.percent, language),
        "day": pair(progress.last.on, language)[0],
    }
    said = _sentence(progress.way) % words
    is_short = progress.way in (Way.ON_IT, Way.AWAY)
    if is_short and measured.is_late(today.first):
        return f"{said} {_('The day of the target has passed.')}"
    return said


def _sentence(way: Way) -> str:
    if way == Way.ON_IT:
        return _("%(percent)s percent of the way from the baseline to the target, as of %(day)s.")
    if way == Way.REACHED:
        return _("The target is reached, as of %(day)s.")
    if way == Way.BEYOND:
        return _("Beyond the target, as of %(day)s.")
    return _("Further from the target than the baseline was, as of %(day)s.")
