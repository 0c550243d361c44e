"""A database that has only some of the former migrations is refused before anything is changed."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from diplomacy.serving.former_migrations import FORMER

from .conftest import run, variables

pytestmark = [pytest.mark.slow, pytest.mark.once]


def rows(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        return list(database.iterdump())


def noted_until(app: str, number: str) -> list[tuple[str, str]]:
    """Return all former migrations, but for those of the app after this."""
    return [one for one in FORMER if one[0] != app or one[1][:4] <= number]


@pytest.mark.parametrize(
    ("app", "number"),
    [("registry", "0017"), ("registry", "0024"), ("accounts", "0003"), ("office", "0001")],
)
def test_migrate_says_in_a_sentence_what_to_do(tmp_path, app, number):
    path = tmp_path / "db.sqlite3"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE django_migrations (id integer, app, name, applied)")
        insert = "INSERT INTO django_migrations (app, name) VALUES (?, ?)"
        database.executemany(insert, noted_until(app, number))
    before = rows(path)
    done = run(variables(tmp_path), "manage.py", "migrate")
    assert (done.returncode, done.stdout) == (1, "")
    [said] = [line for line in done.stderr.splitlines() if "register.E001" in line]
    assert said.endswith(f"docs/upgrading.md says by which version it goes on ({app}).")
    assert "Traceback" not in done.stderr
    assert rows(path) == before
    told = run(variables(tmp_path), "manage.py", "doctor").stdout
    assert "docs/upgrading.md says by which version it goes on" in told
