"""Look for rows that contradict one another, which no constraint can forbid."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from diplomacy.registry.models import Entry


class Command(BaseCommand):
    help = "Check that every entry has one row of one kind, which no constraint can demand."

    def handle(self, **options: Any) -> None:
        torn = list(_torn())
        for line in torn:
            self.stdout.write(line)
        if torn:
            raise CommandError(
                f"{len(torn)} entries are torn. Restore their kind from history or a backup."
            )
        self.stdout.write("Every entry is whole.")


def _torn() -> Iterator[str]:
    """Yield a line for each entry whose row of a kind is missing, or has others beside it."""
    kinds = Entry.Kind.values
    entries = Entry.objects.order_by("id").values_list("key", "kind", *kinds)
    for key, kind, *rows in entries.iterator(chunk_size=2000):
        found = [name for name, row in zip(kinds, rows, strict=True) if row is not None]
        if len(found) != 1:
            yield f"entry {key}: recorded as {kind}, has rows as {', '.join(found) or 'nothing'}"
