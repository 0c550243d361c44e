"""The look at everything, and the mending."""

from array import array
from collections import defaultdict
from collections.abc import Callable
from contextlib import nullcontext

from django.db import connection, transaction
from msgspec import Struct

from diplomacy.registry.models import DataVersion, search_index, touching

from .checks import CHUNK, Check, Difference, checks

Progress = Callable[[str], None]
_TOLD_EACH = 100_000  # rows
Tell = Callable[[Difference], None]


class Verdict(Struct):
    """How much was looked at and found."""

    rows: int = 0
    found: int = 0
    beyond_mending: int = 0
    not_indexed: int = 0  # entries that the search index holds wrongly or not at all
    not_paired: int = 0  # cities with an area that the table of pairs lacks or holds wrongly

    @property
    def mendable(self) -> int:
        return self.found - self.beyond_mending + self.not_indexed + self.not_paired


def verify(tell: Tell, progress: Progress = lambda line: None, *, repair: bool = False) -> Verdict:
    """Tell every difference between what is derived and stored and what it is made of.

    All tables are read in small parts beside whoever writes; what seems to differ is looked at
    again, so that nothing is told only since it was written meanwhile. With `repair` that second
    look locks what it mends, all or nothing, and raises the data version.
    """
    verdict = Verdict()
    seeming = {check: _look_through(check, verdict, progress) for check in checks()}
    with transaction.atomic() if repair else nullcontext():
        for check, pks in seeming.items():
            for start in range(0, len(pks), CHUNK):
                found = list(check.differences(pks[start : start + CHUNK].tolist(), locked=repair))
                for one in found:
                    tell(one)
                    verdict.found += 1
                    verdict.beyond_mending += one.should is None
                if repair:
                    _write(found)
        progress("search index")
        verdict.not_indexed = search_index.out_of_step(connection)
        if repair and verdict.not_indexed:
            search_index.create(connection)
        verdict.not_paired = touching.out_of_step()
        if repair and verdict.not_paired:
            touching.renew()
        if repair and verdict.mendable:
            DataVersion.bump()
    return verdict


def _look_through(check: Check, verdict: Verdict, progress: Progress) -> array:
    """Return the numbers of the rows that seem to be out of step."""
    seeming, looked = array("q"), 0
    name = check.table._meta.label_lower.removeprefix("registry.")
    what = f"{name} ({', '.join(dict.fromkeys(column for _, column in check.columns))})"
    for rows, pks in check.looked_through():
        if looked // _TOLD_EACH < (looked + rows) // _TOLD_EACH:
            progress(f"{what}: {looked + rows:,} rows")
        looked += rows
        seeming.extend(pks)
    verdict.rows += looked
    progress(f"{what}: {looked:,} rows, {len(seeming):,} to look at again")
    return seeming


def _write(found: list[Difference]) -> None:
    """Write what should stand, past history, since nothing that somebody said is changed."""
    values = defaultdict(list)
    for one in found:
        if one.should is not None:
            field = one.table._meta.get_field(one.column)
            is_text = isinstance(one.should, str)  # as it is stored, a date too
            value = one.should if is_text else field.get_db_prep_save(one.should, connection)
            values[field.model, field.column].append((value, one.pk))
    for (table, column), rows in values.items():
        quote = connection.ops.quote_name
        statement = (
            f"UPDATE {quote(table._meta.db_table)} SET {quote(column)} = %s"
            f" WHERE {quote(table._meta.pk.column)} = %s"
        )
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)
