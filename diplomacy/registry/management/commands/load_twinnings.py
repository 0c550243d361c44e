"""Load a list of the world's twinnings in place of its former version: all of it or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from diplomacy.registry.codec import RegisterFaults
from diplomacy.registry.codec.twinnings import load_twinnings, read_twinnings
from diplomacy.registry.models import City, TwinnedPlace

MOST_SHOWN = 50


class Command(BaseCommand):
    help = (
        "Load a CSV of twinnings (docs/twinnings.md). It replaces what was loaded from the same"
        " source; run it again after adding cities, so that they are matched."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the CSV")
        parser.add_argument(
            "--about", type=Path, help="who says it and under what licence; else SOURCE.toml beside"
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing if any twinning is loaded"
        )

    @no_translations
    def handle(self, *, path: Path, about: Path | None, if_empty: bool, **options: Any) -> None:
        if if_empty and TwinnedPlace.objects.exists():
            self.stdout.write("Twinnings are loaded already; nothing was loaded.")
            return
        try:
            said = read_twinnings(path, about or path.with_name("SOURCE.toml"))
        except RegisterFaults as error:
            lines = [str(fault) for fault in error.faults[:MOST_SHOWN]]
            if (more := len(error.faults) - MOST_SHOWN) > 0:
                lines.append(f"… and {more} more.")
            raise CommandError("\n".join([*lines, "Nothing was loaded."])) from error
        home = City.objects.home()
        if said.home and (home is None or home.key != said.home):
            self.stdout.write("This list was cut for another home city; nothing was loaded.")
            return
        done = load_twinnings(said, progress=self.stderr.write)
        self.stdout.write(
            f"{done.pairs} pairs of {done.places} places: {done.matched} are cities of the"
            f" register, {done.places - done.matched} are not matched"
            f" ({done.ambiguous} of these could be several);"
            f" {done.with_itself} pairs of a place with itself left out."
        )
