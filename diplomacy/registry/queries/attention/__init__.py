"""What needs the attention of a member of staff: one query for the desk and for reminders."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from msgspec.structs import replace

from diplomacy.registry.models import EntryCity

from .anniversaries import anniversaries
from .corrections import corrections
from .differences import differences
from .gaps import unsourced, untranslated
from .lines import Asked, Attention, Group, Line
from .promises import due_soon, old_reviews, overdue, without_review
from .reports import reports
from .reviews import awaiting_review, sent_back
from .silence import silent
from .terms import terms

# What cannot wait is shown at more length than what can.
LIMIT = 10
CAN_WAIT = (
    Group.UNASSESSED,
    Group.REVIEWED_LONG_AGO,
    Group.DIFFERENCES,
    Group.SILENT,
    Group.UNSOURCED,
    Group.UNTRANSLATED,
    Group.ANNIVERSARIES,
)
CAN_WAIT_LIMIT = 5

_READERS: dict[Group, Callable[[Asked], Attention]] = {
    Group.OVERDUE: overdue,
    Group.TERMS: terms,
    Group.REPORTS: reports,
    Group.REVIEW: awaiting_review,
    Group.SENT_BACK: sent_back,
    Group.CORRECTIONS: corrections,
    Group.PROMISES: due_soon,
    Group.UNASSESSED: without_review,
    Group.REVIEWED_LONG_AGO: old_reviews,
    Group.DIFFERENCES: differences,
    Group.SILENT: silent,
    Group.UNSOURCED: unsourced,
    Group.UNTRANSLATED: untranslated,
    Group.ANNIVERSARIES: anniversaries,
}


def attention(
    user: AbstractBaseUser,
    on: date,
    *,
    limit: int | None = None,
    groups: Iterable[Group] = tuple(Group),
    without: Collection[str] = (),
    only: Collection[str] | None = None,
) -> list[Attention]:
    """Return what needs the attention of `user` on the day `on`, most urgent group first.

    Groups without a line are left out; of the others at most `limit` lines, without a limit ten
    or, of what can wait, five. `without` are the ids of lines to leave out (those put off are
    not left out by themselves), `only` the ids of the lines wanted. At most 18 queries, however
    much is recorded.
    """
    wanted = None if only is None else frozenset(only)
    found = [
        _READERS[group](Asked(user, on, limit or _limit(group), frozenset(without), wanted))
        for group in groups
    ]
    return _with_places([each for each in found if each.lines])


def _limit(group: Group) -> int:
    return CAN_WAIT_LIMIT if group in CAN_WAIT else LIMIT


def _with_places(found: list[Attention]) -> list[Attention]:
    """Return the same with the partners that each entry names. One query."""
    keys = {line.key for each in found for line in each.lines if line.is_of_entry}
    rows = EntryCity.objects.filter(entry__key__in=keys, city__is_home=False)
    places = defaultdict(list)
    for row in rows.select_related("city", "entry").order_by("id"):
        places[row.entry.key].append(str(row.city))
    return [
        replace(each, lines=tuple(_placed(line, places) for line in each.lines)) for each in found
    ]


def _placed(line: Line, places: dict[str, list[str]]) -> Line:
    return replace(line, places=tuple(places[line.key])) if line.is_of_entry else line


__all__ = ["Attention", "Group", "Line", "attention"]
