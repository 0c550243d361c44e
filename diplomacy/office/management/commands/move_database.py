"""Move a register from a file of SQLite into PostgreSQL."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import psycopg
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import DatabaseError

from diplomacy.office.backup import BackupFault, Site, move


class Command(BaseCommand):
    help = (
        "Write the database in a file of SQLite into the empty PostgreSQL of DATABASE_URL"
        " (docs/upgrading.md), and compare both. On any fault nothing changes; the file never does."
        " Stop the site before."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the database, such as var/db.sqlite3")
        parser.add_argument(
            "--check", action="store_true", help="only tell whether all would be taken"
        )

    @no_translations
    def handle(self, *, file: Path, check: bool, **options: Any) -> None:
        site = Site.here()
        try:
            sums = move(file, site, self.stderr.write, only_look=check)
        except BackupFault as fault:
            raise CommandError(f"{fault}\nNothing was changed.") from fault
        except (DatabaseError, psycopg.Error) as error:
            raise CommandError(
                f"The database did not take it: {error}\nNothing was changed."
            ) from error
        ContentType.objects.clear_cache()
        rows = sum(each.rows for each in sums.values())
        if check:
            self.stdout.write(f"{file}: {len(sums)} tables, {rows} rows: all would be taken.")
            return
        self.stdout.write(
            f"Moved {file}: {len(sums)} tables, {rows} rows, the same on both sides. The documents"
            f" stay in {site.documents}. From now on let nobody write to the file."
        )
