"""Which sectors take part: the kinds of bodies, told apart as readers ask for them."""

from collections.abc import Collection

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models import City, Entry, EntryCity, Organisation, Participation
from diplomacy.registry.models.bearing import WHICH_LIST


class Sector(TextChoices):
    """Who took part, as the question goes: the city hall alone, or business and science too?

    The last one stands for entries whose record names no body: silence, not absence.
    """

    CITY_HALL = "city_hall", _("City hall")
    BUSINESS = "business", _("Business")
    UNIVERSITY = "university", _("Universities")
    CREATIVE = "creative", _("Creative industries")
    MEDIA = "media", _("Media")
    STATE = "state", _("State bodies")
    NETWORK = "network", _("Networks and associations")
    UNIDENTIFIED = "unidentified", _("Bodies not identified")
    NO_BODY = "no_body", _("No body named")


_Kind = Organisation.Kind

# A council and a directorate act for the city hall, a chamber for its companies; a governor is
# the state's. What is missing here is not identified.
_OF_KIND = {
    Sector.CITY_HALL: (_Kind.MUNICIPALITY, _Kind.DIRECTORATE, _Kind.COUNCIL),
    Sector.BUSINESS: (_Kind.CHAMBER, _Kind.COMPANY),
    Sector.UNIVERSITY: (_Kind.UNIVERSITY,),
    Sector.CREATIVE: (_Kind.CREATIVE,),
    Sector.MEDIA: (_Kind.MEDIA,),
    Sector.STATE: (_Kind.MINISTRY, _Kind.EMBASSY),
    Sector.NETWORK: (_Kind.NETWORK, _Kind.ASSOCIATION),
}

# The condition of a city row whose entry is more than words, by the copy on the row.
DEED = Q(which__lt=WHICH_LIST)
SECTOR_NUMBERS = ("sector", "entries", "first_named", "words")


def sector_of(body: str = "") -> Case:
    """Return the sector of the body to which the lookup `body` leads, "organisation__" or the like.

    Its own kind decides, so that the city's news agency is media. The body above it is asked only
    where its own kind is not identified: an unnamed office of a university is the university's.
    """
    return Case(
        *(When(**{f"{body}kind__in": kinds}, then=_said(one)) for one, kinds in _OF_KIND.items()),
        *(
            When(**{f"{body}parent__kind__in": kinds}, then=_said(one))
            for one, kinds in _OF_KIND.items()
        ),
        default=_said(Sector.UNIDENTIFIED),
        output_field=CharField(),
    )


def bodies_taking_part(rows: QuerySet[EntryCity]) -> QuerySet[EntryCity, tuple]:
    """Return city, entry, day, side and sector as often as the entry names a body that took part.

    The day as ISO 8601 writes it.
    Nobody takes part in what was only said, so neither does the medium that printed it.
    """
    # Both tables are walked in their indexes and meet in the key of the entry: by a path of Django
    # each entry would be fetched between them, and by `DEED` each row of a city.
    parts, cities = Participation._meta.db_table, EntryCity._meta.db_table
    body = Organisation.objects.order_by().filter(pk=RawSQL(f"{parts}.organisation_id", ()))
    # Words are left out by the key in the row of a body: few entries name one.
    named = rows.alias(named=RawSQL(f"{parts}.entry_id", ())).extra(
        select={"side": f"{parts}.side"},
        tables=[parts],
        where=[f"{parts}.entry_id = {cities}.entry_id", f"{parts}.organisation_id IS NOT NULL"],
    )
    named = named.exclude(named__in=words(rows).values("entry")).annotate(
        # As a text, since Django reads the days of SQLite one by one.
        on=Cast("day", CharField()),
        sector=Subquery(body.annotate(sector=sector_of()).values("sector")),
    )
    return named.values_list("city", "entry", "on", "side", "sector")


