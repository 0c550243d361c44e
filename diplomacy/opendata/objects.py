"""The objects of open data: which nouns there are, and each record as its object.

An object costs as many queries as its noun has kinds of rows, and two, however many are asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from django.conf import settings
from django.db.models import Max, Model, QuerySet
from django.urls import reverse
from msgspec import Meta, Struct

from diplomacy.registry.codec import (
    ENTRY_NOUNS,
    model_of,
    readers_records,
    struct_of,
    with_readers_rows,
)
from diplomacy.registry.models import Entry, Relationship
from diplomacy.registry.queries.public_pages import changed_on, public_pages

from .shapes import object_shape, sources_of, values
from .standing import Standing, standings_of
from .values import licence

_STANDING = Annotated[
    Standing, Meta(description="Where the tie stands, by rule, on the day asked for.")
]


@dataclass(frozen=True, slots=True)
class Noun:
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
    def shape(self) -> type[Struct]:
        """Return the Struct of its objects."""
        return object_shape(struct_of(self.codec), self.model, self._extra)

    @property
    def _extra(self) -> tuple:
        return (("standing", _STANDING),) if self.name == "ties" else ()

    def records(self) -> QuerySet:
        """Return the records that readers may see."""
        return readers_records(self.codec)


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


def objects(noun: Noun, records: QuerySet, on: date) -> list[Struct]:
    """Return the objects of the records, in their order; ties as they stood on the day `on`.

    Page addresses and words are in the active language.
    """
    struct, shape = struct_of(noun.codec), noun.shape
    found = list(with_readers_rows(records))
    changed = _changed(noun, found)
    standing = standings_of(found, on) if noun.name == "ties" else {}
    terms = licence()
    made = []
    for record in found:
        fields = values(record, struct)
        if standing:
            fields["standing"] = standing[record.pk]
        made.append(
            shape(
                **fields,
                page=page_of(noun, record),
                permanent=absolute("permanent", key=record.key),
                api=absolute("opendata:object", noun=noun.name, key=record.key),
                sources=sources_of(record, struct),
                changed_on=changed.get(record.pk),
                licence=terms,
            )
        )
    return made


def in_order(noun: Noun, ids: Iterable[int], on: date) -> list[Struct]:
    """Return the objects of the records with these primary keys, in the order given.

    What is no longer public is left out.
    """
    wanted = list(ids)
    place = {pk: position for position, pk in enumerate(wanted)}
    records = noun.records().filter(pk__in=wanted)
    keys = {record.key: place[record.pk] for record in records.only("pk", "key")}
    return sorted(objects(noun, records, on), key=lambda one: keys[one.key])


def page_of(noun: Noun, record: Model) -> str:
    """Return the page about a record, in the active language."""
    key = record.partner.key if isinstance(record, Relationship) else record.key
    return absolute(f"public:{noun.page}", key=key)


def absolute(name: str, **parts: Any) -> str:
    """Return the whole address of a view."""
    return settings.SITE_URL + reverse(name, kwargs=parts)


def _changed(noun: Noun, records: list[Model]) -> dict[int, date | None]:
    """Return when readers last saw a change, by primary key, where a day is known. One query."""
    if noun.name == "ties":
        rows = (
            Relationship.objects.published()
            .filter(pk__in=[record.pk for record in records])
            .order_by()
            .values("key")
            .annotate(appeared=Max("published_at"), noted=Max("changenotes__day"))
            .values("key", "appeared", "noted")
        )
        days = {row["key"]: changed_on(row) for row in rows}
    else:
        rows = public_pages()[noun.page].filter(key__in=[record.key for record in records])
        days = {row["page_key"]: changed_on(row) for row in rows}
    return {record.pk: days.get(record.key) for record in records}
