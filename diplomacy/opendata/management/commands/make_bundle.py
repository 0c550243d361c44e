"""Write the whole public register as one dated file that everybody may take."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations

from diplomacy.opendata.bundle.making import make_bundle


class Command(BaseCommand):
    help = (
        "Write what readers may see as one zip file: tables (CSV), their description, register "
        "files, licence. It replaces the one before; the site hands it out at /data/register.zip."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, help="folder for the file; OPEN_DATA_ROOT otherwise")

    @no_translations
    def handle(self, *, to: Path | None, **options: Any) -> None:
        folder = to or Path(settings.OPEN_DATA_ROOT)
        try:
            made = make_bundle(folder, self.stderr.write)
        except (OSError, LookupError) as error:
            raise CommandError(f"No bundle was made; the one before stays. {error}") from error
        self.stdout.write(
            f"{folder / made.name}: {made.records} records, {made.rows} rows in {made.tables}"
            f" tables, {made.size} bytes, sha256 {made.sha256}"
        )
