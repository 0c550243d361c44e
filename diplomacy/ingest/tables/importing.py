"""The chosen rows of a table into the register: all of them or none."""

from collections.abc import Collection
from datetime import timedelta
from functools import partial

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from diplomacy.ingest.models import Batch, BatchRecord
from diplomacy.registry.codec import (
    ENTRY_NOUNS,
    Register,
    RegisterFaults,
    Stamp,
    load,
    model_of,
    references,
)
from diplomacy.registry.versions import once_more, versions_of

from .comparing import compare
from .lines import Comparison, Line
from .reading import Table

KEPT = timedelta(days=7)  # a table that nobody went on with
REASON = "imported from a table: %s"


class Refused(Exception):
    """Nothing was written; the message says why and what to do."""


class Stale(Refused):
    """The register has changed since the rows were shown."""

    def __init__(self) -> None:
        super().__init__(_("The register has changed since. Look at the rows once more."))


def open_batch(noun: str, table: Table, file_name: str, by: AbstractBaseUser) -> Batch:
    """Return a table as it waits for its columns to be named; forget those nobody went on with."""
    forgotten = timezone.now() - KEPT
    Batch.objects.filter(imported_at=None, opened_at__lt=forgotten).delete()
    return Batch.objects.create(
        noun=noun, by=by, file_name=file_name[-200:], headers=table.headers, rows=table.rows
    )


def table_of(batch: Batch) -> Table:
    return Table(batch.headers, [(number, cells) for number, cells in batch.rows])


def bring_in(batch: Batch, chosen: Collection[int], mark: str, by: AbstractBaseUser) -> Batch:
    """Write the chosen rows, by their numbers, as `mark` says they were shown.

    One transaction through the codec; entries come in as drafts. Raises Refused, or Stale where
    the rows would no longer do what was shown, and then nothing is written.
    """
    try:
        return once_more(partial(_bring_in, batch.pk, chosen, mark, by))
    except IntegrityError as error:  # somebody recorded the same in this moment
        raise Stale from error


@transaction.atomic
def _bring_in(pk: int, chosen: Collection[int], mark: str, by: AbstractBaseUser) -> Batch:
    batch = Batch.objects.select_for_update().filter(pk=pk, imported_at=None).first()
    if batch is None:
        raise Refused(_("This table has been brought in already."))
    # What the checks refuse could not be chosen; the codec checks again what was.
    found = compare(batch.noun, table_of(batch), batch.columns, by, writes=True)
    if found.mark != mark:
        raise Stale
    lines = [line for line in found.lines if line.choosable and line.number in chosen]
    if not lines:
        raise Refused(_("Choose at least one row."))
    _refuse_dangling(found, lines)
    former = _former(batch.noun, lines)
    register = Register()
    register.records[batch.noun] = [line.placed for line in lines]
    reason = (REASON % batch.file_name)[:100]
    try:
        load(register, overwrite=True, stamp=Stamp(reason, by))
    except RegisterFaults as faults:
        raise Refused(" ".join(fault.reason for fault in faults.faults[:5])) from faults
    _keep(batch, lines, former)
    return batch


def _refuse_dangling(found: Comparison, lines: list[Line]) -> None:
    """Refuse rows that name a new row which was not chosen."""
    here = {line.after.key for line in lines}
    left = {line.after.key for line in found.lines if line.choosable and not line.before} - here
    namespace = "entries" if found.noun in ENTRY_NOUNS else found.noun
    for line in lines:
        for _path, noun, key in references(line.after, line.after.key):
            if noun == namespace and key in left:
                said = {"name": line.name, "key": key}
                raise Refused(
                    _("“%(name)s” names “%(key)s”, a row that was not chosen. Choose both.") % said
                )


def _former(noun: str, lines: list[Line]) -> dict[int, int]:
    """Return the newest history number of each record that is there, by its number."""
    pks = [line.record.pk for line in lines if line.before is not None]
    model = model_of(noun)
    pk = model._meta.pk.attname
    newest = model.history.filter(**{f"{pk}__in": pks}).values(pk).order_by()
    return dict(newest.annotate(newest=models.Max("history_id")).values_list(pk, "newest"))


def _keep(batch: Batch, lines: list[Line], former: dict[int, int]) -> None:
    """Note what was written, and forget the cells."""
    model = model_of(batch.noun)
    written = model.objects.in_bulk([line.after.key for line in lines], field_name="key")
    versions = versions_of(model, [record.pk for record in written.values()])
    BatchRecord.objects.bulk_create(
        BatchRecord(
            batch=batch,
            line=line.number,
            record_id=written[line.after.key].pk,
            former=former.get(written[line.after.key].pk),
            version=versions[written[line.after.key].pk],
        )
        for line in lines
    )
    batch.imported_at = timezone.now()
    batch.rows = []
    batch.save()
