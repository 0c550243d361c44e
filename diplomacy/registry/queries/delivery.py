"""From ceremony to delivery: what of a tie was courtesy, exchanged, signed, promised, delivered.

Five classes and no score. Counted is what the two ends did, by the rules of their standing
(`standing.record`): acts of city, council or citizens; nothing that is only context, was only
said or planned, or is still to come; a pair that may be the same once.

- courtesy: visits and encounters whose weight is courtesy.
- exchange: completed visits either way, and encounters, of substance.
- signed: papers that were signed; a draft is none.
- promised: commitments of the force of an undertaking or a plan, whoever of all levels owes them:
  only these were promised, and the others would accuse people of what they never promised.
- delivered: those of them whose last verdict is "delivered", and those that a deed `delivers`
  while no reviewer has said otherwise. They are dated by the deed, else by the verdict.

An entry belongs to the year of its ordering day, as in every list; an undated one to none.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise

from django.db import models
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils.translation import pgettext_lazy
from msgspec import Struct

from diplomacy.calendars import Language, PartialDate, year_heading
from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models import (
    Agreement,
    City,
    Commitment,
    CommitmentReview,
    Delegation,
    Entry,
    EntryCity,
    EntryLink,
    Event,
    Publication,
)
from diplomacy.registry.models.bearing import ENCOUNTERS, ENDS_ACT

from .timeline import LONG_SILENCE, year_bounds

Verdict = CommitmentReview.Verdict

_BETWEEN_US = (
    Delegation.Direction.INCOMING,
    Delegation.Direction.OUTGOING,
    Delegation.Direction.ONLINE,
)


class Class(models.TextChoices):
    """The five classes, from ceremony to delivery."""

    COURTESY = "courtesy", pgettext_lazy("class of what a tie came to", "courtesy")
    EXCHANGE = "exchange", pgettext_lazy("class of what a tie came to", "exchange")
    SIGNED = "signed", pgettext_lazy("class of what a tie came to", "signed")
    PROMISED = "promised", pgettext_lazy("class of what a tie came to", "promised")
    DELIVERED = "delivered", pgettext_lazy("class of what a tie came to", "delivered")


class Counted(Struct, frozen=True):
    """An entry, by primary key, in one class on its ordering day; `date.min` is undated.

    `span` is the first and the last day on which it may have been, where that is more than one.
    """

    entry: int
    of: Class
    day: date
    span: tuple[date, date] | None = None

    def may_lie_elsewhere(self, language: Language) -> bool:
        """Whether it may lie in another year than that of its ordering day."""
        if self.span is None or self.day == date.min:
            return False
        if self.span[0] == date.min or self.span[1] == date.max:
            return True
        return year_heading(self.span[0], language)[0] != year_heading(self.span[1], language)[0]


class DeliveryYear(Struct, frozen=True):
    """A year that holds something; `silent_years` lie between it and the one before it."""

    number: int
    counts: Mapping[Class, int]
    silent_years: int


class Delivery(Struct, frozen=True):
    """What is counted of a tie; `verdicts` are the last ones on its promises, in their order.

    A promise that a deed delivers stands under "delivered". `entries` is the number of all
    published entries that name the partner: those counted are a part of it.
    """

    counted: tuple[Counted, ...]
    verdicts: tuple[tuple[Verdict, int], ...]
    entries: int

    def number(self, of: Class) -> int:
        return sum(one.of == of for one in self.counted)

    def undated(self, of: Class) -> int:
        return sum(one.of == of and one.day == date.min for one in self.counted)

    @property
    def entries_counted(self) -> int:
        return len({one.entry for one in self.counted})

    def unsure(self, language: Language) -> int:
        """Return how many entries may lie in another year than the one they stand under."""
        return len({one.entry for one in self.counted if one.may_lie_elsewhere(language)})

    def years(self, language: Language) -> tuple[DeliveryYear, ...]:
        """Return the years of the language's first calendar that hold something, in order."""
        counts: dict[int, Counter[Class]] = defaultdict(Counter)
        for one in self.counted:
            if one.day > date.min:
                counts[year_heading(one.day, language)[0]][one.of] += 1
        numbers = sorted(counts)
        gaps = {later: later - earlier - 1 for earlier, later in pairwise(numbers)}
        return tuple(DeliveryYear(year, counts[year], gaps.get(year, 0)) for year in numbers)

    def entries_of(self, of: Class, year: int | None, *, undated: bool = False) -> tuple[int, ...]:
        """Return the primary keys in a class: of a year of either calendar, None for all."""
        first, following = (year is not None and year_bounds(year)) or (date.min, date.max)
        if undated:
            following = date(1, 1, 2)
        return tuple(
            one.entry for one in self.counted if one.of == of and first <= one.day < following
        )


