"""A reader whose forms are checked as on the real site, and the time that passes for tokens."""

import time
from collections.abc import Callable

import pytest
from django.core import signing
from django.test import Client


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def clock(monkeypatch) -> Callable[[int], None]:
    """Return what lets so many seconds pass for tokens."""
    now = time.time()

    def wait(seconds: int) -> None:
        nonlocal now
        now += seconds
        monkeypatch.setattr(signing.time, "time", lambda: now)

    return wait
