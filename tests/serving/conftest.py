"""A small register on a database of its own, to be served by a process of its own."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from diplomacy.office.backup import Site
from tests import builders
from tests.office import drill

from .live import Live, with_migrations


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
