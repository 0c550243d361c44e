"""What is open to residents, in words: by calendar days where the register is kept."""

from datetime import date

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diplomacy.calendars import PartialDate, digits, pair
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models import EntryLink, Event
from diplomacy.registry.queries.entry_detail import Links
from diplomacy.registry.queries.offers import Phase, phase

register = template.Library()

COUNTED = 60  # days; beyond them nobody counts


@register.filter
def offer_phase(event: Event, today: PartialDate) -> str:
    """Return "open", "later" or "closed", empty for what is not open to residents."""
    return phase(event, today.first) or ""


@register.filter
def offer_words(event: Event, today: PartialDate) -> str:
    """Return where an offer stands: "closes in 3 days", "opens tomorrow", "closed since …"."""
    match phase(event, today.first):
        case Phase.OPEN:
            return _closes(event.open_until, today.first)
        case Phase.LATER:
            return _opens(event.start, today.first)
        case Phase.CLOSED:
            day = pair(event.open_until, active_language())[0]
            return _("closed since the end of %(date)s") % {"date": day}
    return ""


def _closes(until: PartialDate, today: date) -> str:
    days = _days(until, today)
    if days is None:
        return _("open now")
    if days < 2:
        return _("closes tomorrow") if days else _("closes today")
    words = ngettext("closes in %(number)s day", "closes in %(number)s days", days)
    return words % {"number": digits(days, active_language())}


def _opens(start: PartialDate, today: date) -> str:
    days = _days(start, today)
    if days is None:
        return _("opens later")
    if days == 1:
        return _("opens tomorrow")
    words = ngettext("opens in %(number)s day", "opens in %(number)s days", days)
    return words % {"number": digits(days, active_language())}


def _days(value: PartialDate, today: date) -> int | None:
    """Return how many days are left to a day that is known exactly and near."""
    days = (value.first - today).days
    return days if value.first == value.last and days <= COUNTED else None


@register.filter
def is_superseded(links: Links) -> bool:
    """Whether a published entry supersedes the one whose links these are."""
    supersedes = EntryLink.Kind.SUPERSEDES
    return any(one.kind == supersedes and not one.outward for one in links.related)
