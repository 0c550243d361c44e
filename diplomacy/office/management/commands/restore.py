"""Put a backup in place of what the site holds."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import DatabaseError

from diplomacy.office.backup import BackupFault, Site, examine, make_backup, restore, verified

from .backup import own_folder, told


class Command(BaseCommand):
    help = (
        "Restore a backup into an empty site (docs/backup.md). The file is read in full first;"
        " on any fault nothing changes. Stop the site before."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a file that the command backup wrote")
        parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.add_argument(
            "--replace", action="store_true", help="also where there are data: back them up first"
        )
        parser.add_argument("--to", type=Path, help="folder for that backup; var/backups otherwise")
        parser.add_argument(
            "--key", type=Path, metavar="FILE", help="the secret key of an encrypted backup"
        )

    @no_translations
    def handle(
        self, *, file: Path, yes: bool, replace: bool, to: Path | None, key: Path, **options: Any
    ) -> None:
        site = Site.here()
        try:
            with verified(file, key) as archive:
                examine(site, archive.manifest, replace)
                self.stderr.write(f"{file}: {told(archive.manifest)}")
                if not (yes or agreed(site, replace)):
                    raise CommandError("Nothing was changed.")
                if replace:
                    say, keys = self.stderr.write, settings.BACKUP_PUBLIC_KEYS
                    kept, _manifest = make_backup(site, to or own_folder(), say, keys=keys)
                    self.stdout.write(f"What was here is in {kept}")
                restore(site, archive, self.stderr.write)
                self.stdout.write(f"Restored {file}: {told(archive.manifest)}")
        except BackupFault as fault:
            raise CommandError(f"{fault} Nothing was changed.") from fault
        except DatabaseError as error:  # before anything was written: it cannot even be asked
            raise CommandError(
                f"The database cannot be reached: {error} Nothing was changed."
            ) from error


def agreed(site: Site, replace: bool) -> bool:
    """Ask; no answer is a no."""
    what = "replace everything in" if replace else "fill"
    name = site.connection.settings_dict["NAME"]
    try:
        return input(f"This will {what} {name} and {site.documents}. Type yes: ").strip() == "yes"
    except EOFError:
        return False
