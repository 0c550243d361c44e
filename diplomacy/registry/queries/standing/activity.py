"""Whether anything is happening: measured, never judged from silence (domain.md, section 2)."""

from calendar import monthrange
from datetime import date

from django.conf import settings

from diplomacy.calendars import UNKNOWN, PartialDate
from diplomacy.registry.models import Relationship

from .axes import Activity, ActivityAxis
from .record import TieRecord


def activity_of(record: TieRecord, on: date) -> ActivityAxis:
    """Return the activity on the earlier of `on` and the day to which staff vouch for the record.

    Its tie comes from `with_contacts` for the same day. Past the first threshold a tie is quiet or
    dormant only where staff vouch; elsewhere nothing is recorded since, and no more is said.
    """
    tie = record.relationship
    measured = min(on, tie.recorded_until or on)
    if record.last_contact is None:
        return ActivityAxis(Activity.NO_DATA, UNKNOWN, measured, ())
    last = record.last_contact.start
    silent = months_later(last.last, settings.ACTIVITY_QUIET_MONTHS) < measured
    value = _silence(tie, last, measured) if silent else _movement(tie.contact_before, last)
    return ActivityAxis(value, last, measured, (record.last_contact,))


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
