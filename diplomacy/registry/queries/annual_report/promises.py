"""Promises that a year made, saw fall due or left open, with their last verdicts."""

from collections.abc import Iterable
from datetime import date

from diplomacy.registry.models import Commitment, CommitmentReview, Entry

from ..entry_list import published_promises
from ..years import Year
from . import words
from .shape import Promise

MOST = 2000
DELIVERED = CommitmentReview.Verdict.DELIVERED.value
UNASSESSED = CommitmentReview.Verdict.NOT_ASSESSED.value


def promises_of_year(year: Year, last: date) -> tuple[Promise, ...]:
    """Return what was promised by the day `last`, but for what was closed before the year.

    Undertakings and plans only: nothing else was promised. Four queries.
    """
    found = published_promises().filter(
        commitment__force__in=Commitment.PROMISED, ordering_day__lte=last
    )
    rows = (_promise(one, year) for one in found.order_by("ordering_day", "id")[:MOST])
    return tuple(row for row in rows if row is not None)


def delivered(promises: Iterable[Promise]) -> int:
    return sum(one.verdict == DELIVERED for one in promises)


def unassessed(promises: Iterable[Promise]) -> int:
    return sum(one.verdict == UNASSESSED for one in promises)


def _promise(entry: Entry, year: Year) -> Promise | None:
    """Return the row, None where it was closed before the year and is no matter of it."""
    leaf, reviewed = entry.leaf, entry.reviewed_on
    made_in_year = entry.ordering_day >= year.first
    due_in_year = leaf.due.is_known and year.first <= leaf.due.last < year.following
    closed = entry.verdict in CommitmentReview.CLOSING
    old = closed and not (reviewed and reviewed.last >= year.first)
    if old and not made_in_year and not due_in_year:
        return None
    verdict = CommitmentReview.Verdict(entry.verdict)
    return Promise(
        key=entry.key,
        title=words.of(entry, "title"),
        force=words.three(leaf.get_force_display),
        made=str(entry.start),
        due=str(leaf.due),
        due_words=words.of(leaf, "due_words"),
        verdict=verdict.value,
        verdict_word=words.three(lambda: verdict.label),
        reviewed=str(reviewed or ""),
        owes=words.offices(entry.owing),
        made_in_year=made_in_year,
        due_in_year=due_in_year,
    )
