"""Commitments whose due day is past or near, and those that wait for a review."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from diplomacy.registry.models import Commitment, CommitmentReview, Publication
from diplomacy.registry.queries.assessing import reviewed_long_ago, unassessed, with_last_review

from .lines import Asked, Attention, Group, Line
from .spans import from_today, in_both_calendars, nearest, span

SOON_DAYS = 14
STEPS = (3, 14)


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
    rows = Commitment.objects.originals().exclude(publication=Publication.WITHDRAWN)
    return with_last_review(rows).filter(
        Q(verdict__isnull=True) | ~Q(verdict__in=CommitmentReview.CLOSING),
        force__in=Commitment.PROMISED,
    )


def without_review(asked: Asked) -> Attention:
    """Return the published promises that nobody has assessed, for those who may. One query.

    Undertakings and plans first. What is late or due soon has its line there.
    """
    if not asked.user.has_perm("registry.assess"):
        return Attention(Group.UNASSESSED, ())

    def line(promise: Commitment) -> Line:
        why = (
            _("of %(date)s, not yet assessed") % {"date": in_both_calendars(promise.start)}
            if promise.start.is_known
            else _("not yet assessed")
        )
        return _line(Group.UNASSESSED, promise, why, "")

    rows = unassessed().exclude(_has_a_line(asked))
    return asked.take(rows, Group.UNASSESSED).lines(Group.UNASSESSED, line)


def old_reviews(asked: Asked) -> Attention:
    """Return the open promises whose last review is old or undated, for reviewers. One query.

    Undertakings and plans first. What is late or due soon has its line there.
    """
    if not asked.user.has_perm("registry.assess"):
        return Attention(Group.REVIEWED_LONG_AGO, ())

    def line(promise: Commitment) -> Line:
        day = promise.reviewed_on
        why = (
            _("%(verdict)s, as last reviewed %(when)s, on %(date)s")
            if day.is_known
            else _("%(verdict)s; the day of that review is not recorded")
        )
        values = {
            "verdict": CommitmentReview.Verdict(promise.verdict).label,
            "when": from_today(day.last, asked.on) if day.is_known else "",
            "date": in_both_calendars(day),
        }
        return _line(Group.REVIEWED_LONG_AGO, promise, why % values, str(promise.review))

    rows = reviewed_long_ago(asked.on).exclude(_has_a_line(asked))
    return asked.take(rows, Group.REVIEWED_LONG_AGO).lines(Group.REVIEWED_LONG_AGO, line)


def _has_a_line(asked: Asked) -> Q:
    """Return the condition of an open promise that is late or due soon."""
    until = asked.on + timedelta(days=SOON_DAYS)
    return Q(due__last__lte=until, force__in=Commitment.PROMISED)


def _line(group: Group, promise: Commitment, why: str, stage: str) -> Line:
    return Line(
        group,
        promise.kind,
        promise.key,
        promise.title or promise.key,
        why,
        day=promise.due.last if promise.due.last != date.max else None,
        stage=stage,
        pk=promise.pk,
    )
