"""A whole table taken back, while nothing that it wrote has changed since."""

from collections.abc import Iterator
from functools import partial

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec import Struct

from diplomacy.ingest.models import Batch, BatchRecord
from diplomacy.registry import publishing
from diplomacy.registry.codec import model_of
from diplomacy.registry.models import DataVersion
from diplomacy.registry.versions import (
    once_more,
    row_links,
    signed,
    snapshot_at,
    versions_of,
    write_over,
)

REASON = "import undone: %s"


class Obstacle(Struct, frozen=True):
    """A record that keeps a table from being undone, None where it is gone, and why."""

    record: models.Model | None
    line: int
    reason: str


class NotUndone(Exception):
    """Nothing was undone: `obstacles` are the records that have changed, and what each is."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        self.obstacles = obstacles
        super().__init__(_("Nothing was undone: what this table wrote has changed since."))


class UndoneAlready(Exception):
    """There is nothing left to undo."""


def may_undo(batch: Batch, user: AbstractBaseUser) -> bool:
    """Return whether `user` may undo a table: their own, administrators any."""
    own = batch.by_id == user.pk and user.has_perm("ingest.import")
    return own or user.has_perm("registry.publish")


def undo(batch: Batch, by: AbstractBaseUser) -> None:
    """Delete what a table made and write back what it changed, all of it, as the history says.

    Raises PermissionDenied, UndoneAlready, or NotUndone with each record that was changed or
    named since; then nothing is undone.
    """
    if not may_undo(batch, by):
        raise PermissionDenied
    once_more(partial(_undo, batch, by))


def _undo(batch: Batch, by: AbstractBaseUser) -> None:
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        if not batch.imported_at or batch.undone_at:
            raise UndoneAlready
        kept = list(batch.records.all())
        model = model_of(batch.noun)
        here = model.objects.locked().in_bulk([one.record_id for one in kept])
        changed = _changed(model, kept, here)
        obstacles = [*changed, *_named(model, kept, here), *_seen(model, kept, here, by)]
        if obstacles:
            raise NotUndone(obstacles)
        reason = (REASON % batch.file_name)[:100]
        _write_back([one for one in kept if one.former], here, by, reason)
        _delete([one for one in kept if not one.former], here, by, reason)
        batch.undone_at, batch.undone_by = timezone.now(), by
        batch.save()


def _changed(
    model: type[models.Model], kept: list[BatchRecord], here: dict[int, models.Model]
) -> Iterator[Obstacle]:
    versions = versions_of(model, list(here))
    for one in kept:
        record = here.get(one.record_id)
        if record is None:
            yield Obstacle(None, one.line, _("It has been deleted since."))
        elif versions[record.pk] != one.version:
            yield Obstacle(record, one.line, _("It has been changed since."))


def _seen(
    model: type[models.Model],
    kept: list[BatchRecord],
    here: dict[int, models.Model],
    by: AbstractBaseUser,
) -> Iterator[Obstacle]:
    """Yield what was changed and came before readers since, unless `by` may change that."""
    if publishing.may_publish(by):
        return
    lines = {one.record_id: one.line for one in kept if one.former}
    for record in model.objects.published().filter(pk__in=lines):
        reason = _("Readers see it by now. Ask an administrator.")
        yield Obstacle(here[record.pk], lines[record.pk], reason)


def _named(
    model: type[models.Model], kept: list[BatchRecord], here: dict[int, models.Model]
) -> Iterator[Obstacle]:
    """Yield the new records that something else names by now. One query a relation."""
    new = {one.record_id: one.line for one in kept if not one.former and one.record_id in here}
    for relation in model._meta.related_objects:
        table, column = relation.related_model, relation.field.attname
        if relation.parent_link or relation.many_to_many or (table, column) in row_links(model):
            continue
        naming = table._base_manager.filter(**{f"{column}__in": list(new)})
        for pk, named in naming.values_list("pk", column):
            if not (table is model and pk in new) and not _is_row_of(table, pk, model, new):
                reason = _("Something else names it by now: %(noun)s.")
                reason %= {"noun": table._meta.verbose_name}
                yield Obstacle(here[named], new[named], reason)


def _is_row_of(
    table: type[models.Model], pk: int, model: type[models.Model], new: dict[int, int]
) -> bool:
    """Return whether a row belongs to one of the new records itself: it goes with it."""
    for owner, column in row_links(model):
        if owner is table:
            found = table._base_manager.filter(pk=pk).values_list(column, flat=True).first()
            return found in new
    return False


def _write_back(
    changed: list[BatchRecord], here: dict[int, models.Model], by: AbstractBaseUser, reason: str
) -> None:
    for one in changed:
        record = here[one.record_id]
        try:
            with transaction.atomic():
                write_over(record, snapshot_at(record, one.former), by, reason)
        except (ValidationError, IntegrityError, type(record).history.model.DoesNotExist) as error:
            why = error.messages[0] if isinstance(error, ValidationError) else ""
            why = why or _("What it was before cannot be written any more.")
            raise NotUndone([Obstacle(record, one.line, why)]) from error


def _delete(
    new: list[BatchRecord], here: dict[int, models.Model], by: AbstractBaseUser, reason: str
) -> None:
    """Delete records with their rows, those that others of them name after the others."""
    lines = {one.record_id: one.line for one in new}
    waiting = [here[one.record_id] for one in new]
    while waiting:
        named = _named_by_others(waiting)
        free = [record for record in waiting if record.pk not in named]
        try:
            _delete_together(free, by, reason)
        except ProtectedError as error:
            reason = _("Something else names it by now: %(noun)s.")
            reason %= {"noun": next(iter(error.protected_objects))}
            raise NotUndone([Obstacle(one, lines[one.pk], reason) for one in free[:1]]) from error
        waiting = [record for record in waiting if record.pk in named]


def _named_by_others(records: list[models.Model]) -> set[int]:
    """Return those that others of the records, or rows of those, name. One query a relation."""
    model, pks = type(records[0]), {record.pk for record in records}
    named: set[int] = set()
    for relation in model._meta.related_objects:
        table, column = relation.related_model, relation.field.attname
        if relation.on_delete is models.PROTECT:
            naming = table._base_manager.filter(**{f"{column}__in": pks})
            named |= set(naming.values_list(column, flat=True))
    return named if len(named) < len(pks) else set()


def _delete_together(records: list[models.Model], by: AbstractBaseUser, reason: str) -> None:
    """Delete records and what goes with them; the history names who did it. Few queries."""
    collector = Collector(using=records[0]._state.db)
    collector.collect(records)
    for instances in collector.data.values():
        for instance in instances:
            signed(instance, by, reason)
    collector.delete()
    DataVersion.bump()
