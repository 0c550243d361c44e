"""Look at how the site is set up, and say what to mend."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, no_translations

from diplomacy.office.doctor import Finding, Level, examined


class Command(BaseCommand):
    help = (
        "Look at settings, secrets, database, files, backups and what is around the site, and say"
        " what to mend (docs/operating.md). Changes nothing. Ends with 1 when something fails."
    )
    requires_system_checks = []  # they are among what is looked at

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="write an array for programs")
        parser.add_argument(
            "--ask", action="store_true", help="also ask the site at SITE_URL, as readers do"
        )
        parser.add_argument(
            "--backups", type=Path, metavar="FOLDER", help="where they are; var/backups otherwise"
        )

    @no_translations
    def handle(self, *, json: bool, ask: bool, backups: Path | None, **options: Any) -> None:
        found = []
        for finding in examined(backups or Path(settings.VAR_DIR) / "backups", ask):
            found.append(finding)
            if not json:
                self.stdout.write(line(finding))
        if json:
            self.stdout.write(as_json(found))
        if any(finding.level is Level.FAIL for finding in found):
            sys.exit(1)


def line(finding: Finding) -> str:
    """Return the finding in a line, and in a second one what to do."""
    first = f"{finding.level:<4}  {finding.about:<12}  {finding.told}"
    return f"{first}\n{'':20}→ {finding.advice}" if finding.advice else first


def as_json(found: list[Finding]) -> str:
    return json.dumps([finding._asdict() for finding in found], ensure_ascii=False, indent=1)
