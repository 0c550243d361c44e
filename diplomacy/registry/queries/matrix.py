"""Ties by layers and by the sectors that take part in them: what is recorded, as plain counts.

Everything is counted by the database from the index of city rows, for the ties of one page. Each
number is that of the entries which the page of the tie lists when it is narrowed likewise
(`queries.timeline.Wanted`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from msgspec import Struct
from msgspec.structs import replace

from diplomacy.registry.models import (
    City,
    CooperationArea,
    DiplomacyLayer,
    EntryCity,
    Relationship,
    Source,
    TieLayer,
)

from .overview import public_ties
from .paging import Page
from .recorded import InSector, Recorded, in_layers, in_sectors, naming_none, whole
from .sectors import Sector, taking_part_in

# So many ties stand on a page, and so many where their entries are more than are counted at once.
TIES, TIES_OF_MANY = 50, 5
MOST_COUNTED = 50_000


class InLayer(Struct, frozen=True):
    """A layer in a tie: the sources that see it, and what stands in the fields placed under it."""

    layer: DiplomacyLayer
    seen_by: tuple[Source, ...]
    recorded: Recorded


class Row(Struct, frozen=True):
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


class Column(Struct, frozen=True):
    """A layer, and whether it was placed above a field of work that a published entry touches."""

    layer: DiplomacyLayer
    placed: bool


class Matrix(Struct, frozen=True):
    """Ties × layers and ties × sectors.

    `page` holds the ties in which a layer is seen, then those of which something is recorded, both
    in the order of the register; `silent` are the others, all of them. `missing` are sectors of no
    tie, on whatever page.
    """

    home: City | None
    columns: tuple[Column, ...]
    page: Page[Row]
    silent: tuple[Relationship, ...]
    missing: tuple[Sector, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        return self.page.rows

    @property
    def with_deeds(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.has_sector)

    @property
    def only_said(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.has_sector)

    @property
    def placed(self) -> bool:
        """Return whether any field of work stands under a layer."""
        return any(column.placed for column in self.columns)


def matrix(on: date, *, after: str = "", before: str = "") -> Matrix:
    """Return the city's published ties as they are on the day `on`, a page of them.

    `after` and `before` are the keys of ties between which pages lie; others give the first page.
    Seven queries, however many ties and entries; one less where no field was placed, one or two
    more where a page of several lacks a sector.
    """
    ties = list(_with_size(public_ties()))
    seen, columns = _seen_by(ties), _columns()
    in_layer = {tie for tie, _layer in seen}
    recorded = [tie for tie in ties if tie.has_entry or tie.pk in in_layer]
    recorded.sort(key=lambda tie: tie.pk not in in_layer)
    page = _page(recorded, after, before)
    rows = tuple(_rows(page.rows, columns, seen, on))
    taking_part = {one.sector for row in rows for one in row.sectors if one.entries}
    missing = set(Sector) - taking_part
    if missing and not page.is_whole:
        missing -= taking_part_in([tie.partner_id for tie in recorded], missing)
    return Matrix(
        home=ties[0].home_end if ties else City.objects.home(),
        columns=columns,
        page=replace(page, rows=rows),
        silent=tuple(tie for tie in ties if not (tie.has_entry or tie.pk in in_layer)),
        missing=tuple(sector for sector in Sector if sector in missing),
    )


def _with_size(ties: QuerySet[Relationship]) -> QuerySet[Relationship]:
    """Tell of each tie whether it `has_entry`, and whether all of them are `many` to count."""
    public = EntryCity.objects.order_by().filter(public=True)
    partners = Relationship.objects.published().values("partner")
    beyond = public.filter(city__in=partners).values("pk")[MOST_COUNTED : MOST_COUNTED + 1]
    own = public.filter(city=OuterRef("partner"))
    return ties.annotate(has_entry=Exists(own), many=Subquery(beyond))


def _page(ties: list[Relationship], after: str, before: str) -> Page[Relationship]:
    size = TIES_OF_MANY if ties and ties[0].many else TIES
    place = {tie.key: number for number, tie in enumerate(ties)}
    start = place.get(after, -1) + 1 if after else place.get(before, 0) - size
    start = max(start, 0) if start < len(ties) else 0
    shown = ties[start : start + size]
    return Page(
        tuple(shown),
        shown[0].key if start else "",
        shown[-1].key if start + size < len(ties) else "",
    )


def _columns() -> tuple[Column, ...]:
    """Return the public layers. One query."""
    areas = CooperationArea.objects.published().order_by().filter(layer=OuterRef("pk"))
    layers = DiplomacyLayer.objects.published().annotate(placed=Exists(areas))
    return tuple(Column(layer, layer.placed) for layer in layers)


def _rows(
    ties: Iterable[Relationship], columns: tuple[Column, ...], seen: dict, on: date
) -> Iterator[Row]:
    """Yield a row for each of the ties, which are the city's own. Four queries."""
    public = public_rows(ties)
    everything, none_named = whole(public, on), naming_none(public, on)
    placed = in_layers(public, on) if any(column.placed for column in columns) else {}
    taking_part, naming = in_sectors(public, on)
    for tie in ties:
        city = tie.partner_id
        recorded = everything.get((city,), Recorded())
        words, last = none_named.get(city, (0, None))
        unnamed = recorded.entries - words - naming[city]
        layers = (
            InLayer(
                layer := column.layer,
                tuple(seen.get((tie.pk, layer.pk), ())),
                placed.get((city, layer.pk), Recorded()),
            )
            for column in columns
        )
        sectors = (taking_part.get((city, one), InSector(one)) for one in _NAMED)
        nobody = InSector(Sector.NO_BODY, unnamed, last=last if unnamed else None)
        yield Row(tie, recorded, tuple(layers), (*sectors, nobody))


def public_rows(ties: Iterable[Relationship]) -> QuerySet[EntryCity]:
    partners = [tie.partner_id for tie in ties]
    return EntryCity.objects.filter(city__in=partners, public=True).order_by()


_NAMED = tuple(sector for sector in Sector if sector != Sector.NO_BODY)


def _seen_by(ties: list[Relationship]) -> dict[tuple[int, int], list[Source]]:
    """Return by tie and layer the sources that see the one in the other."""
    found = defaultdict(list)
    rows = TieLayer.objects.filter(relationship__in=[tie.pk for tie in ties])
    for row in rows.select_related("source"):
        found[row.relationship_id, row.layer_id].append(row.source)
    return found
