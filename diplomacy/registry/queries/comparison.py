"""Several ties side by side on one axis of time."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from msgspec import Struct

from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models import City, Entry, EntryCity, Relationship
from diplomacy.registry.models.words import columns, page_language

from .history_rows import entries_of, entry_columns, joined, with_citations
from .paging import CITY_NEWEST_FIRST
from .standing import FormSpan, Standing, standings_with_history, with_contacts
from .time_axis import TimeAxis

MOST_TIES = 6
MOST_ENTRIES = 60  # of a tie: the latest; a chart with more could not be read


class Choice(Struct, frozen=True):
    """Which ties are compared, and what of the request could not be met."""

    ties: tuple[Relationship, ...]
    unknown: int  # keys that name no published tie
    left_out: int  # ties beyond the most that one chart can hold


class Numbered(Struct, frozen=True):
    """An entry with the number that its marker and its row share, 1 for the earliest."""

    number: int
    entry: Entry
    lanes: tuple[int, ...]  # positions of the ties whose partner it names


class Lane(Struct, frozen=True):
    """One tie: where it stands, the forms it has had, and what is not shown of it."""

    tie: Relationship
    standing: Standing
    spans: tuple[FormSpan, ...]
    has_earlier: bool  # whether it has more entries than one lane can hold


class Comparison(Struct, frozen=True):
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
    by_key = {tie.partner.key: tie for tie in _named([_safe(key) for key in wanted], on=on)}
    known = [by_key[key] for key in wanted if key in by_key]
    unknown = len(wanted) - len(known)
    if not known:
        # Leading ties come first in the model's own order.
        first = _first(on=on)
        known = [tie for tie in first if tie.leading] or first[:3]
    return Choice(tuple(known[:MOST_TIES]), unknown, max(0, len(known) - MOST_TIES))


def _public(on: date) -> QuerySet[Relationship]:
    ends = Relationship.objects.select_related("partner__country", "home_end")
    return with_contacts(ends.published().of_the_city(), public=True, on=on)


@kept
def _named(keys: list[str], *, on: date) -> QuerySet[Relationship]:
    return _public(on).filter(partner__key__in=keys)


@kept
def _first(*, on: date) -> QuerySet[Relationship]:
    return _public(on)[:MOST_TIES]


class Offer(Struct, frozen=True):
    """What else can be compared: the leading ties, then all others by name."""

    leading: tuple[Relationship, ...]
    others: tuple[Relationship, ...]


def offered_ties(choice: Choice) -> Offer:
    """Return the published ties that are not chosen yet. One query."""
    chosen = {tie.pk for tie in choice.ties}
    ties = [tie for tie in _offered() if tie.pk not in chosen]
    column = f"order_{page_language()}"
    others = sorted(
        (tie for tie in ties if not tie.leading),
        key=lambda tie: (getattr(tie.partner, column), tie.pk),
    )
    return Offer(tuple(tie for tie in ties if tie.leading), tuple(others))


@kept
def _offered() -> QuerySet[Relationship]:
    """Return all published ties of the city; of their partners what a name to tick is made of."""
    of_partner = (f"order_{page_language()}", "key", *columns("name"))
    ties = Relationship.objects.published().of_the_city().select_related("partner")
    read = ("leading", "partner", *(f"partner__{name}" for name in of_partner))
    return ties.only(*read)


def comparison(choice: Choice, today: date) -> Comparison:
    """Return the chosen ties with their histories.

    Two queries beside what the standings cost: the latest entries and their sources.
    """
    where = standings_with_history(choice.ties, today, today)
    rows: dict[int, list[tuple]] = defaultdict(list)
    partners = [tie.partner_id for tie in choice.ties]
    for row in _latest(*partners) if partners else ():
        rows[row[0]].append(row)
    lanes, lanes_of, shown = [], defaultdict(list), {}
    for position, tie in enumerate(choice.ties):
        latest = rows[tie.partner_id]
        lanes.append(Lane(tie, *where[tie.pk], len(latest) > MOST_ENTRIES))
        for row in latest[:MOST_ENTRIES]:
            lanes_of[row[1]].append(position)
            shown[row[1]] = row
    entries = entries_of(shown.values())
    ordered = sorted(entries, key=lambda e: (e.is_undated, e.ordering_day, e.pk))
    numbered = [
        Numbered(number, entry, tuple(lanes_of[entry.pk]))
        for number, entry in enumerate(with_citations(ordered), start=1)
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


@kept
def _latest(*cities: City) -> QuerySet:
    """Return the latest rows of each city, one more than a lane holds, and what entries need.

    Each city's from the end of its index: numbered rows would be all rows of all the cities.
    """
    rows = EntryCity.objects.filter(public=True).order_by(*CITY_NEWEST_FIRST)
    keys = joined(*((rows.filter(city=city), MOST_ENTRIES + 1) for city in cities))
    rows = EntryCity.objects.filter(pk__in=keys)
    rows = rows.order_by(*CITY_NEWEST_FIRST)
    return rows.values_list("city_id", "entry_id", *entry_columns("entry__"))


def _safe(key: str) -> str:
    """Return the key as the databases can compare it; no key holds what is cut here."""
    return key.replace("\0", "")[:80].encode("utf-8", "ignore").decode()
