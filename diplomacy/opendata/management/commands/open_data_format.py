"""Print the tables of docs/open-data.md."""

from typing import Any

from django.core.management.base import BaseCommand

from diplomacy.opendata.describing import format_tables


class Command(BaseCommand):
    help = "Print the tables that docs/open-data.md ends with, after a change of open data."

    def handle(self, **options: Any) -> None:
        self.stdout.write(format_tables(), ending="")