def is_long(silent_years: int) -> bool:
    """Whether so many years without anything are worth saying."""
    return silent_years >= LONG_SILENCE


def delivery(partner: City, on: date) -> Delivery:
    """Return what the tie with `partner` came to by the day `on`, from published entries.

    Two queries: the rows of the city with what tells their class, and the links that count.
    """
    rows = {row["entry_id"]: row for row in _rows(partner)}
    classes = {pk: of for pk, row in rows.items() if (of := _class_of(row, on))}
    links = _links(partner)
    for pk in _twins(classes, links):
        del classes[pk]
    promises = {pk: rows[pk] for pk, of in classes.items() if of == Class.PROMISED}
    deeds = _deeds(links, promises, on)
    counted = [
        Counted(pk, of, rows[pk]["day"], (rows[pk]["start"].first, rows[pk]["start"].last))
        for pk, of in classes.items()
    ]
    verdicts: Counter[Verdict] = Counter()
    for pk, row in promises.items():
        verdict, day = _outcome(row, deeds.get(pk, ()))
        verdicts[verdict] += 1
        if verdict == Verdict.DELIVERED:
            counted.append(Counted(pk, Class.DELIVERED, day))
    counted.sort(key=lambda one: (one.day, one.entry))
    told = tuple((verdict, verdicts[verdict]) for verdict in Verdict if verdicts[verdict])
    return Delivery(tuple(counted), told, len(rows))


def newest_first(entries: Iterable[int]) -> QuerySet[Entry]:
    """Return the published entries of these primary keys with their leaf, undated ones last."""
    found = Entry.objects.published().filter(pk__in=list(entries)).with_leaf()
    return found.order_by("-ordering_day", "-pk")


@kept
def _rows(partner: City) -> QuerySet:
    reviews = CommitmentReview.objects.last_of(OuterRef("entry"))
    agreements, delegations, events, commitments = (
        leaf.objects.filter(pk=OuterRef("entry"))
        for leaf in (Agreement, Delegation, Event, Commitment)
    )
    return (
        EntryCity.objects.filter(city=partner, public=True)
        .order_by("day", "entry")
        # Of each row only what its own kind has is looked up: joins would look in all tables.
        .values(
            "entry_id",
            "day",
            of=F("kind"),
            start=F("entry__start"),
            level=F("entry__level"),
            weight=F("entry__weight"),
            paper=_of(Entry.Kind.AGREEMENT, agreements, "paper_state"),
            progress=_of(Entry.Kind.DELEGATION, delegations, "progress"),
            direction=_of(Entry.Kind.DELEGATION, delegations, "direction"),
            type=_of(Entry.Kind.EVENT, events, "type"),
            force=_of(Entry.Kind.COMMITMENT, commitments, "force"),
            verdict=_of(Entry.Kind.COMMITMENT, reviews, "verdict"),
            reviewed_on=_of(Entry.Kind.COMMITMENT, reviews, "on"),
        )
    )


def _of(kind: Entry.Kind, rows: QuerySet, column: str) -> Case:
    return Case(When(kind=kind, then=Subquery(rows.values(column)[:1])))


