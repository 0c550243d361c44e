"""Look for rows that contradict one another, which no constraint can forbid."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import F, Q

from diplomacy.registry.codec import NOUNS
from diplomacy.registry.codec.derived import stale, write_derived
from diplomacy.registry.models import Entry, EntryCity, Publication
from diplomacy.registry.models.base import Keyed


class Command(BaseCommand):
    help = "Check what the database cannot: kinds of entries, copies, search texts, sort keys."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--mend", action="store_true", help="write copies, search texts, sort keys anew"
        )

    def handle(self, *, mend: bool, **options: Any) -> None:
        with transaction.atomic():
            torn = list(_kindless())
            copies = list(_stale_copies().select_related("entry", "city"))
            derived = [(noun, one) for noun, (_, model) in NOUNS.items() for one in _stale(model)]
            if mend:
                _mend(copies, [record for _, record in derived])
        lines = [
            *torn,
            *(f"city {row.city.key} of {row.entry.key}: the copy is stale" for row in copies),
            *(
                f"{noun} {record.key}: search text or sort keys are stale"
                for noun, record in derived
            ),
        ]
        for line in lines:
            self.stdout.write(line)
        mendable = len(lines) - len(torn)
        if mend and mendable:
            self.stdout.write(f"{mendable} mended.")
        if torn:
            raise CommandError(
                f"{len(torn)} entries are torn. Restore their kind from history or a backup."
            )
        if mendable and not mend:
            raise CommandError(f"{mendable} out of step. Run again with --mend to write them anew.")
        if not lines:
            self.stdout.write("Everything is in step.")


def _kindless() -> Iterator[str]:
    """Yield a line for each entry whose row of its kind is missing, or has others beside it."""
    kinds = Entry.Kind.values
    for key, kind, *rows in Entry.objects.order_by("id").values_list("key", "kind", *kinds):
        found = [name for name, row in zip(kinds, rows, strict=True) if row is not None]
        if found != [kind]:
            yield f"entry {key}: recorded as {kind}, has rows as {', '.join(found) or 'nothing'}"


def _stale(model: type[Keyed]) -> Iterator[Keyed]:
    return stale(model.objects.order_by("pk").iterator())


def _stale_copies():
    public = Q(entry__publication=Publication.PUBLISHED)
    in_step = Q(day=F("entry__ordering_day"), kind=F("entry__kind"))
    return EntryCity.objects.exclude(
        in_step & (Q(public=True) & public | Q(public=False) & ~public)
    )


def _mend(copies: list[EntryCity], records: list) -> None:
    for row in copies:
        EntryCity.objects.filter(pk=row.pk).update(**row.entry.city_row_copies())
    write_derived(records)
