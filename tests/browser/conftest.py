"""The shipped register: served to a real browser, or crawled once for pages that only are read."""

from collections.abc import Callable
from functools import cache

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from tests.crawling import Page, Site, one_of_each


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
def crawl(django_db_setup, django_db_blocker) -> Callable[..., Site]:
    """Return what crawls the site of a language, once in a run, and leaves the database as it was.

    A crawl of every page takes a minute of processor; `at_most` makes it shorter.
    """

    @cache
    def crawled(language: str, at_most: int | None = None) -> Site:
        site = Site(Client(), language, at_most=at_most)
        with django_db_blocker.unblock(), transaction.atomic():
            load()
            site.crawl()
            transaction.set_rollback(True)
        return site

    return crawled


@pytest.fixture(scope="session")
def persian_pages(crawl) -> dict[str, Page]:
    """Return a page of each kind in Persian."""
    pages = one_of_each(crawl("fa", at_most=3).pages.values())
    return {page.address: page for page in pages}
