"""Papers that end soon, must be given notice of soon, or have just ended."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from msgspec import Struct

from diplomacy.calendars import UNKNOWN
from diplomacy.registry.models import Agreement, EntryLink, Publication
from diplomacy.registry.queries.standing.activity import months_later

from .lines import Asked, Attention, Group, Line
from .spans import from_today, in_both_calendars, nearest

AHEAD_DAYS = 180
ENDED_DAYS = 90  # so long a paper that nobody renewed has "just" ended
STEPS = (7, 30, 90, 180)
LONGEST_NOTICE = 60  # months; a longer one is a slip of the pen


class _Term(Struct, frozen=True):
    """A paper with the last day of its term and the last one for notice, None without notice."""

    paper: Agreement
    ends: date
    notice: date | None

    def act_by(self, on: date) -> date:
        """Return the next day on which it is too late for something."""
        return self.notice if self.notice and self.notice >= on else self.ends


def terms(asked: Asked) -> Attention:
    """Return papers that end, or want notice, within 180 days or ended within 90. One query.

    Nearest first. One renewed, replaced or ended by a party is not among them.
    """
    found = [_term(paper) for paper in _candidates(asked.on)]
    until = asked.on + timedelta(days=AHEAD_DAYS)
    near = [term for term in found if term.act_by(asked.on) <= until or _in_notice(term, asked.on)]
    near.sort(key=lambda term: (term.act_by(asked.on), term.paper.pk))
    return asked.cut([_line(term, asked.on) for term in near], Group.TERMS)


def _candidates(on: date) -> QuerySet[Agreement]:
    """Read the papers whose term or longest possible notice comes near: few at any time."""
    until = on + timedelta(days=AHEAD_DAYS)
    far = months_later(until, LONGEST_NOTICE)
    return running_papers(on).filter(
        Q(notice_months__gt=0, expires__last__lte=far) | Q(expires__last__lte=until),
        expires__last__gte=on - timedelta(days=ENDED_DAYS),
    )


def running_papers(on: date, *, public: bool = False) -> QuerySet[Agreement]:
    """Return the signed papers that no party ended and no later paper renews or replaces.

    With `public`, the published ones, as the published record has them.
    """
    later = EntryLink.objects.filter(
        to=OuterRef("pk"), kind__in=[EntryLink.Kind.RENEWS, EntryLink.Kind.SUPERSEDES]
    ).exclude(entry__publication=Publication.WITHDRAWN)
    if public:
        later = later.filter(entry__publication=Publication.PUBLISHED)
    running = (
        Agreement.objects.originals()
        .filter(
            Q(terminated=UNKNOWN) | Q(terminated__first__gt=on),
            ~Exists(later),
            paper_state=Agreement.PaperState.SIGNED,
        )
        .exclude(publication=Publication.WITHDRAWN)
    )
    return running.published() if public else running


def notice_day(paper: Agreement) -> date | None:
    """Return the last day on which notice is surely in time, None where no period is agreed.

    The paper has a term.
    """
    if not paper.notice_months:
        return None
    expires = paper.expires
    earliest = expires.first if expires.first > date.min else expires.last
    return months_later(earliest, -min(paper.notice_months, LONGEST_NOTICE))


def _term(paper: Agreement) -> _Term:
    return _Term(paper, paper.expires.last, notice_day(paper))


def _in_notice(term: _Term, on: date) -> bool:
    """Whether the day for notice is past and the term still runs."""
    return term.notice is not None and term.notice < on <= term.ends


def _line(term: _Term, on: date) -> Line:
    act_by = term.act_by(on)
    return Line(
        Group.TERMS,
        term.paper.kind,
        term.paper.key,
        term.paper.title or term.paper.key,
        _why(term, on),
        day=act_by,
        stage=_stage(term, on),
        pk=term.paper.pk,
    )


def _stage(term: _Term, on: date) -> str:
    if term.ends < on:
        return "ended"
    name = "notice-" if term.notice and term.notice >= on else ""
    return name + nearest((term.act_by(on) - on).days, STEPS)


def _why(term: _Term, on: date) -> str:
    values = {
        "when": from_today(term.ends, on),
        "date": in_both_calendars(term.paper.expires),
    }
    if term.ends < on:
        if term.paper.renewal == Agreement.Renewal.AUTOMATIC:
            return _("the term ended %(when)s: %(date)s; it renews by itself") % values
        return _("the term ended %(when)s: %(date)s; no renewal is recorded") % values
    if term.notice is None:
        return _("the term ends %(when)s: %(date)s") % values
    if term.notice < on:
        return _("the day for notice is past; the term ends %(when)s: %(date)s") % values
    return _("notice %(when)s at the latest: %(notice)s; the term ends %(date)s") % {
        "when": from_today(term.notice, on),
        "notice": in_both_calendars(term.notice),
        "date": values["date"],
    }
