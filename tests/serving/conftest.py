"""A small register on a database of its own, to be served by a process of its own."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from diplomacy.office.backup import Site
from tests import builders
from tests.office import drill

from .live import Live, with_migrations


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the engine at hand cannot show; nothing of it is missing, so no skip."""
    database = config.getoption("--database")
    unfit = {"on_postgresql", "on_sqlite"} - {f"on_{database}"}
    left_out = [item for item in items if unfit & {*getattr(item, "fixturenames", ())}]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


@pytest.fixture
def on_postgresql(transactional_db) -> None:
    """Only a server can be away."""


@pytest.fixture
def on_sqlite(transactional_db) -> None:
    """Only SQLite writes for one at a time, into a file of ours."""


@pytest.fixture
def register(transactional_db, tmp_path: Path, settings) -> Iterator[Site]:
    """Return a place that holds a small register."""
    if sys.platform == "win32":
        pytest.skip("Windows has no gunicorn")
    settings.MIGRATION_MODULES = {}
    builders.home_city()
    builders.event(builders.tie(builders.city(key="partner")).partner)
    with drill.empty_place(tmp_path) as place:
        yield with_migrations(place)


@pytest.fixture
def live(register: Site) -> Iterator[Live]:
    """Return a served site; whoever waits for a lock gives up after a second."""
    with Live(register, DATABASE_LOCK_SECONDS="1").served() as served:
        yield served
