"""Visits that nobody has reported on, and visits of which nobody has said that they took place."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from diplomacy.calendars import UNKNOWN
from diplomacy.registry.models import Delegation, Entry, Publication
from diplomacy.registry.queries.standing.activity import months_later

from .lines import Asked, Attention, Group, Line
from .spans import in_both_calendars, span

# A report that is missing for longer is history: a register begins with visits of decades.
ASKED_FOR_MONTHS = 12
NOT_RECORDED = "unrecorded"  # the stage of a line about a visit that may not have taken place
_OURS = (Delegation.Direction.INCOMING, Delegation.Direction.OUTGOING)
_EXPECTED = (
    Delegation.Progress.PLANNED,
    Delegation.Progress.ANNOUNCED,
    Delegation.Progress.UNDER_WAY,
)


def reports(asked: Asked) -> Attention:
    """Return visits without a report past its day, and expected ones whose day is past.

    Latest first. One query.
    """
    due = asked.on - timedelta(days=settings.REPORT_DUE_DAYS)
    oldest = months_later(asked.on, -ASKED_FOR_MONTHS)
    rows = (
        Delegation.objects.originals()
        .filter(
            Q(
                _ended_between(oldest, due),
                progress=Delegation.Progress.COMPLETED,
                direction__in=_OURS,
                report_filed_on__isnull=True,
            )
            | Q(_ended_between(oldest, asked.on), progress__in=_EXPECTED)
        )
        .exclude(publication=Publication.WITHDRAWN)
        .exclude(weight=Entry.Weight.CONTEXT)
    )

    def line(visit: Delegation) -> Line:
        last = visit.end if visit.end.is_known else visit.start
        happened = visit.progress == Delegation.Progress.COMPLETED
        why = (
            _("%(span)s late: the visit ended %(date)s")
            if happened
            else _("its day is past: %(date)s; whether it took place is not recorded")
        )
        deadline = last.last + timedelta(days=settings.REPORT_DUE_DAYS if happened else 0)
        values = {"span": span((asked.on - deadline).days), "date": in_both_calendars(last)}
        return Line(
            Group.REPORTS,
            visit.kind,
            visit.key,
            visit.title or visit.key,
            why % values,
            day=deadline,
            stage="due" if happened else NOT_RECORDED,
            pk=visit.pk,
        )

    ordered = rows.order_by("-ordering_day", "-pk")
    return asked.take(ordered, Group.REPORTS).lines(Group.REPORTS, line)


def _ended_between(first, before) -> Q:
    """Return the condition that a visit surely ended on `first` or later, and before `before`."""
    return Q(end__first__gte=first, end__last__lt=before) | Q(
        end=UNKNOWN, start__first__gte=first, start__last__lt=before
    )
