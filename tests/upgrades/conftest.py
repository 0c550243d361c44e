"""A filled site on SQLite, and an empty one on PostgreSQL to move it to."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from diplomacy.office.backup import Site
from tests.office import drill

from . import filling

Ran = subprocess.CompletedProcess[str]


def variables(folder: Path) -> dict[str, str]:
    """Return the variables of a site on SQLite whose data all stand in the folder."""
    return {
        "DJANGO_SETTINGS_MODULE": "tests.office.drill_settings",
        "DRILL": str(folder),
        "DATABASE_URL": f"sqlite:///{(folder / 'db.sqlite3').as_posix()}",
    }


def run(given: dict[str, str], *arguments: str) -> Ran:
    """Run Python with the variables of a site."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        check=False,
    )


def ran(given: dict[str, str], *arguments: str) -> str:
    """Run Python, which must end well; return what it said."""
    done = run(given, *arguments)
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


def asked(given: dict[str, str], code: str) -> str:
    """Run a line of Python on the site, after which `filling` and `asking` are there."""
    head = "import django; django.setup(); from tests.upgrades import filling, asking; "
    return ran(given, "-c", head + code)


@pytest.fixture(scope="session")
def on_sqlite_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a filled site on SQLite, which nobody may change."""
    folder = tmp_path_factory.mktemp("sqlite")
    (folder / "documents").mkdir()
    asked(variables(folder), "filling.make_tables(); filling.fill(with_register=False)")
    return folder


@pytest.fixture
def old(on_sqlite_once: Path, tmp_path: Path) -> Path:
    """Return the folder of a filled site on SQLite."""
    return Path(shutil.copytree(on_sqlite_once, tmp_path / "old"))


@pytest.fixture
def new(on_postgresql, tmp_path: Path) -> Iterator[Site]:
    """Return an empty site on PostgreSQL."""
    with drill.empty_place(tmp_path, "new") as place:
        filling.note_migrations(place.connection)
        yield place


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def say(said: list[str]) -> Callable[[str], None]:
    return said.append
