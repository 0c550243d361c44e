"""Ties by layers and by the sectors that take part in them: what is recorded, as plain counts.

Everything is counted by the database from the index of city rows, so that a page costs the same
at 200 entries and at 20,000. Each number is that of the entries which the page of the tie lists
when it is narrowed likewise (`queries.timeline.Wanted`).
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from diplomacy.registry.models import (
    City,
    Commitment,
    CommitmentReview,
    CooperationArea,
    DiplomacyLayer,
    Entry,
    EntryArea,
    EntryCity,
    Relationship,
    Source,
    TieLayer,
)

from .overview import public_ties
from .sectors import Sector, names_no_body, with_sector


@dataclass(frozen=True, slots=True)
class Recorded:
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


@dataclass(frozen=True, slots=True)
class InLayer:
    """A layer in a tie: the sources that see it, and what stands in the fields placed under it."""

    layer: DiplomacyLayer
    seen_by: tuple[Source, ...]
    recorded: Recorded


@dataclass(frozen=True, slots=True)
class InSector:
    """In how many entries of a tie a body of the sector took part, on which side, when last."""

    sector: Sector
    entries: int = 0
    ours: int = 0
    partner: int = 0
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A tie: all that is recorded of it, each layer and each sector in the order of the columns."""

    tie: Relationship
    recorded: Recorded
    layers: tuple[InLayer, ...]
    sectors: tuple[InSector, ...]

    @property
    def has_layer(self) -> bool:
        return any(one.seen_by for one in self.layers)

    @property
    def has_record(self) -> bool:
        return self.has_layer or bool(self.recorded.entries)

    @property
    def has_sector(self) -> bool:
        """Return whether anything of it is recorded but words."""
        return any(one.entries for one in self.sectors)


