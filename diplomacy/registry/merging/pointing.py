"""Which rows of any table point to a record."""

from collections import defaultdict
from collections.abc import Iterator

from django.db import models
from msgspec import Struct, field
from simple_history.models import HistoricalChanges

from diplomacy.registry.models import Entry, EntryCity
from diplomacy.registry.models.base import Record


class Pointing(Struct):
    """A row, for an entry that of its kind, and the foreign keys by which it points."""

    row: models.Model
    by: list[models.ForeignKey] = field(default_factory=list)

    @property
    def place(self) -> tuple[str, int]:
        return self.row._meta.label, self.row.pk

    def turn_to(self, record: models.Model) -> None:
        """Point to `record` instead, unsaved."""
        for key in self.by:
            setattr(self.row, key.name, record)


def references(noun: type[models.Model]) -> Iterator[models.ForeignKey]:
    """Yield every foreign key to `noun` in the tables of all applications, history apart."""
    for relation in noun._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.many_to_many:
            continue
        if not issubclass(relation.related_model, HistoricalChanges):
            yield relation.field


def pointing_to(record: models.Model, *, lock: bool = False) -> list[Pointing]:
    """Return the rows that point to `record`, by table and number. One query per foreign key.

    With `lock` nobody else changes them before the transaction ends.
    """
    found: dict[tuple[str, int], Pointing] = {}
    for key in sorted(references(type(record)), key=str):
        rows = key.model._base_manager.filter(**{key.name: record}).order_by("pk")
        if key.model is Entry:
            rows = Entry.objects.with_leaf().filter(**{key.name: record}).order_by("pk")
        for row in rows.select_for_update(of=("self",)) if lock else rows:
            one = Pointing(row.leaf if isinstance(row, Entry) else row)
            found.setdefault(one.place, one).by.append(key)
    return [found[place] for place in sorted(found)]


def counted(rows: list[Pointing]) -> list[tuple[str, int]]:
    """Return how many rows there are of each noun, under the name of the noun.

    The rows by which entries name a city count as entries; what nobody edits is not counted.
    """
    counts: dict[str, int] = defaultdict(int)
    for one in rows:
        if not isinstance(one.row, Record):
            continue
        noun = Entry if isinstance(one.row, EntryCity) else one.row
        counts[str(noun._meta.verbose_name_plural)] += 1
    return sorted(counts.items(), key=lambda noun: (-noun[1], noun[0]))