def taking_part_in(cities: list[int], sectors: Collection[str]) -> set[Sector]:
    """Return those of the sectors of which a body took part in any public entry of the cities.

    Two queries at most.
    """
    rows = EntryCity.objects.order_by().filter(DEED, city__in=cities, public=True)
    took_part = Participation.objects.order_by().filter(
        Exists(rows.filter(entry=OuterRef("entry"))), organisation=OuterRef("pk")
    )
    bodies = Organisation.objects.order_by().annotate(sector=sector_of())
    # By their keys, so that no entry is looked for of bodies in other sectors.
    of_them = bodies.filter(pk__in=bodies.filter(sector__in=sectors).values("pk"))
    taking_part = of_them.filter(Exists(took_part)).values_list("sector", flat=True)
    found = {Sector(sector) for sector in taking_part.distinct()}
    if Sector.NO_BODY in sectors and rows.filter(names_no_body()).exists():
        found.add(Sector.NO_BODY)
    return found


def names_no_body() -> Q:
    """Return the condition of a city row whose entry is more than words and names no body."""
    return DEED & ~Q(Exists(_bodies()))


def taken_part(rows: QuerySet[EntryCity], sector: str) -> QuerySet[EntryCity]:
    """Keep the rows of the entries in which a body of the sector took part."""
    if sector == Sector.NO_BODY:
        return rows.filter(names_no_body())
    of_sector = _bodies().annotate(sector=sector_of("organisation__")).filter(sector=sector)
    return rows.filter(DEED, Exists(of_sector))


def sectors_of_city(city: City, entries: int) -> tuple[tuple[Sector, int], ...]:
    """Return the sectors with how many of the city's published entries each took part in.

    `entries` is how many there are. Those of none are left out; nothing at all where no entry
    names a body. One query.
    """
    return sectors_by_number(_numbers(city), entries)


def sectors_by_number(rows: list[tuple], entries: int) -> tuple[tuple[Sector, int], ...]:
    """Return the same by the rows of `sector_numbers`."""
    numbers = {Sector(sector): taking_part for sector, taking_part, _first, _words in rows}
    if rows:
        naming = sum(first_named for _sector, _entries, first_named, _words in rows)
        if unnamed := entries - (rows[0][-1] or 0) - naming:
            numbers[Sector.NO_BODY] = unnamed
    return tuple((sector, numbers[sector]) for sector in Sector if sector in numbers)


def sector_numbers(city: City) -> QuerySet:
    """Return by sector how many entries it took part in, and of how many it is the first named.

    Rows of `SECTOR_NUMBERS`, with how many are words. Each entry that names a body has one first,
    so none is looked for that names none: they are most.
    """
    # From who took part on, by the keys of entries, all of which indexes hold: neither entries
    # are read for it nor the rows of the city.
    rows = EntryCity.objects.filter(city=city, public=True).order_by()
    bodies = Participation.objects.filter(organisation__isnull=False).order_by()
    named = bodies.filter(~Q(entry__in=words(rows).values("entry")), entry__in=rows.values("entry"))
    earlier = bodies.filter(entry=OuterRef("entry"), pk__lt=OuterRef("pk"))
    numbers = named.annotate(sector=sector_of("organisation__")).values("sector")
    numbers = numbers.annotate(
        entries=Count("entry", distinct=True),
        first_named=Count("pk", filter=~Exists(earlier)),
        words=Subquery(number_of(words(rows))),
    )
    return numbers.values_list(*SECTOR_NUMBERS)


_numbers = kept(sector_numbers)


def _bodies() -> QuerySet[Participation]:
    return Participation.objects.filter(entry=OuterRef("entry"), organisation__isnull=False)


def words(rows: QuerySet[EntryCity]) -> QuerySet[EntryCity]:
    """Keep the rows of cities whose entries are words: the others are `DEED`."""
    return rows.filter(kind=Entry.Kind.EVENT, which__gt=0, which__gte=WHICH_LIST)


def number_of(rows: QuerySet[EntryCity]) -> QuerySet:
    """Return how many entries the rows of one city hold, as one row: each names a city once."""
    return rows.values("city").annotate(n=Count("entry")).values("n")


def _said(sector: Sector) -> Value:
    return Value(sector.value)
