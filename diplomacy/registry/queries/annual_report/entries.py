"""What a year recorded: its entries, its visits, and what it had open to residents."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from diplomacy.registry import models
from diplomacy.registry.models import Agreement, Delegation, Event

from ..overview import for_feed
from ..years import Year
from . import words
from .shape import Entry, Offer, Said, Visit

MOST = 2000  # entries that a report lists
NOT_SIGNED = Agreement.PaperState.DRAFT


def entry_row(entry: models.Entry, year: Year) -> Entry:
    """Return an entry of `for_feed` as a row of the timeline."""
    leaf = entry.leaf
    return Entry(
        key=entry.key,
        kind=entry.kind,
        type=getattr(leaf, "type", ""),
        word=words.three(_word(leaf)),
        title=words.of(entry, "title"),
        state=_state(leaf),
        start=str(entry.start),
        sure=year.holds(entry.start),
        cities=words.partners(entry),
        sources=words.publishers(entry),
    )


def visits_of(entries: Iterable[models.Entry]) -> tuple[Visit, ...]:
    """Return the visits and calls among the entries, the cost only where it is released."""
    visits = (entry for entry in entries if entry.kind == models.Entry.Kind.DELEGATION)
    return tuple(_visit(entry, entry.leaf) for entry in visits)


def offers_of_year(year: Year, last: date) -> tuple[Offer, ...]:
    """Return what was open to residents on a day of the year. Three queries."""
    found = models.Entry.objects.published().exclude(event__offer="")
    found = found.filter(kind=models.Entry.Kind.EVENT, start__first__gt=date.min)
    ongoing = Q(end="", start__last__gte=year.first) | ~Q(end="") & Q(end__last__gte=year.first)
    found = found.filter(ongoing, start__first__lte=last).order_by("ordering_day", "id")
    return tuple(
        Offer(
            key=entry.key,
            title=words.of(entry, "title"),
            offer=words.three(entry.leaf.get_offer_display),
            start=str(entry.start),
            end=str(entry.end),
            cities=words.partners(entry),
        )
        for entry in for_feed(found)[:MOST]
    )


def _word(leaf: models.Entry):
    if leaf.kind == models.Entry.Kind.EVENT:
        return leaf.get_type_display
    if leaf.kind == models.Entry.Kind.AGREEMENT:
        return leaf.get_instrument_display
    return leaf.get_kind_display


def _state(leaf: models.Entry) -> Said:
    """Return what the entry is beyond its kind; nothing for what needs no word."""
    match leaf:
        case Agreement():
            return words.three(leaf.get_paper_state_display)
        case Delegation() if leaf.progress != Delegation.Progress.COMPLETED:
            return words.three(
                lambda: f"{leaf.get_direction_display()} · {leaf.get_progress_display()}"
            )
        case Delegation():
            return words.three(leaf.get_direction_display)
        case models.Commitment():
            return words.three(leaf.get_force_display)
        case models.Restriction():
            return words.three(leaf.get_scope_display)
    return Said()


def _visit(entry: models.Entry, leaf: Delegation) -> Visit:
    released = leaf.cost_shown and leaf.cost is not None
    return Visit(
        key=entry.key,
        title=words.of(entry, "title"),
        direction=words.three(leaf.get_direction_display),
        progress=words.three(leaf.get_progress_display),
        start=str(entry.start),
        end=str(entry.end),
        cities=words.partners(entry),
        cost=f"{leaf.cost.normalize():f}" if released else "",
        currency=leaf.currency if released else "",
    )


def is_deed(entry: models.Entry) -> bool:
    """Whether it is an event that took place rather than words about the tie, or a plan."""
    words_only = (*Event.WORDS, Event.Type.PLAN)
    return entry.kind == models.Entry.Kind.EVENT and entry.leaf.type not in words_only
