"""Hold what is derived and stored beside what it is made of, and write it anew where it differs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from diplomacy.registry.verifying import Difference, verify

_LONGEST = 60


class Command(BaseCommand):
    help = (
        "Compare search texts, sort keys, ordering days, copies and the days of partial dates"
        " with what they are made of."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--repair", action="store_true", help="write what differs anew: all of it or nothing"
        )

    def handle(self, *, repair: bool, **options: Any) -> None:
        verdict = verify(self._tell, self.stderr.write, repair=repair)
        if verdict.not_indexed:
            self.stdout.write(f"search index: {verdict.not_indexed} entries are not as it has them")
        if verdict.not_paired:
            self.stdout.write(f"areas of cities: {verdict.not_paired} pairs are not as entries say")
        if verdict.beyond_mending:
            raise CommandError(
                f"{verdict.beyond_mending} dates cannot be read."
                " Restore their records from history or a backup."
            )
        if verdict.mendable and not repair:
            raise CommandError(
                f"{verdict.mendable} out of step. Run again with --repair to write them anew."
            )
        told = f"{verdict.mendable:,} repaired." if verdict.mendable else "Everything is in step."
        self.stdout.write(f"{told} {verdict.rows:,} rows looked at.")

    def _tell(self, one: Difference) -> None:
        stands, should = _from_difference(str(one.stands), str(one.should))
        self.stdout.write(
            f"{one.table._meta.model_name} {one.record}: {one.column} is {stands!r},"
            f" should be {should!r}"
        )


def _from_difference(stands: str, should: str) -> tuple[str, str]:
    """Return both from the place where they begin to differ, cut to what a line takes."""
    pairs = enumerate(zip(stands, should, strict=False))
    first = next((place for place, (one, other) in pairs if one != other), 0)
    start = max(0, first - 10)
    return tuple(
        f"{'…' if start else ''}{text[start : start + _LONGEST]}"
        f"{'…' if len(text) > start + _LONGEST else ''}"
        for text in (stands, should)
    )
