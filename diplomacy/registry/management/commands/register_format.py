"""Print the tables of docs/register-format.md."""

from typing import Any

from django.core.management.base import BaseCommand

from diplomacy.registry.codec.describing import format_tables


class Command(BaseCommand):
    help = "Print the tables that docs/register-format.md ends with, after a change of the format."

    def handle(self, **options: Any) -> None:
        self.stdout.write(format_tables(), ending="")
