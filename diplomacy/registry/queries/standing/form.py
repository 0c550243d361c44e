"""Rules F1 to F5: the highest paper in force between the two ends, or their contact."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise

from msgspec import Struct

from diplomacy.calendars import UNKNOWN, PartialDate
from diplomacy.registry.models import Agreement, Entry, Event, Form

from .axes import FormAxis, FormSpan
from .record import TieRecord, class_of

_DAY = timedelta(days=1)


class Reach(Struct, frozen=True):
    """A form that an entry gives: perhaps from `first`, surely from `sure`, to an end likewise.

    `sure_to` is the last day it surely holds, `last` the last on which it perhaps does. A date
    that is open at its start ("by 2 July 2021") makes nothing possible before it.
    """

    form: Form
    since: PartialDate
    first: date
    sure: date
    sure_to: date
    last: date
    entry: Entry

    @property
    def is_talk(self) -> bool:
        """Whether it is a contact beside the papers: the signing of one is not its talks."""
        return self.form == Form.CONTACT and self.entry.kind != Entry.Kind.AGREEMENT

    def holds(self, on: date) -> bool:
        return self.sure <= on <= self.sure_to

    def may_hold(self, on: date) -> bool:
        return self.first <= on <= self.last


def _reach_of_paper(paper: Agreement, form: Form, endings: list[PartialDate]) -> Reach:
    """F1: from its in-force date, else its signature, until its term or a party ended it.

    The last day of a term counts; the day on which a party ended the paper does not. A decision
    that ends the tie ends the papers before it.
    """
    since = paper.in_force if paper.in_force.is_known else paper.start
    ends = [(paper.expires.first, paper.expires.last)] if paper.expires.is_known else []
    ended = [day for day in endings if day.last > since.last]
    if paper.terminated.is_known:
        ended.append(paper.terminated)
    ends += [(_before(day.first), _before(day.last)) for day in ended]
    return Reach(
        form=form,
        since=since,
        first=_first(since),
        sure=since.last,
        sure_to=min((end[0] for end in ends), default=date.max),
        last=min((end[1] for end in ends), default=date.max),
        entry=paper,
    )


def _first(since: PartialDate) -> date:
    return since.last if since.first == date.min else since.first


def _before(day: date) -> date:
    return day if day in (date.min, date.max) else day - _DAY


def reaches(record: TieRecord) -> list[Reach]:
    """Return every form that the record of a tie gives, with its days."""
    endings = [
        decision.start
        for decision in record.decisions
        if decision.decides == Event.Decides.ENDED and decision.start.last < date.max
    ]
    papers = [
        _reach_of_paper(paper, class_of(paper, record.citations.get(paper.pk, [])), endings)
        for paper in record.papers
    ]
    contacts = [
        Reach(Form.CONTACT, e.start, _first(e.start), e.start.last, date.max, date.max, e)
        for e in record.contacts
    ]
    return papers + contacts


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
