"""A made-up register of so many entries: a part of it written as staff would, the rest copied."""

from collections.abc import Callable
from random import Random

from django.db import connection, transaction

from diplomacy.registry.models import City, DataVersion, Entry, search_index, touching
from diplomacy.registry.models.bulk import insert_entries

from .copies import CopiedRows
from .entries import made_entries
from .surroundings import made_surroundings

BLOCK = 20_000  # entries that are written one by one; the others are copies of them


def make_sample(rows: int, seed: int, progress: Callable[[str], None]) -> None:
    """Fill the empty database with `rows` made-up entries and what they speak of, all or nothing.

    The same `seed` makes the same register. Tells `progress` how far it is. Raises ValueError
    where the database holds a city already.
    """
    if City.objects.exists():
        raise ValueError("The database is not empty: a sample never stands beside real records.")
    chance = Random(seed)
    with transaction.atomic():
        # Entry by entry, in no order of theirs, SQLite needs hours for the index of a million.
        search_index.drop(connection)
        progress("Making cities, ties, bodies, people, areas and sources")
        around = made_surroundings(chance)
        copies = max(1, -(-rows // BLOCK))
        block, rest = divmod(rows, copies)
        if rest:
            insert_entries(*made_entries(chance, around, rest, "r"), reason="sample")
        progress(f"Writing {block:,} of {rows:,} entries")
        before = Entry.objects.count()
        entries, beside = made_entries(chance, around, block, "n0")
        insert_entries(entries, beside, reason="sample")
        copied = CopiedRows({type(entry) for entry in entries}, beside, before)
        for number in range(1, copies):
            copied.write(number)
            progress(f"{before + (number + 1) * block:,} of {rows:,} entries")
        copied.reset_sequences()
        progress("Making the index of the search")
        search_index.create(connection)
        touching.renew()
        DataVersion.bump()
    progress("Letting the database look at what it holds")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
