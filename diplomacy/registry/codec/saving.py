"""What was built is written: new records many at a time, what stands already one by one."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import groupby

from django.db import IntegrityError, models
from django.utils import timezone

from diplomacy.registry.models import Entry, Publication
from diplomacy.registry.models.base import Keyed, Publishable
from diplomacy.registry.models.bulk import insert_entries
from diplomacy.registry.models.derived import stale, with_rows, write_derived

from .building import Built, BuiltRow
from .nodes import RegisterFaults
from .structs import NOUNS

_AT_ONCE = 2000  # records that are looked at together


def save(built: list[Built], *, one_by_one: bool = False) -> None:
    """Write records before rows, since rows may refer to records of any noun.

    Raises IntegrityError where the database refuses one, or, `one_by_one`, RegisterFaults, which
    name it.
    """
    entries = [one for one in built if one.is_new and isinstance(one.record, Entry)]
    others = [one for one in built if one.is_new and not isinstance(one.record, Entry)]
    standing = [one for one in built if not one.is_new]
    new = {id(one) for one in others} if not one_by_one else set()
    waiting = _save_ready(others, one_by_one)
    rows = [row.row for one in entries for row in one.rows]
    insert_entries((one.record for one in entries), rows)
    if waiting := _save_ready(waiting, one_by_one):
        reason = "It is a part of itself by way of others. Break the circle."
        raise RegisterFaults([one.placed.fault((), reason) for one in waiting])
    for one in standing:
        _save_record(one)
    for _, found in groupby(sorted([*others, *standing], key=_rank), key=_rank):
        _write_rows(list(found), new)
    _write_search_texts([*others, *standing])


def _rank(built: Built) -> int:
    return list(NOUNS).index(built.placed.noun)


def _save_ready(waiting: list[Built], one_by_one: bool) -> list[Built]:
    """Save records, each after those that it refers to; return those for which that fails.

    Noun by noun, and so numbered as the files have them: where days are equal, pages tell by it.
    """
    while True:
        later: list[Built] = []
        for _, found in groupby(waiting, key=_rank):
            later += _save_ready_of_noun(list(found), one_by_one)
        if len(later) == len(waiting):
            return later
        waiting = later


def _save_ready_of_noun(waiting: list[Built], one_by_one: bool) -> list[Built]:
    while ready := [one for one in waiting if _is_ready(one.record)]:
        waiting = [one for one in waiting if not _is_ready(one.record)]
        for one in ready:
            if one_by_one:
                _save_record(one)
            else:
                _prepare(one.record)
        if not one_by_one:
            insert_entries([], [one.record for one in ready])
    return waiting


def _is_ready(record: models.Model) -> bool:
    named = (
        field.get_cached_value(record, default=None)
        for field in record._meta.concrete_fields
        if field.is_relation
    )
    return all(target is None or target.pk is not None for target in named)


def _prepare(record: models.Model) -> None:
    """Set what `save` of a new record would set."""
    if isinstance(record, Keyed):
        vars(record).update(record.derived())
    _appear(record)


def _appear(record: models.Model) -> None:
    is_public = isinstance(record, Publishable) and record.publication == Publication.PUBLISHED
    if is_public and record.published_at is None:
        record.published_at = timezone.now()


def _save_record(built: Built) -> None:
    _appear(built.record)
    _attempt(built, built.record.save)
    # Its rows write its search text again, which is no event of its own.
    built.record.skip_history_when_saving = True


def _write_rows(found: list[Built], new: set[int]) -> None:
    """Write the rows of the records of one noun: those of `new` ones all at once."""
    depths: dict[int, list[models.Model]] = defaultdict(list)
    for one in found:
        for row in one.rows if id(one) in new else ():
            depths[len(row.path)].append(row.row)
    # Rows of rows last: they may refer to any row above them.
    for depth in sorted(depths):
        insert_entries([], depths[depth])
    for one in found:
        if id(one) not in new:
            _write_rows_of(one)


def _write_rows_of(built: Built) -> None:
    for row in built.gone:
        _attempt(built, row.delete)
    for one in sorted(built.rows, key=_depth):
        _attempt(built, one.row.save)


def _depth(row: BuiltRow) -> int:
    return len(row.path)


def _write_search_texts(built: Iterable[Built]) -> None:
    """Write the search texts anew that hold words of rows, which were written later."""
    tables: dict[type[models.Model], list[int]] = defaultdict(list)
    for one in built:
        if isinstance(one.record, Keyed):
            tables[type(one.record)].append(one.record.pk)
    for table, pks in tables.items():
        for start in range(0, len(pks), _AT_ONCE):
            chosen = table.objects.filter(pk__in=pks[start : start + _AT_ONCE])
            write_derived(stale(with_rows(chosen)))


def _attempt(built: Built, write: Callable[[], object]) -> None:
    try:
        write()
    except IntegrityError as error:
        reason = f"The database refuses it: {error}."
        raise RegisterFaults([built.placed.fault((), reason)]) from error
