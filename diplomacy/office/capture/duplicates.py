"""Entries that may be the one being typed: they are shown, and bar nothing."""

from collections.abc import Iterable
from datetime import timedelta
from difflib import SequenceMatcher

from msgspec import Struct

from diplomacy.calendars import PartialDate
from diplomacy.registry.models import City, Entry
from diplomacy.registry.models.folding import fold
from diplomacy.registry.models.words import columns

NEAR = timedelta(days=14)
ALIKE = 0.82  # of two folded titles: 1 is the same
MOST = 4
_VAGUE = timedelta(days=62)  # a date of more than this names no day to compare
_COMPARED = 60  # entries of the city whose titles are compared

_LOOKED_AT = (Entry.Kind.AGREEMENT, Entry.Kind.DELEGATION, Entry.Kind.EVENT)


class Duplicate(Struct, frozen=True):
    """An entry, how many days it is away (None: not by its date), whether its title is alike."""

    entry: Entry
    days: int | None
    is_alike: bool


def possible_duplicates(
    city: City | None, start: PartialDate | None, titles: Iterable[str], but: str = ""
) -> list[Duplicate]:
    """Return the entries of the city near the date or with a title like one of these.

    Two queries at most, over a bounded number of entries; `but` is the key of the entry itself.
    Nearest first.
    """
    if city is None or city.pk is None:
        return []
    # Nor is a draft copy another record than its original.
    changed = Entry.objects.filter(key=but, revises__isnull=False).values("revises")
    of_city = Entry.objects.originals().with_leaf().of_city(city).filter(kind__in=_LOOKED_AT)
    of_city = of_city.exclude(key=but).exclude(pk__in=changed)
    found: dict[int, Duplicate] = {}
    titles = [title for title in titles if title]
    if start is not None and start.is_known and start.last - start.first <= _VAGUE:
        near = of_city.filter(ordering_day__range=(start.first - NEAR, start.last + NEAR))
        for entry in near.order_by("ordering_day", "id")[:_COMPARED]:
            found[entry.pk] = Duplicate(entry, _days(entry, start), _is_alike(entry, titles))
    if titles:
        for entry in of_city.order_by("-ordering_day", "-id")[:_COMPARED]:
            if entry.pk not in found and _is_alike(entry, titles):
                found[entry.pk] = Duplicate(entry, None, True)
    return sorted(found.values(), key=_nearness)[:MOST]


def _days(entry: Entry, start: PartialDate) -> int:
    day = entry.ordering_day
    return max((start.first - day).days, (day - start.last).days, 0)


def _nearness(one: Duplicate) -> tuple[bool, int]:
    return not one.is_alike, one.days if one.days is not None else NEAR.days + 1


def _is_alike(entry: Entry, titles: Iterable[str]) -> bool:
    theirs = [fold(getattr(entry, name)) for name in columns("title") if getattr(entry, name)]
    return any(
        SequenceMatcher(None, fold(title)[:200], other[:200]).ratio() >= ALIKE
        for title in titles
        for other in theirs
    )
