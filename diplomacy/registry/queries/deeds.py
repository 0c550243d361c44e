"""What took place and what was promised, apart from what was only said or planned."""

from datetime import date

from django.db.models import Q, QuerySet

from diplomacy.registry.models import Agreement, Delegation, Entry, EntryCity, Event

# What is only planned, or did not take place, is not the last thing that happened.
_NOT_HAPPENED = (
    Delegation.Progress.PLANNED,
    Delegation.Progress.ANNOUNCED,
    Delegation.Progress.POSTPONED,
    Delegation.Progress.CANCELLED,
)
# Done, even where only the month or year is known and the middle of it is still to come.
_DONE = Q(delegation__progress=Delegation.Progress.COMPLETED) | Q(
    agreement__paper_state=Agreement.PaperState.SIGNED
)


def done(on: date) -> QuerySet[Entry]:
    """Return what was done or promised up to the day `on`, not said, the last first.

    A visit that was only announced, or called off, was not done, though its day is past.

    "By 2025" may be long ago: it is no news, so a date that is open at its start stays out.
    """
    return (
        Entry.objects.published()
        .filter(
            Q(ordering_day__lte=on) | _DONE & Q(start__first__lte=on), start__first__gt=date.min
        )
        .exclude(event__type__in=Event.WORDS)
        .exclude(delegation__progress__in=_NOT_HAPPENED)
        .order_by("-ordering_day", "-id")
    )


def deeds(on: date) -> QuerySet[EntryCity]:
    """Return the rows of cities in their dated deeds up to the day `on`, the last first."""
    return (
        EntryCity.objects.filter(public=True, day__lte=on, entry__start__first__gt=date.min)
        .exclude(
            Q(entry__weight=Entry.Weight.CONTEXT)
            | Q(entry__event__type__in=Event.WORDS)
            | Q(entry__delegation__progress__in=_NOT_HAPPENED)
        )
        .order_by("-day", "-entry_id")
    )
