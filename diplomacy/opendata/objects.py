"""The objects of open data: which nouns there are, and each record as its object.

Objects cost as many queries as their noun has kinds of rows, and two more, however many they are:
the records, when they changed. Entries cost one for their files, ties six for where they stand.
"""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal

from django.conf import settings
from django.db.models import F, Max, Model, QuerySet
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from msgspec import Meta, Struct

from diplomacy.registry.codec import (
    ENTRY_NOUNS,
    Among,
    References,
    model_of,
    plain_records,
    readers_records,
    struct_of,
    with_readers_rows,
)
from diplomacy.registry.codec.parts import Record
from diplomacy.registry.models import ChangeNote, Entry, Relationship, Source
from diplomacy.registry.queries.along import fetch_along
from diplomacy.registry.queries.public_pages import changed_on, public_pages
from diplomacy.registry.queries.standing import standings, with_contacts

from .documents import DocumentOf, documents_of
from .shapes import object_shape, sources_of, values_of
from .standing import Standing, standing_of
from .timeline import TimelineEntry
from .values import licence

_STANDING = Annotated[
    Standing, Meta(description="Where the tie stands, by rule, on the day asked for.")
]
_FILES = Annotated[list[DocumentOf], Meta(description="The public files kept with it.")]
_KIND = Annotated[
    Literal[tuple(Entry.Kind.values)],
    Meta(description="What kind of entry it is; its own object at `api` tells more."),
]

# Short lists, whose names or places take more than a look at one table.
_BY_MODELS = {"ties", "areas", "layers", "differences", "questions"}
_SOME_KEY = "some-key-that-no-address-holds"


class Noun(Struct, frozen=True):
    """A noun of open data: its name in addresses, that of the codec, the page of a record."""

    name: str
    codec: str
    page: str

    @property
    def is_entry(self) -> bool:
        return self.codec in ENTRY_NOUNS

    @property
    def model(self) -> type[Model]:
        return model_of(self.codec)

    @property
    def struct(self) -> type[Record]:
        """Return the Struct of the codec whose fields its objects have."""
        return struct_of(self.codec)

    @property
    def shape(self) -> type[Struct]:
        """Return the Struct of its objects."""
        return object_shape(self.struct, self.model, self._extra)

    @property
    def _extra(self) -> tuple:
        if self.name == "ties":
            return (("standing", _STANDING),)
        return (("documents", _FILES),) if self.is_entry else ()

    def records(self) -> QuerySet:
        """Return the records that readers may see."""
        return readers_records(self.codec)

    def of(self, record: Model) -> "Noun":
        """Return the noun under which a record has its address."""
        return self


class Timeline(Noun, frozen=True):
    """Entries of all kinds, each in short: no records of its own."""

    @property
    def is_entry(self) -> bool:
        return True

    @property
    def model(self) -> type[Model]:
        return Entry

    @property
    def struct(self) -> type[Record]:
        return TimelineEntry

    @property
    def _extra(self) -> tuple:
        return (("kind", _KIND),)

    def records(self) -> QuerySet:
        return Entry.objects.published()

    def of(self, record: Model) -> Noun:
        return OF_KIND[record.kind]


NOUNS = {
    noun.name: noun
    for noun in (
        Noun("cities", "cities", "city"),
        Noun("ties", "ties", "city"),
        *(Noun(noun, noun, noun.removesuffix("s")) for noun in ENTRY_NOUNS),
        Noun("areas", "areas", "area"),
        Noun("layers", "layers", "layer"),
        Noun("organisations", "organisations", "organisation"),
        Noun("people", "people", "person"),
        Noun("sources", "sources", "source"),
        Noun("differences", "differences", "difference"),
        Noun("questions", "open_questions", "question"),
    )
}
OF_KIND = {Entry.Kind(noun.removesuffix("s")): NOUNS[noun] for noun in ENTRY_NOUNS}
TIMELINE = Timeline("timeline", "", "")


def objects(noun: Noun, records: QuerySet, on: date) -> list[Struct]:
    """Return the objects of the records, in their order; ties as they stood on the day `on`.

    Page addresses and words are in the active language.
    """
    return _made(noun, _found(noun, records, on, None), on)


