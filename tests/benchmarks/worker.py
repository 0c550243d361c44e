"""A process of the site on one database; it measures what its parent asks, a line for each.

Each line is the name of what to do and its parameters, in JSON; the answer is a line as well.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

from django.db import connection

import diplomacy.wsgi  # noqa: F401 (makes the site ready, before its models are asked for)
from diplomacy.registry.models import Entry

from .measuring import Effort, Subject, abuse, subjects
from .weights import weights


class Worker:
    def __init__(self) -> None:
        self._subjects: list[Subject] = []

    def describe(self) -> dict[str, Any]:
        """Return what is counted, of the register and of each page."""
        self._subjects = subjects()
        with connection.cursor() as cursor:
            server = "sqlite_version()" if connection.vendor == "sqlite" else "version()"
            cursor.execute(f"SELECT {server}")
            (version,) = cursor.fetchone()
        return {
            "engine": connection.vendor,
            "version": " ".join(version.split()[:2]),
            "entries": Entry.objects.count(),
            "published": Entry.objects.published().count(),
            "pages": [subject.described() for subject in self._subjects],
        }

    def round(self, **effort: Any) -> dict[str, Any]:
        """Return the times of each page, by name."""
        return {one.page.name: one.round(Effort(**effort)) for one in self._subjects}

    def abuse(self, **effort: Any) -> list[dict[str, Any]]:
        (tie,) = [one for one in self._subjects if one.page.name == "tie"]
        return abuse(tie, Effort(**effort))

    def weights(self) -> list[dict[str, Any]]:
        return weights({one.page.name: one.page.address for one in self._subjects})


def main() -> None:
    worker = Worker()
    for line in sys.stdin:
        name, parameters = json.loads(line)
        do: Callable[..., Any] = getattr(worker, name)
        sys.stdout.write(json.dumps(do(**parameters)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
