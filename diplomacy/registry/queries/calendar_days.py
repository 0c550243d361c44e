"""The days of the public record as a calendar has them: what happened, is planned, ends or is due.

Only what is recorded to the day, so that no month gets a day that nobody stated. What was only
said is left out: on a small screen a calendar cuts a title, and the mark of mere words with it.
"""

from collections.abc import Iterator
from datetime import date

from django.db import models
from django.db.models import (
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from msgspec import Struct

from diplomacy.calendars import UNKNOWN, PartialDate
from diplomacy.registry.models import Agreement, Citation, City, Entry, EntryCity, Event

from .attention.promises import open_promises
from .attention.terms import running_papers
from .changes import with_changes

# The latest entries, and the latest of those that end or are due: telephones ask again and again.
MOST_ENTRIES = 400
MOST_OTHERS = 200


class What(models.TextChoices):
    """Which day of an entry it is."""

    ENTRY = "entry"
    TERM = "term"
    ENDED = "ended"
    DUE = "due"


class CalendarDay(Struct, frozen=True):
    """A day of an entry, or days on end, both ends counted.

    `date` and `until` say it as recorded. Where `is_exact` is false, the days are all those on
    which it may have been.
    """

    what: What
    entry: Entry
    date: PartialDate
    until: PartialDate
    first: date
    last: date
    is_exact: bool


def calendar_days(of: City | None = None, *, approximate: bool = False) -> list[CalendarDay]:
    """Return the days of published entries, all or those that name a city, the earliest first.

    Every entry but mere words on its own day or days; the last day of the term of a paper that no
    other replaced, the day on which a party ended one, and the day for which something is promised
    that no review has closed. With `approximate` also what is known to lie between two days.
    The latest ones only, where there are very many. Each entry comes with leaf, place, cities and
    sources, `with_changes`. Eight queries at most.
    """
    published = Entry.objects.published().of_city(of) if of else Entry.objects.published()
    deeds = published.filter(_dated("start", approximate)).exclude(event__type__in=Event.WORDS)
    own = list(_whole(_latest(deeds, MOST_ENTRIES)))
    others = _with_other_days(of, approximate)
    prefetch_related_objects(
        [*own, *others],
        Prefetch("city_rows", EntryCity.objects.select_related("city")),
        # Sources apart: of entries and sources joined SQLite walks through all sources.
        Prefetch("citations", Citation.objects.prefetch_related("source")),
    )
    found = [_day(What.ENTRY, entry, entry.start, entry.end, approximate) for entry in own]
    for entry in others:
        found += [_day(what, entry, day, UNKNOWN, approximate) for what, day in _other_days(entry)]
    days = [day for day in found if day]
    days.sort(key=lambda day: (day.first, day.entry.key, day.what))
    return days


def _latest(entries: QuerySet[Entry], most: int) -> QuerySet[Entry]:
    """Keep the latest; what comes along with them is read for no others."""
    latest = entries.order_by("-ordering_day", "-id").values("pk")[:most]
    return Entry.objects.filter(pk__in=latest)


def _whole(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    return with_changes(entries.with_leaf().select_related("place"))


def _dated(name: str, approximate: bool) -> Q:
    """Return the condition of a date that lies between two days, or else may be of one only."""
    if approximate:
        return Q(**{f"{name}__first__gt": date.min, f"{name}__last__lt": date.max})
    return Q(**{f"{name}__first": F(f"{name}__last")})


def _with_other_days(of: City | None, approximate: bool) -> list[Entry]:
    """Return the latest papers that end and promises that are due, told which of them do."""

    def latest(rows: QuerySet, name: str) -> set[tuple[date, int]]:
        return _latest_dated(rows, _dated(name, approximate), of)

    signed = Agreement.objects.published().filter(paper_state=Agreement.PaperState.SIGNED)
    ends = latest(running_papers(date.min, public=True), "expires")
    ended = latest(signed, "terminated")
    due = latest(open_promises().published(), "due")
    places = sorted(ends | ended | due, reverse=True)[:MOST_OTHERS]
    found = _whole(Entry.objects.all()).in_bulk([pk for _, pk in places])
    there = [place for place in places if place[1] in found]  # none deleted meanwhile
    for place in there:
        entry = found[place[1]]
        entry.ends, entry.is_ended, entry.is_due = place in ends, place in ended, place in due
    return [found[pk] for _, pk in there]


def _latest_dated(rows: QuerySet, dated: Q, of: City | None) -> set[tuple[date, int]]:
    """Return day and number of the latest of these papers or promises with such a date.

    The date is looked for in their own table, and each that has it is asked whether it is among
    the rows: in a join SQLite walks all published entries, in an order of days both databases do
    where fewer have the date than are looked for.
    """
    table = rows.model.objects.filter(dated)
    if of:
        table = table.filter(pk__in=EntryCity.objects.filter(city=of).values("entry"))
    day = rows.filter(pk=OuterRef("pk")).order_by().values("ordering_day")
    latest = table.annotate(on=Subquery(day)).order_by(F("on").desc(nulls_last=True), "-pk")
    return {place for place in latest.values_list("on", "pk")[:MOST_OTHERS] if place[0]}


def _other_days(entry: Entry) -> Iterator[tuple[What, PartialDate]]:
    leaf = entry.leaf
    if entry.ends and not _is_ended_before(leaf):
        yield What.TERM, leaf.expires
    if entry.is_ended:
        yield What.ENDED, leaf.terminated
    if entry.is_due:
        yield What.DUE, leaf.due


def _is_ended_before(paper: Agreement) -> bool:
    """Whether a party may have ended the paper before the end of its term."""
    return paper.terminated.is_known and paper.terminated.first <= paper.expires.last


def _day(
    what: What, entry: Entry, value: PartialDate, until: PartialDate, approximate: bool
) -> CalendarDay | None:
    """Return the day as the calendar has it, None where it has none."""
    if value.is_day:
        # A last day that is not known takes no days: the visit began on the first.
        last = max(until.first, value.first) if until.is_day else value.first
        return CalendarDay(what, entry, value, until, value.first, last, is_exact=True)
    if not approximate or not _lies_between(value):
        return None
    last = until.last if _lies_between(until) else value.last
    return CalendarDay(what, entry, value, until, value.first, last, is_exact=False)


def _lies_between(value: PartialDate) -> bool:
    return value.first > date.min and value.last < date.max
