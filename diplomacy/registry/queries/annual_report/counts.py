"""The numbers of a report, each with what it counts."""

from collections import Counter
from collections.abc import Iterable

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from diplomacy.registry import models
from diplomacy.registry.models import Agreement, Delegation, Form

from ..counts import CRITERIA
from . import words
from .entries import is_deed
from .promises import delivered, unassessed
from .shape import Count, Offer, Promise, Tie, Visit

KIND = models.Entry.Kind


def forms(ties: list[Tie]) -> tuple[Count, ...]:
    """Return how many ties stood at each form, highest first, forms without any left out."""
    found = Counter(tie.form for tie in ties)
    return tuple(
        _count(form.value, CRITERIA[form], found[form.value])
        for form in reversed(Form)
        if found[form.value]
    )


def counts(
    ties: list[Tie],
    entries: list[models.Entry],
    promises: tuple[Promise, ...],
    visits: tuple[Visit, ...],
    offers: tuple[Offer, ...],
) -> tuple[Count, ...]:
    """Return the other numbers of the year."""
    change = Counter(tie.change for tie in ties)
    return (
        _count("opened", _("ties with their first contact or paper in the year"), change["opened"]),
        _count("moved", _("ties whose form or stage changed in the year"), change["moved"]),
        _count(
            "quiet",
            _("ties recorded before, with nothing recorded in the year"),
            sum(tie.quiet for tie in ties),
        ),
        *_of_entries(entries),
        *_of_promises(promises),
        _count(
            "released",
            _("visits and calls of the year whose cost is released"),
            sum(bool(visit.cost) for visit in visits),
            len(visits),
        ),
        _count("offers", _("offers to residents, open on a day of the year"), len(offers)),
    )


def _of_entries(entries: list[models.Entry]) -> Iterable[Count]:
    signed = [
        one
        for one in entries
        if one.kind == KIND.AGREEMENT and one.leaf.paper_state == Agreement.PaperState.SIGNED
    ]
    visits = Counter(
        one.leaf.direction
        for one in entries
        if one.kind == KIND.DELEGATION and one.leaf.progress == Delegation.Progress.COMPLETED
    )
    directions = Delegation.Direction
    deeds = sum(map(is_deed, entries))
    said = sum(one.kind == KIND.EVENT for one in entries) - deeds
    yield _count("entries", _("published entries dated in the year"), len(entries))
    yield _count("signed", _("papers signed, of any class"), len(signed))
    yield _count("in", _("visits received, completed, of every level"), visits[directions.INCOMING])
    yield _count("out", _("visits made, completed, of every level"), visits[directions.OUTGOING])
    yield _count("online", _("online meetings and calls, completed"), visits[directions.ONLINE])
    yield _count("events", _("events that took place, whoever held them"), deeds)
    yield _count("said", _("claims, lists, assessments and plans: words, no deeds"), said)


def _of_promises(promises: tuple[Promise, ...]) -> Iterable[Count]:
    made = [one for one in promises if one.made_in_year]
    due = [one for one in promises if one.due_in_year]
    yield _count("made", _("undertakings and plans made in the year"), len(made))
    yield _count("due", _("undertakings and plans due in the year"), len(due))
    for name, label, some in (
        ("made-delivered", _("recorded as delivered, of those made in the year"), made),
        ("due-delivered", _("recorded as delivered, of those due in the year"), due),
    ):
        if some:
            yield _count(name, label, delivered(some), len(some), unassessed(some))


def _count(
    name: str, label: str | Lazy, number: int, of: int | None = None, open_: int | None = None
) -> Count:
    return Count(name, words.three(lambda: label), number, of, open_)
