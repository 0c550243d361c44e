"""The whole shipped register, with history and files, is the same site on PostgreSQL."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.office import drill

from .asking import differing
from .conftest import asked, ran, variables

PAGES = "import json; print(json.dumps(asking.answers(40)))"
READY = "from django.test import Client; print(Client().get('/readyz').status_code)"
ROWS = (
    "from django.core.management import call_command;"
    " call_command('dumpdata', all=True, format='jsonl')"
)


def rows(given: dict[str, str]) -> list[str]:
    """Return every row as Django reads it.

    PostgreSQL keeps JSON by what it means: its keys in an order of its own, 1e22 as a whole number.
    """
    return sorted(
        json.dumps(
            json.loads(line, parse_int=Decimal, parse_float=Decimal),
            sort_keys=True,
            default=lambda number: f"number {number.normalize()}",
        )
        for line in asked(given, ROWS).splitlines()
    )


@pytest.mark.slow
def test_the_shipped_register_is_the_same_site_on_postgresql(new, tmp_path: Path):
    old = tmp_path / "old"
    (old / "documents").mkdir(parents=True)
    before = variables(old)
    asked(before, "filling.make_tables(); filling.fill()")
    after = drill.environment(new)
    new.connection.close()
    checked = ran(after, "manage.py", "move_database", str(old / "db.sqlite3"), "--check")
    assert "all would be taken" in checked
    told = ran(after, "manage.py", "move_database", str(old / "db.sqlite3"))
    assert "the same on both sides" in told
    # On one machine the folder of documents stays where it is.
    after |= {"DRILL": before["DRILL"]}
    assert rows(after) == rows(before)
    pages, moved = (json.loads(asked(given, PAGES)) for given in (before, after))
    assert len(pages) > 80
    assert differing(pages, moved) == []
    assert asked(after, READY).strip() == "200"
