"""What is recorded of ties, counted from the rows of their partners (`queries.matrix`)."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from functools import partial

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan
from msgspec import Struct

from diplomacy.registry.models import (
    City,
    Commitment,
    CommitmentReview,
    CooperationArea,
    Entry,
    EntryArea,
    EntryCity,
)

from .sectors import Sector, bodies_taking_part, names_no_body, number_of, words


class Recorded(Struct, frozen=True):
    """How many entries; `delivered`, as last reviewed, of what was `promised` (only these count).

    `last` is the day of the last one that is dated and not to come, None without one.
    """

    entries: int = 0
    agreements: int = 0
    delegations: int = 0
    commitments: int = 0
    promised: int = 0
    delivered: int = 0
    last: date | None = None


class InSector(Struct, frozen=True):
    """In how many entries of a tie a body of the sector took part, on which side, when last."""

    sector: Sector
    entries: int = 0
    ours: int = 0
    partner: int = 0
    last: date | None = None


def whole(public: QuerySet[EntryCity], on: date) -> dict[tuple, Recorded]:
    """Return by partner all that is recorded."""
    # Each entry names a city once.
    found = public.values("city", "kind").annotate(**_counts(on, distinct=False))
    return _by_kind(found, "city")


def naming_none(public: QuerySet[EntryCity], on: date) -> dict[int, tuple[int, date | None]]:
    """Return by partner how many entries are words, and the last day of one that names no body."""
    own = public.filter(city=OuterRef("pk"))
    unnamed = own.filter(names_no_body(), day__lte=on, day__gt=date.min)
    found = (
        City.objects.order_by()
        .filter(pk__in=public.values("city"))
        .values_list(
            "pk",
            Coalesce(Subquery(number_of(words(own))), 0),
            Subquery(unnamed.order_by("-day").values("day")[:1]),
        )
    )
    return {city: (number, last) for city, number, last in found}


def in_layers(public: QuerySet[EntryCity], on: date) -> dict[tuple, Recorded]:
    """Return by partner and layer what stands in the fields of work under the layer."""
    # From the rows of the cities on, as indexes hold them: by a path of Django each entry would be
    # read as well, and SQLite, led by the layers, looks for every city under every entry (12 s of a
    # processor among a million entries, so 2 s). The sum keeps it from the index of areas.
    touching, areas, cities = (
        table._meta.db_table for table in (EntryArea, CooperationArea, EntryCity)
    )
    placed = public.extra(
        select={"layer": f"{areas}.layer_id"},
        tables=[touching, areas],
        where=[
            f"{touching}.entry_id = {cities}.entry_id",
            f"{areas}.id = {touching}.area_id + 0",
            f"{areas}.layer_id IS NOT NULL",
        ],
    )
    found = placed.values("city", "layer", "kind").annotate(**_counts(on, distinct=True))
    return _by_kind(found, "city", "layer")


def in_sectors(
    public: QuerySet[EntryCity], on: date
) -> tuple[dict[tuple[int, str], InSector], Counter[int]]:
    """Return by partner and sector in how many entries a body of it took part.

    With how many entries of each partner name a body. One query.
    """
    # Added up here: of the entries of a tie few name a body.
    naming, last = defaultdict(set), {}
    undated, today = date.min.isoformat(), on.isoformat()
    taking_part: dict[tuple, dict[str, set]] = defaultdict(lambda: defaultdict(set))
    for city, entry, day, side, sector in bodies_taking_part(public):
        naming[city].add(entry)
        for one in ("", side):
            taking_part[city, sector][one].add(entry)
        if undated < day <= today:
            last[city, sector] = max(day, last.get((city, sector), day))
    found = {
        (city, sector): InSector(
            Sector(sector),
            *(len(held[side]) for side in ("", "ours", "partner")),
            date.fromisoformat(last[city, sector]) if (city, sector) in last else None,
        )
        for (city, sector), held in taking_part.items()
    }
    return found, Counter({city: len(entries) for city, entries in naming.items()})


def _counts(on: date, *, distinct: bool) -> dict[str, Count | Max]:
    """Return the numbers of one kind; `distinct` where an entry may stand in several rows."""
    # Asked of each promise counted, and cut off after the first: for a list of their keys, or told
    # that any will do, PostgreSQL reads all promises of the register.
    promises = Commitment.objects.filter(pk=OuterRef("entry"), force__in=Commitment.PROMISED)
    verdict = Subquery(CommitmentReview.objects.last_of(OuterRef("pk")).values("verdict")[:1])
    delivered = promises.alias(verdict=verdict).filter(verdict=CommitmentReview.Verdict.DELIVERED)
    commitment = Q(kind=Entry.Kind.COMMITMENT)
    number = partial(Count, "entry", distinct=distinct)

    def is_any(found: QuerySet) -> Q:
        return Q(GreaterThan(Subquery(found.values("pk")[:1]), 0))

    return {
        "number": number(),
        "promised": number(filter=commitment & is_any(promises)),
        "delivered": number(filter=commitment & is_any(delivered)),
        # Undated entries hold the earliest day there is.
        "last": Max("day", filter=Q(day__lte=on, day__gt=date.min)),
    }


def _by_kind(found: Iterable[dict], *by: str) -> dict[tuple, Recorded]:
    """Return the counts of all kinds together, by what they were grouped by beside the kind."""
    grouped = defaultdict(list)
    for row in found:
        grouped[tuple(row[name] for name in by)].append(row)
    return {key: _recorded(rows) for key, rows in grouped.items()}


def _recorded(rows: list[dict]) -> Recorded:
    number = Counter({row["kind"]: row["number"] for row in rows})
    return Recorded(
        entries=number.total(),
        agreements=number[Entry.Kind.AGREEMENT],
        delegations=number[Entry.Kind.DELEGATION],
        commitments=number[Entry.Kind.COMMITMENT],
        promised=sum(row["promised"] for row in rows),
        delivered=sum(row["delivered"] for row in rows),
        last=max((row["last"] for row in rows if row["last"]), default=None),
    )
