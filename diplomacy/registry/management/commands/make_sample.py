"""Fill an empty database with plainly made-up records, to measure and to try the site with."""

import time
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from diplomacy.registry.sample import make_sample

MOST = 10_000_000


class Command(BaseCommand):
    help = "Fill an empty database with plainly made-up records of every kind."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rows", type=_rows, default=10_000, help="how many entries")
        parser.add_argument("--seed", type=int, default=42, help="the same seed, the same register")

    @no_translations
    def handle(self, *, rows: int, seed: int, **options: Any) -> None:
        began = time.monotonic()
        try:
            make_sample(rows, seed, self._say)
        except ValueError as error:
            raise CommandError(f"{error} Nothing was made.") from error
        self.stdout.write(f"{rows:,} made-up entries in {time.monotonic() - began:.0f} s.")

    def _say(self, line: str) -> None:
        self.stderr.write(line)


def _rows(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if not 0 < number <= MOST:
        raise ArgumentTypeError(f"a whole number from 1 to {MOST}, not {text!r}")
    return number
