"""What was sent for review: what this person is to decide, and what came back to them."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from diplomacy.registry.models import Entry, Publication, Submission

from .lines import Asked, Attention, Group, Line
from .spans import from_today

# Entries and ties have each their own keys.
_PATHS = {"entry__key": tuple(Entry.Kind.values), "relationship__key": ("tie",)}


def awaiting_review(asked: Asked) -> Attention:
    """Return what others sent for review, the longest waiting first, for reviewers. One query."""
    if not asked.user.has_perm("registry.review"):
        return Attention(Group.REVIEW, ())
    rows = (
        _of(Publication.IN_REVIEW)
        .filter(decision="")
        .exclude(submitted_by=asked.user)
        .order_by("submitted_at", "pk")
    )

    def line(sent: Submission) -> Line:
        values = {
            "name": _name(sent.submitted_by),
            "when": _when(sent.submitted_at, asked),
            "message": _isolated(sent.message),
        }
        why = _("%(name)s, %(when)s: “%(message)s”") if sent.message else _("%(name)s, %(when)s")
        return _line(Group.REVIEW, sent, why % values)

    return asked.take(rows, Group.REVIEW, _PATHS).lines(Group.REVIEW, line)


def sent_back(asked: Asked) -> Attention:
    """Return the person's own drafts that a reviewer sent back last, newest first. One query."""
    later = Submission.objects.filter(
        Q(entry=OuterRef("entry")) | Q(relationship=OuterRef("relationship")),
        pk__gt=OuterRef("pk"),
    )
    rows = (
        _of(Publication.DRAFT)
        .filter(~Exists(later), decision=Submission.Decision.SENT_BACK, submitted_by=asked.user)
        .order_by("-decided_at", "-pk")
    )

    def line(sent: Submission) -> Line:
        values = {
            "name": _name(sent.decided_by),
            "when": _when(sent.decided_at, asked),
            "message": _isolated(sent.comment),
        }
        why = _("%(name)s, %(when)s: “%(message)s”") if sent.comment else _("%(name)s, %(when)s")
        return _line(Group.SENT_BACK, sent, why % values)

    return asked.take(rows, Group.SENT_BACK, _PATHS).lines(Group.SENT_BACK, line)


def _of(state: Publication) -> QuerySet[Submission]:
    """Return the submissions of records in this state, with their records and people."""
    return Submission.objects.filter(
        Q(entry__publication=state) | Q(relationship__publication=state)
    ).select_related(
        "entry",
        "relationship__home_end",
        "relationship__partner",
        "submitted_by",
        "decided_by",
    )


def _name(user: AbstractBaseUser) -> str:
    return _isolated(user.get_full_name() or user.username)


def _isolated(text: str) -> str:
    """Return what somebody typed so that its direction does not turn the sentence around it."""
    return f"\u2068{text}\u2069"


def _when(moment: datetime, asked: Asked) -> str:
    # Just now may be tomorrow already for somebody who asks about another day.
    return from_today(min(timezone.localdate(moment), asked.on), asked.on)


def _line(group: Group, sent: Submission, why: str) -> Line:
    record = sent.entry or sent.relationship
    noun = sent.entry.kind if sent.entry else "tie"
    title = str(record) if sent.relationship else record.title or record.key
    return Line(group, noun, record.key, title, why, stage=str(sent.pk), pk=record.pk)
