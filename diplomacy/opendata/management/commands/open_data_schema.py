"""Print docs/openapi-v1.json."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from diplomacy.opendata.openapi import document


class Command(BaseCommand):
    help = "Print the OpenAPI document, for docs/openapi-v1.json, after an addition to open data."

    def handle(self, **options: Any) -> None:
        self.stdout.write(json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True))
