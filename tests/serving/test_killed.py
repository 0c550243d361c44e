"""Processes that are killed in the middle leave nothing half done, and can be started again."""

import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from diplomacy.office.backup import Site
from tests import builders
from tests.office import drill
from tests.office.drill import environment

from .live import Live

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals"),
]

MOMENTS = 6
ROWS = 150

# Brings a table of visits in, as the desk does, and says when it begins to write.
BRING_IN = """
import django
django.setup()
from tests.ingest.tables import sheets
from diplomacy.ingest.tables.importing import bring_in
rows = [[f"Trade visit {number}", "outgoing", "2024-09-25"] for number in range(ROWS)]
batch = sheets.opened("delegations", ["title_en", "direction", "date"], *rows)
found = sheets.looked_at(batch)
chosen = {line.number for line in found.lines}
print("begins", flush=True)
bring_in(batch, chosen, found.mark, batch.by)
print("ends", flush=True)
""".replace("ROWS", str(ROWS))


@pytest.fixture
def place(transactional_db, tmp_path: Path) -> Iterator[Site]:
    builders.home_city()
    with drill.empty_place(tmp_path) as made:
        yield made


def command(site: Site, *arguments: str, **variables: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment(site), **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def killed_after(process: subprocess.Popen[str], seconds: float) -> bool:
    """Kill the process if it runs for so long; return whether it did."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    process.communicate()
    return process.returncode == -signal.SIGKILL


def counts(site: Site) -> dict[str, int]:
    """Return how many rows of what was brought in there are, and of what tells of it."""
    with site.connection.cursor() as cursor:

        def count(table: str) -> int:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            return cursor.fetchone()[0]

        names = [name for name in site.columns() if name.startswith("registry_")]
        found = {name: count(name) for name in names}
    site.connection.close()
    return found


def assert_sound(site: Site) -> None:
    if site.engine == "sqlite":
        with closing(sqlite3.connect(site.connection.settings_dict["NAME"])) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_an_import_that_is_killed_has_brought_in_all_or_nothing(place, tmp_path):
    nothing = counts(place)
    with drill.empty_place(tmp_path, "measured") as copy:
        seconds = _bring_in(copy)
        everything = counts(copy)
    assert everything["registry_delegation"] == ROWS
    for moment in range(MOMENTS):
        process = command(place, "-c", BRING_IN)
        assert "begins" in process.stdout.readline()
        killed_after(process, seconds * (moment + 0.5) / MOMENTS)
        assert_sound(place)
        if (found := counts(place)) != nothing:
            assert found == everything, "history, versions and what was derived are there too"
            return
    _bring_in(place)
    assert counts(place) == everything


def _bring_in(place: Site) -> float:
    """Bring the table in and return how long the writing took."""
    process = command(place, "-c", BRING_IN)
    assert "begins" in process.stdout.readline()
    began = time.monotonic()
    said = process.communicate()[0]
    assert process.returncode == 0, said
    return time.monotonic() - began


def test_whoever_was_thanked_for_a_correction_finds_it_stored(register):
    live = Live(register)
    thanked, sent = 0, 0
    for _round in range(3):
        live.start()
        tokens = live.forms(40)
        answers: list[int] = []

        def send(tokens: list[str] = tokens, answers: list[int] = answers) -> None:
            for token in tokens:
                try:
                    answers.append(live.correct(token).status)
                except OSError:
                    return

        writers = [threading.Thread(target=send, args=[tokens[part::2]]) for part in range(2)]
        for writer in writers:
            writer.start()
        # In the middle of the writing, however fast this machine writes.
        enough = random.randint(3, len(tokens) // 2)
        while len(answers) < enough and any(writer.is_alive() for writer in writers):
            time.sleep(0.001)
        live.kill(signal.SIGKILL)
        for writer in writers:
            writer.join(60)
        assert set(answers) <= {303}
        thanked, sent = thanked + len(answers), sent + len(tokens)
        assert_sound(register)
        with register.connection.cursor() as cursor:
            cursor.execute('SELECT count(*) FROM "registry_correction"')
            [stored] = cursor.fetchone()
        register.connection.close()
        # One may be stored whose thanks did not arrive: two threads, three rounds.
        assert thanked <= stored <= thanked + 2 * (_round + 1)
    assert 0 < thanked < sent


@pytest.fixture
def empty(transactional_db, tmp_path: Path) -> Iterator[str]:
    """Return the address of a database without tables."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path.as_posix()}/new.sqlite3"
        return
    name = "killed_migrations"
    with psycopg.connect(drill.address("postgres"), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"')
        yield drill.address(name)
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_migrations_that_are_killed_are_taken_up_where_they_stopped(empty, tmp_path):
    (tmp_path / "documents").mkdir()
    variables = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.office.drill_settings",
        "DRILL": str(tmp_path),
        "DATABASE_URL": empty,
    }

    def migrate(*more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "manage.py", "migrate", *more],
            cwd=settings.BASE_DIR,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    for _ in range(MOMENTS // 2):
        process = migrate("--verbosity=1", "--no-color")
        for line in process.stdout:
            if re.match(r"  Applying |Operations to perform", line):
                break
        time.sleep(random.uniform(0.0, 1.5))
        process.kill()
        process.communicate()
    process = migrate("--verbosity=0")
    said = process.communicate()[0]
    assert process.returncode == 0, said[-2000:]
    process = migrate("--check")
    assert process.wait() == 0
    process.communicate()
