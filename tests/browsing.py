"""A real Chromium for the browser tests."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connections
from playwright.sync_api import Browser, sync_playwright

_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield headless Chromium; without one the test is skipped, saying so."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        pytest.skip("needs Chromium")
    # Playwright keeps an event loop on this thread, on which Django would refuse its database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
            yield browser
            browser.close()
            # On that loop a query has a connection of its own, which nobody else would close.
            connections.close_all()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
