"""An annual report as a page, a paper and a table show it: without what was withdrawn since."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.db.models import CharField, QuerySet, Value
from msgspec import Struct, field

from diplomacy.calendars import solar_hijri, write_month
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models import (
    CommitmentReview,
    Delegation,
    Entry,
    FormerAddress,
    Relationship,
    YearReport,
)
from diplomacy.registry.models.words import Text

from ..years import Year, year
from .promises import DELIVERED
from .shape import Entry as Row
from .shape import Promise, Report, Tie, as_date, as_day

MONTH = 31  # days: what is known no better stands in no month
LISTS = ("ties", "entries", "promises", "visits", "offers")


class Month(Struct, frozen=True):
    """The entries of one month of the page's calendar; no heading where it is not known."""

    heading: str
    entries: tuple[Row, ...]


class Cost(Struct, frozen=True):
    """What the visits cost whose cost is released, in one currency: sums are never mixed."""

    currency: str
    total: Decimal
    visits: int


class ReportPage(Struct, frozen=True):
    """A report as it is read. `gone` tells for each list how many rows were withdrawn since."""

    record: YearReport
    report: Report
    year: Year
    gone: dict[str, int] = field(default_factory=dict)

    @property
    def introduction(self) -> Text:
        return self.record.introduction

    @property
    def is_draft(self) -> bool:
        return self.record.state == YearReport.State.DRAFT

    @property
    def is_new_edition(self) -> bool:
        """Whether an earlier edition was withdrawn, and this one stands in its place."""
        return self.record.withdrawn_on is not None

    @property
    def last(self) -> date | None:
        return as_day(self.report.last)

    @property
    def made_on(self) -> date | None:
        return as_day(self.report.made_on)

    @property
    def all_ties(self) -> int:
        """Return how many ties were counted, those included that were withdrawn since."""
        return sum(one.number for one in self.report.forms)

    @property
    def opened(self) -> list[Tie]:
        return [tie for tie in self.report.ties if tie.change == "opened"]

    @property
    def moved(self) -> list[Tie]:
        return [tie for tie in self.report.ties if tie.change == "moved"]

    @property
    def quiet(self) -> list[Tie]:
        return [tie for tie in self.report.ties if tie.quiet]

    @property
    def kept(self) -> list[Promise]:
        return [one for one in self.report.promises if one.verdict == DELIVERED]

    @property
    def open(self) -> list[Promise]:
        return [one for one in self.report.promises if one.verdict not in CommitmentReview.CLOSING]

    @property
    def closed_otherwise(self) -> list[Promise]:
        """Return those of which a review says: not delivered, or withdrawn by agreement."""
        closed = (one for one in self.report.promises if one.verdict in CommitmentReview.CLOSING)
        return [one for one in closed if one.verdict != DELIVERED]

    @property
    def months(self) -> list[Month]:
        return list(_months(self.report.entries))

    @property
    def costs(self) -> list[Cost]:
        sums: dict[str, list[Decimal]] = defaultdict(list)
        for visit in self.report.visits:
            if visit.cost:
                sums[visit.currency].append(Decimal(visit.cost))
        return [Cost(name, sum(some, Decimal()), len(some)) for name, some in sorted(sums.items())]


def report_page(record: YearReport, report: Report) -> ReportPage | None:
    """Return the page of a report, what is no longer public taken out. One query.

    None where no calendar has the year.
    """
    found = year(record.year)
    if found is None:
        return None
    shown = _public(report)
    changed, gone = {}, {}
    for name in LISTS:
        rows = getattr(report, name)
        noun = "tie" if name == "ties" else "entry"
        kept = tuple(row for row in rows if (noun, row.key) in shown)
        changed[name], gone[name] = kept, len(rows) - len(kept)
    changed["visits"] = tuple(
        visit if ("cost", visit.key) in shown else _without(visit, cost="", currency="")
        for visit in changed["visits"]
    )
    return ReportPage(record, _without(report, **changed), found, gone)


def _without(row, **changes):
    values = {name: getattr(row, name) for name in row.__struct_fields__}
    return type(row)(**(values | changes))


def _public(report: Report) -> set[tuple[str, str]]:
    """Return what of the report readers may still see: noun and key. One query."""
    ties = {tie.key for tie in report.ties}
    entries = {row.key for name in LISTS[1:] for row in getattr(report, name)}
    released = Delegation.objects.published().filter(
        key__in=[visit.key for visit in report.visits if visit.cost], cost_shown=True
    )
    parts = [
        _named("tie", Relationship.objects.published().filter(key__in=ties)),
        _named("entry", Entry.objects.published().filter(key__in=entries)),
        _named("cost", released),
        # A key that was changed: the old address leads to the record still.
        _named("tie", _former(Relationship.objects.published(), "relationship", ties)),
        _named("entry", _former(Entry.objects.published(), "entry", entries)),
    ]
    return set(parts[0].union(*parts[1:], all=True))


def _named(noun: str, rows: QuerySet) -> QuerySet:
    named = rows.order_by().annotate(what=Value(noun, output_field=CharField()))
    return named.values_list("what", "key")


def _former(records: QuerySet, noun: str, keys: set[str]) -> QuerySet[FormerAddress]:
    return FormerAddress.objects.filter(
        noun=noun, key__in=keys, record_id__in=records.order_by().values("pk")
    )


def _months(entries: Iterable[Row]) -> Iterator[Month]:
    """Yield the entries month by month, last those of which no month is known."""
    dated = [(as_date(row.start), row) for row in entries]
    known = [(day.ordering_day, row) for day, row in dated if (day.last - day.first).days < MONTH]
    for heading, group in groupby(known, key=lambda one: _heading(one[0])):
        yield Month(heading, tuple(row for _, row in group))
    rest = tuple(row for day, row in dated if (day.last - day.first).days >= MONTH)
    if rest:
        yield Month("", rest)


def _heading(day: date) -> str:
    language = active_language()
    if language == "fa":
        number, month, _ = solar_hijri(day)
        return write_month("solar_hijri", number, month, language)
    return write_month("gregorian", day.year, day.month, language)
