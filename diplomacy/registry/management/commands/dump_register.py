"""Write the whole register as register files."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from diplomacy.registry.codec import (
    NOUNS,
    ReadersFiles,
    readers_register,
    to_struct,
    with_rows,
    write_noun,
)


class Command(BaseCommand):
    help = (
        "Write the register as one YAML file per noun. The files are for staff: they hold drafts, "
        "notes and contact details, unless --public leaves all but what readers may see. "
        "Documents, accounts and history are not among them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="an empty folder, or one to be made")
        parser.add_argument("--public", action="store_true", help="only what readers may see")
        parser.add_argument("--force", action="store_true", help="replace the files that are there")

    def handle(self, *, path: Path, force: bool, public: bool, **options: Any) -> None:
        if path.exists() and not path.is_dir():
            raise CommandError(f"{path} is not a folder. Name one.")
        if path.exists() and any(path.iterdir()) and not force:
            raise CommandError(f"{path} is not empty. Name another folder, or use --force.")
        path.mkdir(parents=True, exist_ok=True, mode=0o700)  # drafts and contact details
        if public:
            self._write_public(path)
            return
        for noun in NOUNS:
            count = self._write(noun, path / f"{noun}.yaml")
            self.stdout.write(f"{noun}: {count}")

    def _write_public(self, path: Path) -> None:
        """Write the readers' register anew: files that are there would be read with it."""
        for file in path.glob("*.yaml"):
            file.unlink()
        files, counts = ReadersFiles(path), Counter()
        for told in readers_register(self.stderr.write):
            files.add(told)
            counts[told.noun] += 1
        files.close()
        for noun, count in counts.items():
            self.stdout.write(f"{noun}: {count}")

    def _write(self, noun: str, file: Path) -> int:
        struct, model = NOUNS[noun]
        records = model.objects.all()
        if hasattr(records, "originals"):  # a draft copy is no record of its own
            records = records.originals()
        structs = [to_struct(record) for record in with_rows(records, struct)]
        if not structs:
            file.unlink(missing_ok=True)
            return 0
        draft = file.with_suffix(".new")
        draft.write_text(write_noun(noun, structs), encoding="utf-8")
        draft.replace(file)
        return len(structs)
