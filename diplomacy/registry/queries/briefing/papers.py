"""What is signed, promised and given between the two sides, on the day of the briefing."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from diplomacy.calendars import PartialDate
from diplomacy.registry.models import (
    Agreement,
    Commitment,
    CommitmentReview,
    Delegation,
    Document,
    Entry,
    Event,
    Form,
    Participation,
    Side,
)
from diplomacy.registry.queries.attention.anniversaries import Anniversary, anniversary_ahead
from diplomacy.registry.queries.entry_detail import paper_state
from diplomacy.registry.queries.standing import Standing

_Verdict = CommitmentReview.Verdict
_OTHERWISE = set(CommitmentReview.CLOSING) - {_Verdict.DELIVERED}
_HOLDING = ("in_force", "reported", "pending", "draft", "expired", "terminated")
_AWAITED = (
    Delegation.Progress.PLANNED,
    Delegation.Progress.ANNOUNCED,
    Delegation.Progress.UNDER_WAY,
)


class Paper(Struct, frozen=True):
    """An agreement with its state on the day and the texts of it that the reader may know of."""

    entry: Agreement
    state: str
    texts: tuple[Document, ...]


class Promise(Struct, frozen=True):
    """A commitment with its last verdict, the day of it, and who owes it.

    `side` is "ours", "partner", "both", "third", or "" where it is not recorded.
    """

    entry: Commitment
    verdict: str
    reviewed_on: PartialDate | None
    owing: tuple[Participation, ...]
    delivered_by: tuple[Entry, ...]
    is_late: bool

    @property
    def verdict_word(self) -> str:
        return _Verdict(self.verdict).label

    @property
    def side(self) -> str:
        sides = {one.side for one in self.owing if one.side}
        both = {Side.OURS, Side.PARTNER} <= sides
        return "both" if both else next(iter(sorted(sides)), "")

    @property
    def is_promised(self) -> bool:
        return self.entry.force in Commitment.PROMISED


class Promises(Struct, frozen=True):
    """Promises by what became of them; what was only said firmly or loosely stands apart."""

    open: tuple[Promise, ...]
    said: tuple[Promise, ...]
    delivered: tuple[Promise, ...]
    closed: tuple[Promise, ...]

    @property
    def by_side(self) -> list[tuple[str, list[Promise]]]:
        """Return the open ones by who owes them: ours, theirs, both, others, not recorded."""
        sides = (Side.OURS, Side.PARTNER, "both", Side.THIRD, "")
        found = [(str(side), [one for one in self.open if one.side == side]) for side in sides]
        return [(side, promises) for side, promises in found if promises]

    @property
    def is_empty(self) -> bool:
        return not (self.open or self.said or self.delivered or self.closed)


class Courtesy(Struct, frozen=True):
    """Something to mind: `what` tells which, the rest what it is about."""

    what: str
    standing: Standing | None = None
    anniversary: Anniversary | None = None


def papers(entries: Iterable[Entry], documents: Iterable[Document], on: date) -> tuple[Paper, ...]:
    """Return the agreements among the entries, those that bind first, each time the newest."""
    texts = defaultdict(list)
    for document in documents:
        texts[document.entry_id].append(document)
    found = [
        Paper(entry.leaf, paper_state(entry.leaf, on), tuple(texts[entry.pk]))
        for entry in entries
        if entry.kind == Entry.Kind.AGREEMENT
    ]
    found.sort(key=lambda one: (one.entry.ordering_day, one.entry.pk), reverse=True)
    return tuple(sorted(found, key=lambda one: _HOLDING.index(one.state)))


def promises(
    entries: Iterable[Entry],
    owing: dict[int, list[Participation]],
    delivering: dict[int, list[Entry]],
    on: date,
) -> Promises:
    """Return the commitments among the entries by what became of them, the next due first."""
    found = [
        Promise(
            entry.leaf,
            entry.verdict or _Verdict.NOT_ASSESSED,
            entry.reviewed_on if entry.verdict else None,
            tuple(owing.get(entry.pk, ())),
            tuple(delivering.get(entry.pk, ())),
            entry.leaf.due.last < on,
        )
        for entry in entries
        if entry.kind == Entry.Kind.COMMITMENT
    ]
    found.sort(key=lambda one: (one.entry.due.last, -one.entry.ordering_day.toordinal()))
    left = [one for one in found if one.verdict not in CommitmentReview.CLOSING]
    return Promises(
        open=tuple(one for one in left if one.is_promised),
        said=tuple(one for one in left if not one.is_promised),
        delivered=tuple(one for one in found if one.verdict == _Verdict.DELIVERED),
        closed=tuple(one for one in found if one.verdict in _OTHERWISE),
    )


def gifts(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the gifts recorded, the latest first."""
    found = [one for one in entries if one.kind == Entry.Kind.EVENT and _is_gift(one)]
    return tuple(sorted(found, key=lambda one: one.ordering_day, reverse=True))


def _is_gift(entry: Entry) -> bool:
    return entry.leaf.type == Event.Type.GIFT


def coming(entries: Iterable[Entry], on: date) -> tuple[Entry, ...]:
    """Return the visits that are awaited, the nearest first."""
    found = [
        one
        for one in entries
        if one.kind == Entry.Kind.DELEGATION
        and one.leaf.progress in _AWAITED
        and one.start.last >= on
    ]
    return tuple(sorted(found, key=lambda one: one.ordering_day))


def courtesies(
    standings: Iterable[Standing], found: Iterable[Paper], has_chinese: bool, on: date
) -> tuple[Courtesy, ...]:
    """Return what to mind, as far as the record tells: words, anniversaries, order of names."""
    told = [
        Courtesy("no_sister", standing=one) for one in standings if one.form.value != Form.SISTER
    ]
    for paper in found:
        holds = paper.state in ("in_force", "reported")
        is_rung = Agreement.Instrument(paper.entry.instrument).form is not None
        ahead = anniversary_ahead(paper.entry, on) if holds and is_rung else None
        if ahead:
            told.append(Courtesy("anniversary", anniversary=ahead))
    if has_chinese:
        told.append(Courtesy("family_name_first"))
    return tuple(told)
