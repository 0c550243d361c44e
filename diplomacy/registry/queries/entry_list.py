"""Lists of one kind of entry, and what they can be narrowed by."""

from datetime import date
from typing import NamedTuple

from django.db import router
from django.db.models import (
    Case,
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from msgspec import Struct

from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models import (
    Citation,
    City,
    CommitmentReview,
    Entry,
    EntryCity,
    Participation,
    Relationship,
)
from diplomacy.registry.models.words import FALLBACK, columns, page_language

from .along import Light
from .counting import are_many
from .paging import NEWEST_FIRST, PAGE_SIZE, Page, first_page
from .standing.light import EntryColumns

# What a row of a list says of its cities and sources: the whole of each would be most of its cost.
CITIES = Light("city_rows", EntryCity, "city", ("key", "is_home", *columns("name")))
CITATIONS = Light("citations", Citation, "source", ("key", "title", "publisher", "language"))

# What it says of an entry itself.
_OF_ENTRY = ("id", "key", "kind", "start", "end", "ordering_day", *columns("title"))
_OF_KIND = {
    Entry.Kind.AGREEMENT: ("instrument", "paper_state", "in_force", "expires", "terminated"),
    Entry.Kind.DELEGATION: ("direction", "progress"),
    Entry.Kind.EVENT: ("type", "claimed_form", "stated_count"),
    Entry.Kind.RESTRICTION: ("scope",),
}
_COLUMNS = {
    kind: EntryColumns(_OF_ENTRY, {kind.value: of_kind}) for kind, of_kind in _OF_KIND.items()
}


class Place(NamedTuple):
    """A city by which a list can be narrowed; its `number` of rows, None where none is counted."""

    key: str
    label: str
    sort_key: tuple[str, int]
    number: int | None

    def __str__(self) -> str:
        return self.label


class Offered(Struct, frozen=True):
    """The home city, and the other cities by which entries of a kind can be narrowed.

    Where there are too many of these entries to be counted (`is_counted`), only partners are
    offered: nobody finds a name in a list of thousands. `first` and `last` are the first and the
    last day then.
    """

    home: City | None
    cities: tuple[City | Place, ...]
    is_counted: bool
    first: date | None = None
    last: date | None = None


def offered(kind: Entry.Kind) -> Offered:
    """Return by what the published entries of a kind can be narrowed.

    One query, two where there are too many entries to be counted.
    """
    found = _cities_of_kind(kind=Entry.Kind(kind).value)
    home = next((city for city in found if city.is_home), None)
    if found and found[0].are_many:
        return Offered(home, _partners(kind), False, found[0].first, found[0].last)
    return Offered(home, tuple(city for city in found if not city.is_home), True)


@kept
def _cities_of_kind(*, kind: str) -> QuerySet[City]:
    """Find the home city, and the others that entries of the kind name if these can be counted."""
    published = Entry.objects.published().filter(kind=kind)
    dated = published.filter(ordering_day__gt=date.min)
    of_city = _rows_of_city(kind)
    number = Subquery(of_city.values("city").annotate(n=Count("pk")).values("n"))
    return (
        City.objects.annotate(
            are_many=are_many(published),
            first=Subquery(dated.order_by("ordering_day").values("ordering_day")[:1]),
            last=Subquery(dated.order_by("-ordering_day").values("ordering_day")[:1]),
            number=Case(When(is_home=True, then=0), default=number),
        )
        .filter(Q(is_home=True) | Q(are_many=False) & Exists(of_city))
        .select_related("identity")
    )


def _rows_of_city(kind: str) -> QuerySet[EntryCity]:
    return EntryCity.objects.filter(city=OuterRef("pk"), kind=kind, public=True).order_by()


def _partners(kind: Entry.Kind) -> tuple[Place, ...]:
    """Return the partners of published ties that entries name; no whole record of any."""
    return tuple(
        Place(key, next(filter(None, names), key), (order, pk), None)
        for key, pk, order, *names in _named_partners(kind=Entry.Kind(kind).value)
    )


@kept
def _named_partners(*, kind: str) -> QuerySet[City, tuple]:
    language = page_language()
    ties = Relationship.objects.published().of_the_city()
    partners = City.objects.filter(Exists(_rows_of_city(kind)), pk__in=ties.values("partner"))
    names = [f"name_{code}" for code in FALLBACK[language]]
    return partners.order_by().values_list("key", "pk", f"order_{language}", *names)


def published_of_kind(kind: Entry.Kind) -> QuerySet[Entry]:
    """Return the published entries of a kind with their leaf, cities and sources.

    Three queries for a page of it: entries, cities, citations.
    """
    entries = Entry.objects.published().filter(kind=kind).select_related(kind.value)
    return entries.prefetch_related(CITIES, CITATIONS)


def newest_of_kind(kind: Entry.Kind) -> Page[Entry]:
    """Return the first page of `published_of_kind`, newest first: what readers ask for most.

    One query, of what a row of a list says alone.
    """
    rows = _newest(kind=kind, size=PAGE_SIZE + 1)
    db = router.db_for_read(Entry)
    found = [_COLUMNS[kind].entry(row, db) for row in rows]
    CITIES.lay(found, (row[-2] for row in rows))
    CITATIONS.lay(found, (row[-1] for row in rows))
    return first_page(found, NEWEST_FIRST, PAGE_SIZE)


@kept
def _newest(*, kind: Entry.Kind, size: int) -> QuerySet[Entry, tuple]:
    entries = Entry.objects.published().filter(kind=kind).order_by(*NEWEST_FIRST)[:size]
    told = (rows.told("entry") for rows in (CITIES, CITATIONS))
    return entries.values_list(*_COLUMNS[kind].names(), *told)


def published_promises() -> QuerySet[Entry]:
    """Return the published commitments as `with_verdict`, and as `owing` who owes each.

    `owing` are participations. Four queries for a page of it.
    """
    owing = Participation.objects.filter(role=Participation.Role.OWES)
    return with_verdict(published_of_kind(Entry.Kind.COMMITMENT)).prefetch_related(
        Prefetch("participations", owing.select_related("person", "organisation", "city"), "owing")
    )


def with_verdict(promises: QuerySet[Entry]) -> QuerySet[Entry]:
    """Annotate commitments with their last verdict and whether their day has passed.

    `verdict` is "not_assessed" and `reviewed_on` None where nobody has reviewed it; `due_state` is
    "past" once the last possible day has passed, "ahead" before, "none" without a day.
    """
    last = CommitmentReview.objects.last_of(OuterRef("pk"))
    unseen = Value(CommitmentReview.Verdict.NOT_ASSESSED.value)
    return promises.annotate(
        due_state=Case(
            When(commitment__due="", then=Value("none")),
            When(commitment__due__last__lt=timezone.localdate(), then=Value("past")),
            default=Value("ahead"),
        ),
        verdict=Coalesce(Subquery(last.values("verdict")[:1]), unseen),
        reviewed_on=Subquery(last.values("on")[:1]),
    )