def in_order(
    noun: Noun, ids: Iterable[int], on: date, references: References | None = None
) -> list[Struct]:
    """Return the objects of the records with these primary keys, in the order given.

    What is no longer public is left out. With `references`, whoever reads a whole list shares
    what its records name from call to call, and pays less for each where there are many.
    """
    wanted = list(ids)
    found = _found(noun, noun.records().filter(Among(F("pk"), wanted)).order_by(), on, references)
    by_pk = {record.pk: record for record in found}
    return _made(noun, [by_pk[pk] for pk in wanted if pk in by_pk], on)


def _found(
    noun: Noun, records: QuerySet, on: date, references: References | None
) -> list[Model] | list[Struct]:
    if noun.name == "ties":
        records = with_contacts(records, public=True, on=on)
    if references is None or noun.name in _BY_MODELS:
        rows = with_readers_rows(records, noun.struct)
        found = list(rows.prefetch_related(None))
        fetch_along(found, rows._prefetch_related_lookups)
        return found
    return plain_records(records, noun.struct, references)


def _made(noun: Noun, found: list[Model] | list[Struct], on: date) -> list[Struct]:
    """Return the object of each record."""
    struct, shape = noun.struct, noun.shape
    changed = _changed(noun, found)
    own, resting = _own(noun, found, on)
    terms, addresses, values = licence(), _Addresses(), values_of(struct, noun.model)
    return [
        shape(
            **values(record),
            **own.get(record.pk, {}),
            **addresses.of(noun, record),
            sources=sources_of(record, struct, resting.get(record.pk, ())),
            changed_on=changed.get(record.pk),
            licence=terms,
        )
        for record in found
    ]


def _own(
    noun: Noun, records: list[Model], on: date
) -> tuple[dict[int, dict[str, Any]], dict[int, Iterable[Source]]]:
    """Return what only objects of this noun say, and on which more sources that rests."""
    if noun.name == "ties":
        stand = standings(records, on, grounds=True)
        return (
            {pk: {"standing": standing_of(one)} for pk, one in stand.items()},
            {pk: one.certainty.sources for pk, one in stand.items()},
        )
    if noun.name == TIMELINE.name:
        return {record.pk: {"kind": record.kind} for record in records}, {}
    if noun.is_entry:
        kept = documents_of(record.pk for record in records)
        return {record.pk: {"documents": kept[record.pk]} for record in records}, {}
    return {}, {}


class _Addresses:
    """The addresses of objects in the active language: made once, then with each one's key."""

    def __init__(self) -> None:
        self._around: dict[str, list[str]] = {}

    def of(self, noun: Noun, record: Model) -> dict[str, str]:
        """Return the addresses that an object tells of itself."""
        own, key = noun.of(record), record.key
        if own.name not in self._around:
            self._around[own.name] = [
                *_around(f"public:{own.page}"),
                *_around("permanent"),
                *_around("opendata:object", noun=own.name),
            ]
        page, page_end, permanent, permanent_end, api, api_end = self._around[own.name]
        on_page = record.partner.key if isinstance(record, Relationship) else key
        return {
            "page": f"{page}{on_page}{page_end}",
            "permanent": f"{permanent}{key}{permanent_end}",
            "api": f"{api}{key}{api_end}",
        }


def _around(name: str, **parts: str) -> tuple[str, str]:
    """Return what stands before and after a key in the address of a view."""
    before, _, after = absolute(name, key=_SOME_KEY, **parts).rpartition(_SOME_KEY)
    return before, after


def absolute(name: str, **parts: Any) -> str:
    """Return the whole address of a view."""
    return settings.SITE_URL + reverse(name, kwargs=parts)


def _changed(noun: Noun, records: list[Model] | list[Struct]) -> dict[int, date | None]:
    """Return when readers last saw a change, by primary key, where a day is known.

    One query, none for what is public through others.
    """
    pks = [record.pk for record in records]
    if noun.name == "cities":
        rows = public_pages()["city"].filter(pk__in=pks).annotate(number=F("pk"))
        return {row["number"]: changed_on(row) for row in rows}
    if noun.name != "ties" and not noun.is_entry:
        return {}
    owner = "relationship_id" if noun.name == "ties" else "entry_id"
    notes = ChangeNote.objects.filter(Among(F(owner), pks)).order_by().values_list(owner)
    noted, zone = dict(notes.annotate(Max("day"))), get_current_timezone()
    return {
        one.pk: changed_on({"appeared": one.published_at, "noted": noted.get(one.pk)}, zone)
        for one in records
    }
