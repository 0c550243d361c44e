"""Where a person's names stand: in every text of every table of the database."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import models
from django.utils.text import capfirst
from msgspec import Struct, field
from simple_history.models import HistoricalChanges

from diplomacy.registry.models import (
    Document,
    FormerAddress,
    LoadedRecord,
    Merge,
    Person,
    PersonAlias,
    Term,
)

from .names import Clearing, Name, numbers_of

# Addresses are not rewritten: a source's would lead nowhere, a record's is changed by hand.
ADDRESSES = {"key", "kept_key", "other_key", "url", "archived_url", "website", "file", "sha256"}

# Emptied as a whole, or another person's, whose name it is as well.
OF_PEOPLE = (Person, PersonAlias, Term)


class Mention(Struct, frozen=True):
    """A name in a text of a record that stands: what record, and in which of its columns."""

    noun: str
    record: str
    column: str


class Mentions(Struct):
    """What a blanking would rewrite, and what it leaves to be mended by hand."""

    texts: list[Mention] = field(default_factory=list)
    in_history: int = 0
    addresses: list[Mention] = field(default_factory=list)
    namesakes: list[Person] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)


def tables() -> Iterator[type[models.Model]]:
    """Yield every table but accounts and sessions, history first: it is rewritten before."""
    apart = (get_user_model(), Session)
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model not in apart
    ]
    people = {one.history.model for one in OF_PEOPLE} | set(OF_PEOPLE)
    yield from sorted(
        (model for model in found if model not in people),
        key=lambda model: (not issubclass(model, HistoricalChanges), model._meta.label),
    )


def text_columns(model: type[models.Model]) -> list[models.Field]:
    """Return the columns of the table itself that hold free text, or data made of it."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [
        column
        for column in model._meta.local_concrete_fields
        if isinstance(column, kinds) and not column.choices and column.name != "search"
    ]


def holding(
    model: type[models.Model], clearing: Clearing
) -> Iterator[tuple[Any, dict[models.Field, Any]]]:
    """Yield the number of each row that holds a name, with its texts. Reads the whole table."""
    columns = text_columns(model)
    if not columns:
        return
    rows = model._base_manager.values_list("pk", *(column.attname for column in columns))
    for pk, *values in rows.iterator(chunk_size=2000):
        found = {
            column: value
            for column, value in zip(columns, values, strict=True)
            if clearing.holds(value)
        }
        if found:
            yield pk, found


def mentions(person: Person, names: Collection[Name]) -> Mentions:
    """Return where these names of `person` stand. Reads every text of the database once."""
    clearing, found = Clearing(names), Mentions()
    own = numbers_of(person)
    for model in tables():
        held = dict(holding(model, clearing))
        if issubclass(model, HistoricalChanges):
            found.in_history += len(held)
            continue
        records = model._base_manager.in_bulk(list(held))
        for pk, texts in held.items():
            if _goes_anyway(records[pk], own):
                continue
            for column in texts:
                mention = Mention(
                    capfirst(model._meta.verbose_name), str(records[pk]), str(column.verbose_name)
                )
                where = found.addresses if column.name in ADDRESSES else found.texts
                where.append(mention)
    found.namesakes = [
        one
        for one in Person.objects.exclude(pk__in=own).prefetch_related("aliases")
        if any(map(clearing.holds, _names(one)))
    ]
    papers = Document.objects.filter(entry__participations__person=person)
    found.documents = list(papers.distinct().select_related("entry"))
    return found


def _goes_anyway(record: models.Model, numbers: set[int]) -> bool:
    """Return whether the row is of the person alone: an old address, a merge, a loaded record."""
    match record:
        case FormerAddress():
            return record.noun == "person" and record.record_id in numbers
        case Merge():
            return record.noun == "person" and not numbers.isdisjoint(
                {record.kept_id, record.other_id}
            )
        case LoadedRecord():
            return record.noun == "people"
    return False


def _names(person: Person) -> list[str]:
    aliases = [alias.text for alias in person.aliases.all()]
    return [person.name_fa, person.name_en, person.name_zh, person.own_name, *aliases]


def by_noun(found: Collection[Mention]) -> dict[str, int]:
    """Return how many mentions there are of each noun."""
    counts: dict[str, int] = defaultdict(int)
    for one in found:
        counts[one.noun] += 1
    return dict(counts)