@dataclass(frozen=True, slots=True)
class Column:
    """A layer with the fields of work that were placed under it and that an entry touches."""

    layer: DiplomacyLayer
    areas: tuple[CooperationArea, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Ties × layers and ties × sectors.

    `rows` are the ties in which a layer is seen, then those of which something is recorded, both
    in the order of the register; `silent` are the others. `missing` are sectors of no tie.
    """

    home: City | None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    silent: tuple[Relationship, ...]
    missing: tuple[Sector, ...]

    @property
    def with_deeds(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.has_sector)

    @property
    def only_said(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.has_sector)

    @property
    def placed(self) -> bool:
        """Return whether any field of work stands under a layer."""
        return any(column.areas for column in self.columns)


def matrix(on: date) -> Matrix:
    """Return all published ties of the city as they are on the day `on`.

    Seven queries, however many ties and entries; one less where no field was placed.
    """
    ties = list(public_ties())
    columns = layers_with_areas()
    rows = tie_rows(ties, columns, on)
    taking_part = {one.sector for row in rows for one in row.sectors if one.entries}
    return Matrix(
        home=ties[0].home_end if ties else City.objects.home(),
        columns=columns,
        rows=tuple(
            sorted((row for row in rows if row.has_record), key=lambda row: not row.has_layer)
        ),
        silent=tuple(row.tie for row in rows if not row.has_record),
        missing=tuple(sector for sector in Sector if sector not in taking_part),
    )


def layers_with_areas() -> tuple[Column, ...]:
    """Return the public layers with the public areas under each. Two queries."""
    areas = defaultdict(list)
    for area in CooperationArea.objects.published().filter(layer__isnull=False):
        areas[area.layer_id].append(area)
    layers = DiplomacyLayer.objects.published()
    return tuple(Column(layer, tuple(areas[layer.pk])) for layer in layers)


def tie_rows(ties: list[Relationship], columns: tuple[Column, ...], on: date) -> list[Row]:
    """Return a row for each of the ties, which are the city's own. Four queries."""
    public = public_rows(ties)
    whole = _whole(public, on)
    in_layers = _in_layers(public, on) if any(column.areas for column in columns) else {}
    seen, taking_part = _seen_by(ties), in_sectors(public, on)

    def row(tie: Relationship) -> Row:
        city = tie.partner_id
        nobody, recorded = whole.get(city, (InSector(Sector.NO_BODY), Recorded()))
        layers = (
            InLayer(
                layer := column.layer,
                tuple(seen[tie.pk, layer.pk]),
                in_layers.get((city, layer.pk), Recorded()),
            )
            for column in columns
        )
        sectors = (taking_part.get((city, one), InSector(one)) for one in _NAMED)
        return Row(tie, recorded, tuple(layers), (*sectors, nobody))

    return [row(tie) for tie in ties]


def public_rows(ties: list[Relationship]) -> QuerySet[EntryCity]:
    partners = [tie.partner_id for tie in ties]
    return EntryCity.objects.filter(city__in=partners, public=True).order_by()


_NAMED = tuple(sector for sector in Sector if sector != Sector.NO_BODY)


def _whole(public: QuerySet[EntryCity], on: date) -> dict[int, tuple[InSector, Recorded]]:
    """Return by partner in how many entries no body is named, and all that is recorded."""
    nobody = names_no_body()
    # Each entry names a city once.
    rows = public.values("city").annotate(
        **_counts(on, distinct=False),
        unnamed=_number(nobody, distinct=False),
        unnamed_last=_last(on, nobody),
    )
    return {
        row.pop("city"): (
            InSector(Sector.NO_BODY, row.pop("unnamed"), last=row.pop("unnamed_last")),
            Recorded(**row),
        )
        for row in rows
    }


def _in_layers(public: QuerySet[EntryCity], on: date) -> dict[tuple[int, int], Recorded]:
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
    rows = placed.values("city", "layer").annotate(**_counts(on, distinct=True))
    return {(row.pop("city"), row.pop("layer")): Recorded(**row) for row in rows}


def in_sectors(public: QuerySet[EntryCity], on: date) -> dict[tuple[int, str], InSector]:
    """Return by partner and sector in how many entries a body of it took part."""
    side = "entry__participations__side"
    rows = (
        with_sector(public)
        .values("city", "sector")
        .annotate(
            entries=_number(),
            ours=_number(Q(**{side: "ours"})),
            partner=_number(Q(**{side: "partner"})),
            last=_last(on),
        )
    )
    return {
        (row["city"], row["sector"]): InSector(
            Sector(row["sector"]), row["entries"], row["ours"], row["partner"], row["last"]
        )
        for row in rows
    }


def _seen_by(ties: list[Relationship]) -> dict[tuple[int, int], list[Source]]:
    """Return by tie and layer the sources that see the one in the other."""
    found = defaultdict(list)
    rows = TieLayer.objects.filter(relationship__in=[tie.pk for tie in ties])
    for row in rows.select_related("source"):
        found[row.relationship_id, row.layer_id].append(row.source)
    return found


def _counts(on: date, *, distinct: bool) -> dict[str, Count | Max]:
    """Return the numbers; `distinct` where an entry may stand in several rows of one group."""
    promises = Commitment.objects.filter(force__in=Commitment.PROMISED)
    commitment = Q(kind=Entry.Kind.COMMITMENT)
    promised = commitment & Q(entry__in=promises.values("entry_ptr"))
    number = partial(_number, distinct=distinct)
    return {
        "entries": number(),
        "agreements": number(Q(kind=Entry.Kind.AGREEMENT)),
        "delegations": number(Q(kind=Entry.Kind.DELEGATION)),
        "commitments": number(commitment),
        "promised": number(promised),
        "delivered": number(promised & Q(entry__in=_delivered())),
        "last": _last(on),
    }


def _delivered() -> QuerySet:
    """Return the keys of the promises whose last review says that they were delivered."""
    last = CommitmentReview.objects.last_of(OuterRef("pk"))
    promises = Commitment.objects.annotate(verdict=Subquery(last.values("verdict")[:1]))
    return promises.filter(verdict=CommitmentReview.Verdict.DELIVERED).values("entry_ptr")


def _number(condition: Q | None = None, *, distinct: bool = True) -> Count:
    return Count("entry", filter=condition, distinct=distinct)


def _last(on: date, condition: Q | None = None) -> Max:
    # Undated entries hold the earliest day there is.
    return Max("day", filter=Q(day__lte=on, day__gt=date.min) & (condition or Q()))
