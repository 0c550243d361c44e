"""Several ties side by side on one axis of time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from diplomacy.registry.models import Entry, EntryCity, Relationship
from diplomacy.registry.models.words import page_language

from .standing import FormSpan, Standing, standings_with_history, with_contacts
from .time_axis import TimeAxis
from .timeline import with_sources

MOST_TIES = 6
MOST_ENTRIES = 60  # of a tie: the latest; a chart with more could not be read


@dataclass(frozen=True, slots=True)
class Choice:
    """Which ties are compared, and what of the request could not be met."""

    ties: tuple[Relationship, ...]
    unknown: int  # keys that name no published tie
    left_out: int  # ties beyond the most that one chart can hold


@dataclass(frozen=True, slots=True)
class Numbered:
    """An entry with the number that its marker and its row share, 1 for the earliest."""

    number: int
    entry: Entry
    lanes: tuple[int, ...]  # positions of the ties whose partner it names


@dataclass(frozen=True, slots=True)
class Lane:
    """One tie: where it stands, the forms it has had, and what is not shown of it."""

    tie: Relationship
    standing: Standing
    spans: tuple[FormSpan, ...]
    has_earlier: bool  # whether it has more entries than one lane can hold


@dataclass(frozen=True, slots=True)
class Comparison:
    """Lanes over one axis. `dated` runs from the earliest; undated entries have no marker."""

    choice: Choice
    lanes: tuple[Lane, ...]
    dated: tuple[Numbered, ...]
    undated: tuple[Numbered, ...]
    axis: TimeAxis
    today: date


def choose(keys: Iterable[str], on: date) -> Choice:
    """Return the published ties whose partners the keys name, in that order and once each.

    Without a key that names one: the leading ties, or the first ones where none leads.
    They are annotated for `standing` on the day `on`. One query, two without such a key.
    """
    wanted = list(dict.fromkeys(key for key in keys if key))
    ends = Relationship.objects.select_related("partner__country", "home_end")
    public = with_contacts(ends.published().of_the_city(), public=True, on=on)
    by_key = {
        tie.partner.key: tie for tie in public.filter(partner__key__in=[_safe(k) for k in wanted])
    }
    known = [by_key[key] for key in wanted if key in by_key]
    unknown = len(wanted) - len(known)
    if not known:
        # Leading ties come first in the model's own order.
        first = list(public[:MOST_TIES])
        known = [tie for tie in first if tie.leading] or first[:3]
    return Choice(tuple(known[:MOST_TIES]), unknown, max(0, len(known) - MOST_TIES))


@dataclass(frozen=True, slots=True)
class Offer:
    """What else can be compared: the leading ties, then all others by name."""

    leading: tuple[Relationship, ...]
    others: tuple[Relationship, ...]


def offered_ties(choice: Choice) -> Offer:
    """Return the published ties that are not chosen yet. One query."""
    ties = (
        Relationship.objects.published()
        .of_the_city()
        .exclude(pk__in=[tie.pk for tie in choice.ties])
        .select_related("partner")
    )
    leading = [tie for tie in ties if tie.leading]
    column = f"order_{page_language()}"
    others = sorted(
        (tie for tie in ties if not tie.leading),
        key=lambda tie: (getattr(tie.partner, column), tie.pk),
    )
    return Offer(tuple(leading), tuple(others))


def comparison(choice: Choice, today: date) -> Comparison:
    """Return the chosen ties with their histories.

    Four queries beside what the standings cost: the latest rows, entries, sources, areas.
    """
    where = standings_with_history(choice.ties, today, today)
    rows = _latest_rows(choice.ties)
    lanes, lanes_of = [], defaultdict(list)
    for position, tie in enumerate(choice.ties):
        ids = rows[tie.partner_id]
        lanes.append(Lane(tie, *where[tie.pk], len(ids) > MOST_ENTRIES))
        for entry_id in ids[:MOST_ENTRIES]:
            lanes_of[entry_id].append(position)
    entries = Entry.objects.published().filter(pk__in=lanes_of).with_leaf()
    ordered = sorted(entries, key=lambda e: (e.is_undated, e.ordering_day, e.pk))
    numbered = [
        Numbered(number, entry, tuple(lanes_of[entry.pk]))
        for number, entry in enumerate(with_sources(ordered), start=1)
    ]
    dated = tuple(one for one in numbered if not one.entry.is_undated)
    days = [one.entry.ordering_day for one in dated]
    days += [day for lane in lanes for span in lane.spans for day in _ends(span, today)]
    return Comparison(
        choice=choice,
        lanes=tuple(lanes),
        dated=dated,
        undated=tuple(one for one in numbered if one.entry.is_undated),
        axis=TimeAxis.spanning(days, today),
        today=today,
    )


def _ends(span: FormSpan, today: date) -> list[date]:
    """Return the ends of a span that are days of their own, not the edge of what is known."""
    return [day for day in (span.first, span.last) if date.min < day <= today]


def _latest_rows(ties: Iterable[Relationship]) -> dict[int, list[int]]:
    """Return by partner the ids of its latest entries, one more than a lane holds. One query."""
    latest = Window(
        RowNumber(), partition_by="city_id", order_by=[F("day").desc(), F("entry_id").desc()]
    )
    rows = (
        EntryCity.objects.filter(city__in=[tie.partner_id for tie in ties], public=True)
        .annotate(rank=latest)
        .filter(rank__lte=MOST_ENTRIES + 1)
        .order_by("city_id", "rank")
        .values_list("city_id", "entry_id")
    )
    found: dict[int, list[int]] = defaultdict(list)
    for city_id, entry_id in rows:
        found[city_id].append(entry_id)
    return found


def _safe(key: str) -> str:
    """Return the key as the databases can compare it; no key holds what is cut here."""
    return key.replace("\0", "")[:80].encode("utf-8", "ignore").decode()
