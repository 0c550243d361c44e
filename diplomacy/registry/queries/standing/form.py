"""Rules F1 to F5: the highest paper in force between the two ends, or their contact."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from django.db.models import F, OuterRef, QuerySet, Subquery
from msgspec import Struct

from diplomacy.calendars import UNKNOWN, PartialDate
from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models import Agreement, Entry, EntryCity, Event, Form

from .axes import FormAxis, FormSpan
from .record import TieRecord, binds_both, class_of

_DAY = timedelta(days=1)
_BY_RUNG = {form.rung: form for form in Form}  # as rows of cities number the class of a paper


class _Days(NamedTuple):
    """The first and the last day that a date may mean."""

    first: date
    last: date


class Reach(Struct, frozen=True):
    """A form that an entry gives: perhaps from `first`, surely from `sure`, to an end likewise.

    `sure_to` is the last day it surely holds, `last` the last on which it perhaps does. A date
    that is open at its start ("by 2 July 2021") makes nothing possible before it. Of the papers of
    a history it is not told since when, and by which.
    """

    form: Form
    first: date
    sure: date
    sure_to: date
    last: date
    since: PartialDate = UNKNOWN
    entry: Entry | None = None

    @property
    def is_talk(self) -> bool:
        """Whether it is a contact beside the papers: the signing of one is not its talks."""
        return self.form == Form.CONTACT and self.entry.kind != Entry.Kind.AGREEMENT

    def holds(self, on: date) -> bool:
        return self.sure <= on <= self.sure_to

    def may_hold(self, on: date) -> bool:
        return self.first <= on <= self.last


def _reach_of_paper(paper: Agreement, form: Form, endings: list[PartialDate]) -> Reach:
    """F1: from its in-force date, else its signature, until its term or a party ended it."""
    since = paper.in_force if paper.in_force.is_known else paper.start
    held = _held(since, paper.expires, paper.terminated, endings)
    return Reach(form, *held, since, paper)


def _held(
    since: PartialDate | _Days,
    expires: PartialDate,
    terminated: PartialDate,
    endings: list[PartialDate],
) -> tuple[date, date, date, date]:
    """Return the days from which and to which a paper holds, as `Reach` has them.

    The last day of a term counts; the day on which a party ended the paper does not. A decision
    that ends the tie ends the papers before it.
    """
    ends = [(expires.first, expires.last)] if expires.is_known else []
    ended = [day for day in endings if day.last > since.last]
    if terminated.is_known:
        ended.append(terminated)
    ends += [(_before(day.first), _before(day.last)) for day in ended]
    sure_to = min((end[0] for end in ends), default=date.max)
    last = min((end[1] for end in ends), default=date.max)
    return _first(since), since.last, sure_to, last


def _first(since: PartialDate | _Days) -> date:
    return since.last if since.first == date.min else since.first


def _before(day: date) -> date:
    return day if day in (date.min, date.max) else day - _DAY


def reaches(record: TieRecord) -> list[Reach]:
    """Return every form that the record of a tie gives, with its days."""
    endings = _endings(record)
    papers = [
        _reach_of_paper(paper, class_of(paper, record.citations.get(paper.pk, [])), endings)
        for paper in record.papers
    ]
    contacts = [
        Reach(Form.CONTACT, _first(e.start), e.start.last, date.max, date.max, e.start, e)
        for e in record.contacts
    ]
    return papers + contacts


def all_reaches(records: dict[int, TieRecord]) -> dict[int, list[Reach]]:
    """Return the same of each tie with all other papers that bind both ends. One query.

    From these the form of any day follows. Of each no more than its class and days are read.
    """
    found = {pk: reaches(record) for pk, record in records.items()}
    endings = {pk: _endings(record) for pk, record in records.items()}
    read = {pk: {paper.pk for paper in record.papers} for pk, record in records.items()}
    for tie, entry, which, first, last, in_force, expires, terminated in _papers(list(records)):
        if entry not in read[tie]:
            since = in_force if in_force.is_known else _Days(first, last)
            held = _held(since, expires, terminated, endings[tie])
            found[tie].append(Reach(_BY_RUNG[which], *held))
    return found


@kept
def _papers(ties: list[int]) -> QuerySet:
    rows = EntryCity.objects.order_by().filter(
        binds_both(), public=True, kind=Entry.Kind.AGREEMENT, which__gt=0, city__ties__in=ties
    )
    # Joined, each would be read by way of its entry, a far longer row.
    paper = Agreement.objects.filter(pk=OuterRef("entry"))
    days = {name: Subquery(paper.values(name)) for name in ("in_force", "expires", "terminated")}
    rows = rows.annotate(tie=F("city__ties"), **days)
    return rows.values_list("tie", "entry", "which", "first", "last", *days)


def _endings(record: TieRecord) -> list[PartialDate]:
    return [
        decision.start
        for decision in record.decisions
        if decision.decides == Event.Decides.ENDED and decision.start.last < date.max
    ]


def form_on(found: list[Reach], on: date) -> FormAxis:
    """Return the form on the day `on`: the highest sure rung, since its earliest paper (F5)."""
    sure = [reach for reach in found if reach.holds(on)]
    value = max((reach.form for reach in sure), key=lambda f: f.rung, default=Form.NONE)
    ground = sorted(
        (reach for reach in sure if reach.form == value), key=lambda r: (r.sure, r.entry.pk)
    )
    may = max((r.form for r in found if r.may_hold(on)), key=lambda f: f.rung, default=Form.NONE)
    return FormAxis(
        value=value,
        since=ground[0].since if ground else UNKNOWN,
        perhaps=may if may.rung > value.rung else None,
        entries=tuple(reach.entry for reach in ground),
    )


def spans(found: list[Reach], until: date) -> tuple[FormSpan, ...]:
    """Return the form from day to day up to `until`, days without any left out."""
    days, turns = _turns(found, until)
    counts = {True: Counter(), False: Counter()}
    history: list[FormSpan] = []
    for first, following in pairwise(days):
        for is_sure, form, step in turns[first]:
            counts[is_sure][form] += step
        sure, may = (_highest(counts[is_sure]) for is_sure in (True, False))
        perhaps = may.rung > sure.rung
        span = FormSpan(may if perhaps else sure, first, following - _DAY, perhaps)
        if span.form == Form.NONE:
            continue
        if history and _continues(history[-1], span):
            span = FormSpan(span.form, history.pop().first, span.last, span.perhaps)
        history.append(span)
    return tuple(history)


def _turns(
    found: list[Reach], until: date
) -> tuple[list[date], dict[date, list[tuple[bool, Form, int]]]]:
    """Return the days up to the one after `until` on which a form may begin or end, and which do.

    With each day stand those that surely (or perhaps) begin, as 1, or end, as -1.
    """
    turns: dict[date, list[tuple[bool, Form, int]]] = defaultdict(list)
    turns[until + _DAY] = []
    for reach in found:
        spans_of = ((True, reach.sure, reach.sure_to), (False, reach.first, reach.last))
        for is_sure, first, last in spans_of:
            days = (first, 1), (_after(last), -1)
            for day, step in days:
                turns[day] += [(is_sure, reach.form, step)] if first <= last else []
    return sorted(turn for turn in turns if turn <= until + _DAY), turns


def _highest(counts: Counter[Form]) -> Form:
    held = (form for form, number in counts.items() if number)
    return max(held, key=lambda form: form.rung, default=Form.NONE)


def _after(day: date) -> date:
    return day if day == date.max else day + _DAY


def _continues(earlier: FormSpan, later: FormSpan) -> bool:
    same = (earlier.form, earlier.perhaps) == (later.form, later.perhaps)
    return same and earlier.last + _DAY == later.first
