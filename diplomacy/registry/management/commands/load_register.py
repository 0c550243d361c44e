"""Load register files: all or nothing, and over nobody's edit."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from diplomacy.registry.codec import Outcome, RegisterFaults, load, read_register
from diplomacy.registry.models import City, Entry

MOST_SHOWN = 50


class Command(BaseCommand):
    help = "Load register files (docs/register-format.md). Loads all of them or, on a fault, none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, help="folders of *.yaml files, or files")
        parser.add_argument("--dry-run", action="store_true", help="check and count, write nothing")
        parser.add_argument(
            "--overwrite", action="store_true", help="also replace records that were edited here"
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing if there is a city or an entry"
        )

    @no_translations
    def handle(self, *, paths: list[Path], **options: Any) -> None:
        if options["if_empty"] and (City.objects.exists() or Entry.objects.exists()):
            self.stdout.write("The register is not empty; nothing was loaded.")
            return
        try:
            register = read_register(paths)
            outcomes = load(
                register,
                overwrite=options["overwrite"],
                dry_run=options["dry_run"],
                progress=self.stderr.write,
            )
        except RegisterFaults as error:
            raise CommandError(_told(error)) from error
        for noun, outcome in outcomes.items():
            self.stdout.write(f"{noun}: {_counted(outcome)}")
        if options["dry_run"]:
            self.stdout.write("This was a dry run: nothing was written.")


def _told(error: RegisterFaults) -> str:
    lines = [str(fault) for fault in error.faults[:MOST_SHOWN]]
    if (more := len(error.faults) - MOST_SHOWN) > 0:
        lines.append(f"… and {more} more.")
    return "\n".join([*lines, "Nothing was loaded."])


def _counted(outcome: Outcome) -> str:
    counts = (
        f"{len(outcome.new)} new, {len(outcome.changed)} changed, {len(outcome.same)} same, "
        f"{len(outcome.left)} edited here and left"
    )
    keys = ", ".join(placed.struct.key for placed in outcome.left)
    return f"{counts} ({keys})" if keys else counts