def _class_of(row: dict, on: date) -> Class | None:
    """Return the class of an entry, None for what is not counted."""
    if not _is_done(row, on):
        return None
    if row["of"] == Entry.Kind.COMMITMENT:
        return Class.PROMISED if row["force"] in Commitment.PROMISED else None
    if row["weight"] == Entry.Weight.CONTEXT or row["level"] not in ENDS_ACT:
        return None
    if row["of"] == Entry.Kind.AGREEMENT:
        return Class.SIGNED
    met = row["direction"] in _BETWEEN_US or row["type"] in ENCOUNTERS
    if not met:
        return None
    return Class.COURTESY if row["weight"] == Entry.Weight.COURTESY else Class.EXCHANGE


def _is_done(row: dict, on: date) -> bool:
    """Whether it has happened, by its record: no draft, no plan, and no day that is to come.

    What is recorded as done in a year or month that has begun is done, though the middle of it
    may be to come; of an event nothing else says so.
    """
    start: PartialDate = row["start"]
    begun = not start.is_known or start.first <= on
    match row["of"]:
        case Entry.Kind.AGREEMENT:
            return begun and row["paper"] == Agreement.PaperState.SIGNED
        case Entry.Kind.DELEGATION:
            return begun and row["progress"] == Delegation.Progress.COMPLETED
        case Entry.Kind.EVENT:
            said = row["type"] in (*Event.WORDS, Event.Type.PLAN)
            return start.ordering_day <= on and not said
        case Entry.Kind.COMMITMENT:
            return begun
    return False


@kept
def _links(partner: City) -> QuerySet:
    """Read what may be the same as another, and what delivers one, with what tells what it is."""
    here = EntryCity.objects.filter(city=partner, public=True).values("entry")
    same = Q(kind=EntryLink.Kind.MAY_BE_SAME, entry__in=here)
    delivers = Q(kind=EntryLink.Kind.DELIVERS, entry__publication=Publication.PUBLISHED)
    return (
        EntryLink.objects.filter(same | delivers, to__in=here)
        .order_by("pk")
        .values(
            "entry_id",
            "to_id",
            link=F("kind"),
            of=F("entry__kind"),
            start=F("entry__start"),
            paper=F("entry__agreement__paper_state"),
            progress=F("entry__delegation__progress"),
            type=F("entry__event__type"),
        )
    )


def _twins(classes: Mapping[int, Class], links: Iterable[dict]) -> set[int]:
    """Return those that may be the same as another that is counted: of each group all but one."""
    left: set[int] = set()
    for link in links:
        pair = {link["entry_id"], link["to_id"]}
        if link["link"] == EntryLink.Kind.MAY_BE_SAME and pair <= classes.keys() - left:
            left.add(link["entry_id"])
    return left


def _deeds(links: Iterable[dict], promises: Mapping[int, dict], on: date) -> dict[int, list]:
    """Return by promise the ordering days of the deeds that deliver it."""
    found: dict[int, list[date]] = defaultdict(list)
    for link in links:
        is_deed = link["of"] != Entry.Kind.COMMITMENT and _is_done(link, on)
        if link["link"] == EntryLink.Kind.DELIVERS and link["to_id"] in promises and is_deed:
            found[link["to_id"]].append(link["start"].ordering_day)
    return found


def _outcome(row: dict, deeds: Iterable[date]) -> tuple[Verdict, date]:
    """Return what came of a promise, and the day of its delivery where it was delivered."""
    verdict = Verdict(row["verdict"] or Verdict.NOT_ASSESSED)
    days = list(deeds)
    if days and verdict in CommitmentReview.UNDECIDED:  # then the deed shows it
        verdict = Verdict.DELIVERED
    day = max(days, default=date.min)  # delivered once the last part of it was
    if day == date.min and row["reviewed_on"]:
        day = row["reviewed_on"].ordering_day
    return verdict, day
