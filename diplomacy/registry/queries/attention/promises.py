"""Commitments whose due day is past, or near."""

from datetime import timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from diplomacy.registry.models import Commitment, CommitmentReview, Publication

from .lines import Asked, Attention, Group, Line
from .spans import from_today, in_both_calendars, nearest, span

SOON_DAYS = 14
STEPS = (3, 14)
_CLOSING = (
    CommitmentReview.Verdict.DELIVERED,
    CommitmentReview.Verdict.NOT_DELIVERED,
    CommitmentReview.Verdict.WITHDRAWN,
)


def overdue(asked: Asked) -> Attention:
    """Return the open promises whose last possible due day is past, latest first. One query."""

    def line(promise: Commitment) -> Line:
        due = promise.due
        late = _("%(span)s late: due %(date)s") % {
            "span": span((asked.on - due.last).days),
            "date": in_both_calendars(due),
        }
        return _line(Group.OVERDUE, promise, late, "overdue")

    rows = open_promises().filter(due__last__lt=asked.on).order_by("-due__last", "pk")
    return asked.take(rows, Group.OVERDUE).lines(Group.OVERDUE, line)


def due_soon(asked: Asked) -> Attention:
    """Return the open promises due within 14 days, the next one first. One query."""

    def line(promise: Commitment) -> Line:
        due = promise.due
        soon = _("due %(when)s: %(date)s") % {
            "when": from_today(due.last, asked.on),
            "date": in_both_calendars(due),
        }
        return _line(Group.PROMISES, promise, soon, nearest((due.last - asked.on).days, STEPS))

    until = asked.on + timedelta(days=SOON_DAYS)
    rows = open_promises().filter(due__last__gte=asked.on, due__last__lte=until)
    return asked.take(rows.order_by("due__last", "pk"), Group.PROMISES).lines(Group.PROMISES, line)


def open_promises() -> QuerySet[Commitment]:
    """Return what was promised, by draft or published, and what no review has closed."""
    reviews = CommitmentReview.objects.filter(commitment=OuterRef("pk")).order_by("-on", "-id")
    return (
        Commitment.objects.originals()
        .exclude(publication=Publication.WITHDRAWN)
        .annotate(verdict=Subquery(reviews.values("verdict")[:1]))
        .filter(Q(verdict__isnull=True) | ~Q(verdict__in=_CLOSING), force__in=Commitment.PROMISED)
    )


def _line(group: Group, promise: Commitment, why: str, stage: str) -> Line:
    return Line(
        group,
        promise.kind,
        promise.key,
        promise.title or promise.key,
        why,
        day=promise.due.last,
        stage=stage,
        pk=promise.pk,
    )
