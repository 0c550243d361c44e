"""All ties at a glance: where each stands, how many of each form, what was recorded last."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import (
    BigIntegerField,
    Case,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
    prefetch_related_objects,
)
from msgspec import Struct

from diplomacy.calendars import Language
from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models import (
    Citation,
    City,
    CooperationArea,
    DiplomacyLayer,
    Entry,
    EntryCity,
    Form,
    Relationship,
    TieLayer,
)

from .deeds import deeds, done
from .entry_list import CITATIONS, CITIES
from .paging import Order, by_name
from .pulse import YearCount, pulses
from .standing import Standing, standings, with_what_bears
from .touched import areas_of_cities
from .upcoming import Ahead, Prospect, prospect

LATEST = 8  # entries in the feed of the home page


class Tie(Struct, frozen=True):
    """A tie in a list; `areas` and `layers` are keys."""

    relationship: Relationship
    standing: Standing
    areas: frozenset[str] = frozenset()
    layers: frozenset[str] = frozenset()

    @property
    def partner(self) -> City:
        return self.relationship.partner

    @property
    def on_the_way(self) -> bool:
        """Whether both sides seek a sister-city pact."""
        return self.standing.look == "pending" and self.relationship.aim == Form.SISTER


class Card(Struct, frozen=True):
    """A leading tie; `last` is its last dated deed, `pulse` its entries of the last years."""

    tie: Tie
    last: Entry | None
    pulse: tuple[YearCount, ...]

    @property
    def partner(self) -> City:
        return self.tie.partner

    @property
    def standing(self) -> Standing:
        return self.tie.standing


class Tally(Struct, frozen=True):
    """How many ties the list shows for these parameters of its address."""

    look: str
    query: str
    count: int
    form: Form | None


class Overview(Struct, frozen=True):
    """The home page. `tallies` are by form, highest first, then those on the way to more.

    `ahead` is what lies ahead, `offers` how many to residents are not over.
    """

    ties: tuple[Tie, ...]
    cards: tuple[Card, ...]
    tallies: tuple[Tally, ...]
    latest: tuple[Entry, ...]
    ahead: tuple[Ahead, ...]
    offers: int

    @property
    def home(self) -> City | None:
        """Return the home city as its ties bring it, None without a tie."""
        return self.ties[0].relationship.home_end if self.ties else None


class TieList(Struct, frozen=True):
    """All published ties of the city, with the areas and layers that any of them has."""

    ties: tuple[Tie, ...]
    areas: tuple[CooperationArea, ...]
    layers: tuple[DiplomacyLayer, ...]


def overview(on: date, language: Language) -> Overview:
    """Return where the city's ties stand on the day `on`, what was recorded last, what lies ahead.

    Some ten queries, however many ties and entries.
    """
    found = ties_with_contacts(on, last_entry=True)
    where = standings(found, on)
    ties = tuple(Tie(tie, where[tie.pk]) for tie in found)
    leading = [tie for tie in ties if tie.relationship.leading]
    last = {tie.relationship.last_entry for tie in leading} - {None}
    pulse = pulses((tie.partner.pk for tie in leading), language, on) if leading else {}
    coming = prospect(on) if ties else Prospect((), 0)
    entries = {entry.pk: entry for entry in named(on, last.union(coming.entries))}
    return Overview(
        ties=ties,
        cards=tuple(
            Card(tie, entries.get(tie.relationship.last_entry), pulse[tie.partner.pk])
            for tie in leading
        ),
        tallies=_tallies(ties),
        latest=tuple(entry for entry in entries.values() if entry.is_latest),
        ahead=coming.ahead(entries),
        offers=coming.offers,
    )


def tallies(on: date) -> tuple[Tally, ...]:
    """Return how many ties there are of each form on the day `on`. Four queries."""
    found = ties_with_contacts(on)
    where = standings(found, on)
    return _tallies(tuple(Tie(tie, where[tie.pk]) for tie in found))


def tie_list(on: date) -> TieList:
    """Return every published tie of the city with what it can be filtered by.

    Eight queries, however many ties and entries.
    """
    rows = Prefetch("layers", TieLayer.objects.select_related("layer"))
    found = ties_with_contacts(on)
    prefetch_related_objects(found, rows)
    where = standings(found, on)
    areas = _areas_by_partner(found)
    ties = tuple(
        Tie(
            tie,
            where[tie.pk],
            frozenset(area.key for area in areas[tie.partner_id]),
            frozenset(row.layer.key for row in tie.layers.all()),
        )
        for tie in found
    )
    seen = {row.layer for tie in found for row in tie.layers.all()}
    return TieList(
        ties,
        tuple(sorted({a for some in areas.values() for a in some}, key=_place)),
        tuple(sorted(seen, key=_place)),
    )


def public_ties() -> QuerySet[Relationship]:
    """Return the published ties of the city itself, in the order of the register."""
    ties = Relationship.objects.published().of_the_city()
    return ties.select_related("home_end__identity", "partner__country").order_by(*in_order())


def ties_with_contacts(on: date, *, last_entry: bool = False) -> list[Relationship]:
    """Return the published ties of the city as `with_contacts` does; of leading ones the last deed.

    One query.
    """
    ties = _ties(on, last_entry=last_entry)
    for tie in ties:
        tie.contacts_on = on
    return ties


@kept
def _ties(on: date, *, last_entry: bool) -> QuerySet[Relationship]:
    ties = with_what_bears(public_ties(), public=True, on=on)
    return ties.annotate(last_entry=_last_entry(on)) if last_entry else ties


def in_order() -> Order:
    """Return the order of ties: leading ones, as staff put them, then by the partner's name."""
    return "-leading", "position", *by_name("partner__")


