"""Whether anything is happening: measured, never judged from silence (domain.md, section 2)."""

from calendar import monthrange
from datetime import date

from django.conf import settings

from diplomacy.calendars import UNKNOWN, PartialDate
from diplomacy.registry.models import Relationship

from .axes import Activity, ActivityAxis


def activity_of(tie: Relationship, on: date) -> ActivityAxis:
    """Return the activity on the earlier of `on` and the day to which staff vouch for the record.

    `tie` comes from `with_contacts` for the same day. Past the first threshold a tie is quiet or
    dormant only where staff vouch; elsewhere nothing is recorded since, and no more is said.
    """
    measured = min(on, tie.recorded_until or on)
    last, before = tie.last_contact, tie.contact_before
    if last is None:
        return ActivityAxis(Activity.NO_DATA, UNKNOWN, measured)
    if months_later(last.last, settings.ACTIVITY_QUIET_MONTHS) < measured:
        return ActivityAxis(_silence(tie, last, measured), last, measured)
    return ActivityAxis(_movement(before, last), last, measured)


def _silence(tie: Relationship, last: PartialDate, measured: date) -> Activity:
    if tie.recorded_until is None:
        return Activity.SILENT
    dormant = months_later(last.last, settings.ACTIVITY_DORMANT_MONTHS) < measured
    return Activity.DORMANT if dormant else Activity.QUIET


def _movement(before: PartialDate | None, last: PartialDate) -> Activity:
    if before is None:
        return Activity.NEW
    slept = months_later(before.last, settings.ACTIVITY_DORMANT_MONTHS) < last.last
    return Activity.REVIVED if slept else Activity.ACTIVE


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or earlier, or the last of a shorter month."""
    if day.year + months // 12 >= date.max.year:
        return date.max
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
