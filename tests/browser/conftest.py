"""The shipped register: served to a real browser, or crawled once for pages that only are read."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from tests.crawling import Page, Site, one_of_each


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Look at pages on one database only: that both give the same ones is said elsewhere."""
    if config.getoption("--database") == "postgresql":
        left_out = [item for item in items if item.get_closest_marker("once")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def load() -> None:
    registers = settings.BASE_DIR / "registers"
    call_command("load_register", registers / "common", registers / "isfahan", verbosity=0)


@pytest.fixture
def shipped(db) -> None:
    """Load the shipped register."""
    load()


@pytest.fixture
def register(live_server, shipped) -> str:
    """Return the address of a server that shows the shipped register."""
    return live_server.url


@pytest.fixture(scope="session")
def persian_pages(django_db_setup, django_db_blocker) -> dict[str, Page]:
    """Return a page of each kind in Persian, and leave the database as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        pages = one_of_each(Site(Client(), "fa", at_most=3).crawl().values())
        transaction.set_rollback(True)
    return {page.address: page for page in pages}