def latest(on: date) -> tuple[Entry, ...]:
    """Return what was last done or promised up to the day `on`, not said. One query."""
    return tuple(entry for entry in named(on, ()) if entry.is_latest)


def named(on: date, keys: Collection[int]) -> list[Entry]:
    """Return these published entries and the latest, the last first, with what rows say. One query.

    Of their cities and sources only what the home page shows.
    """
    entries = _named(on, list(keys))
    CITIES.lay(entries, [entry.told_cities for entry in entries])
    CITATIONS.lay(entries, [entry.told_citations for entry in entries])
    return entries


@kept
def _named(on: date, keys: list[int]) -> QuerySet[Entry]:
    newest = Q(pk__in=done(on).values("pk")[:LATEST])
    published = Entry.objects.published()
    wanted = published.filter(newest).values("pk").union(published.filter(pk__in=keys).values("pk"))
    entries = published.with_leaf().annotate(
        is_latest=newest,
        told_cities=CITIES.told("entry"),
        told_citations=CITATIONS.told("entry"),
    )
    return entries.filter(pk__in=wanted).order_by("-ordering_day", "-id")


def for_feed(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Return the entries with what a row of a feed shows; two queries more."""
    cities = EntryCity.objects.select_related("city")
    citations = Citation.objects.select_related("source")
    return entries.with_leaf().prefetch_related(
        Prefetch("city_rows", cities), Prefetch("citations", citations)
    )


def _last_entry(on: date) -> Case:
    """Return the key of a leading partner's last dated deed, from the index of its timeline."""
    last = Subquery(deeds(on).filter(city=OuterRef("partner")).values("entry_id")[:1])
    return Case(When(leading=True, then=last), output_field=BigIntegerField())


def _areas_by_partner(ties: list[Relationship]) -> dict[int, set[CooperationArea]]:
    pairs = areas_of_cities([tie.partner_id for tie in ties])
    areas = CooperationArea.objects.in_bulk()  # afterwards: one may have been added meanwhile
    found = defaultdict(set)
    for city, area in pairs:
        if area in areas:
            found[city].add(areas[area])
    return found


def _tallies(ties: tuple[Tie, ...]) -> tuple[Tally, ...]:
    counts = Counter(tie.standing.form.value for tie in ties)
    papers = [form for form in reversed(Form) if form.rung > Form.CONTACT.rung and counts[form]]
    tallies = [
        Tally("sister" if form == Form.SISTER else "mou", f"form={form}", counts[form], form)
        for form in papers
    ]
    if on_the_way := sum(tie.on_the_way for tie in ties):
        tallies.append(Tally("pending", "way=on", on_the_way, None))
    return tuple(tallies)


def _place(row: CooperationArea | DiplomacyLayer) -> tuple[int, str]:
    return row.position, row.key
