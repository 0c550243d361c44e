"""Back over our migrations one by one and forward again; run in a process on a filled site.

Prints as JSON what was gone over, and what was not as before.
"""

import gc
import json
import sys
from collections.abc import Callable

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

from diplomacy.registry.models import search_index  # noqa: E402
from tests.upgrades import asking, filling  # noqa: E402

EVERY = 400  # pages of the sitemap

# Table → column → checksum of all its values, each with the row in which it stands.
State = dict[str, dict[str, int]]


def state() -> State:
    """Return the checksums of what stands in the database now."""
    found: State = {}
    introspection = connection.introspection
    with connection.cursor() as cursor:
        for table in set(introspection.table_names(cursor)) - {"django_migrations"}:
            # Made anew of the others: the search index, and what SQLite counted of its tables.
            if table.startswith((search_index.TABLE, "sqlite_")):
                continue
            key = introspection.get_primary_key_column(cursor, table)
            cursor.execute(f'SELECT "{key}", * FROM "{table}"')
            names = [column[0] for column in cursor.description][1:]
            sums = [0] * len(names)
            for row, *values in cursor.fetchall():
                sums = [
                    (total + hash((row, type(value), value))) % 2**64
                    for total, value in zip(sums, values, strict=True)
                ]
            found[table] = dict(zip(names, sums, strict=True))
    return found


def changed(before: State, after: State) -> list[str]:
    """Return what stands in both, and not with the same values."""
    return sorted(
        f"{table}.{column}"
        for table in before.keys() & after.keys()
        for column in before[table].keys() & after[table].keys()
        if before[table][column] != after[table][column]
    )


def go_back(after_each: Callable[[str], None]) -> None:
    """Undo our migrations one by one, but for the first of each app."""
    ours = {each.label for each in apps.get_app_configs() if each.name.startswith("diplomacy")}
    executor = MigrationExecutor(connection, lambda *told: told_of(told, after_each))
    executor.migrate([key for key in executor.loader.graph.root_nodes() if key[0] in ours])


def told_of(told: tuple, after_each: Callable[[str], None]) -> None:
    if told[0] == "unapply_success":
        after_each(str(told[1]))


def main() -> dict[str, object]:
    filling.note_migrations()
    filling.fill()
    began, pages = state(), asking.answers(EVERY)
    states, back = [began], {}

    def compare(migration: str) -> None:
        states.append(state())
        back[migration] = changed(*states[-2:])

    go_back(compare)
    call_command("migrate", verbosity=0)
    ended = state()
    return {
        "back": back,
        "forward": changed(began, ended),
        "other tables": sorted(began.keys() ^ ended.keys()),
        "other columns": sorted(
            f"{table}.{column}"
            for table in began.keys() & ended.keys()
            for column in began[table].keys() ^ ended[table].keys()
        ),
        "gone": sorted(began.keys() - states[-1].keys()),
        "answered before": len(pages),
        "answered after": len(asking.answers(EVERY)),
    }


if __name__ == "__main__":
    gc.set_threshold(20_000, 20, 20)  # Django draws ten thousand models on this way
    json.dump(main(), sys.stdout)
