"""Take out of stored pictures where, when and by which camera they were taken."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations

from diplomacy.office.stripping import strip_pictures


class Command(BaseCommand):
    help = (
        "Take out of the PNG and JPEG files among the documents what cameras write beside a"
        " picture, the place above all. New ones come without it; this is for those stored before,"
        " and after the restore of an old backup. It cannot be undone: make a backup first, and"
        " keep it apart, for it holds the places."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing, only look")

    @no_translations
    def handle(self, *, check: bool, **options: Any) -> None:
        folder = Path(settings.DOCUMENTS_ROOT)
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        pictures, noted, damaged = strip_pictures(folder, only_look=check)
        what = "say more than they show" if check else "were stripped"
        self.stdout.write(f"Pictures: {pictures}, of which {len(noted)} {what}.")
        for name in noted if check else ():
            self.stdout.write(f"  {name}")
        if damaged:
            self.stdout.write(
                f"{len(damaged)} cannot be read to their end, so what is in them stays. Readers do"
                " not get them. Replace each by a whole one:"
            )
            self.stdout.writelines(f"  {name}\n" for name in damaged)
