"""Write database and documents into one file, or read such a file again."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations

from diplomacy.office.backup import BackupFault, Manifest, Site, make_backup, new_key, verified


def at_least_one(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise ArgumentTypeError("a whole number of one or more is needed")
    return int(text)


class Command(BaseCommand):
    help = (
        "Write database and documents of the running site into one file, and read it back"
        " (docs/backup.md). The file is confidential; with BACKUP_PUBLIC_KEYS it is encrypted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, help="folder for the file; var/backups otherwise")
        parser.add_argument(
            "--keep", type=at_least_one, metavar="N", help="then remove all but the newest N"
        )
        parser.add_argument("--verify", type=Path, metavar="FILE", help="only read a backup")
        parser.add_argument(
            "--key", type=Path, metavar="FILE", help="the secret key of an encrypted backup"
        )
        parser.add_argument(
            "--new-key",
            type=Path,
            metavar="FILE",
            help="write a new secret key to FILE and say its public one",
        )

    @no_translations
    def handle(self, *, verify: Path | None, **options: Any) -> None:
        try:
            if options["new_key"]:
                self._make_key(options["new_key"])
                return
            if verify:
                with verified(verify, options["key"]) as archive:
                    file, manifest = verify, archive.manifest
            else:
                file, manifest = self._make(options["to"] or own_folder(), options["keep"])
            self.stdout.write(f"{file}: {told(manifest)} It was read in full.")
        except BackupFault as fault:
            raise CommandError(str(fault)) from fault

    def _make(self, folder: Path, keep: int | None) -> tuple[Path, Manifest]:
        say, keys = self.stderr.write, settings.BACKUP_PUBLIC_KEYS
        return make_backup(Site.here(), folder, say, keep=keep, keys=keys)

    def _make_key(self, path: Path) -> None:
        public = new_key(path)
        self.stderr.write(
            f"The secret key is in {path}. Take it to where backups are restored, and a copy on"
            " paper to another place; then remove it from this machine. Without it no backup can be"
            " read. The site gets the public one:"
        )
        self.stdout.write(f"BACKUP_PUBLIC_KEYS={public}")


def own_folder() -> Path:
    """Return the folder for backups beside the other data, made if need be for our eyes only."""
    folder = Path(settings.VAR_DIR) / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def told(manifest: Manifest) -> str:
    """Return in one line what the backup holds."""
    lost = f" ({len(manifest.missing)} that records name are missing)" if manifest.missing else ""
    return (
        f"{manifest.engine}, {manifest.made_at}, {len(manifest.tables)} tables,"
        f" {manifest.rows} rows, {len(manifest.documents)} documents{lost}."
    )
