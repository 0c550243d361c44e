"""A clock that stands still."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

NOON = timezone.make_aware(datetime(2026, 11, 26, 12, 0, 10))


@pytest.fixture
def clock(monkeypatch) -> Callable[..., None]:
    """Return what moves the time, which stands still otherwise."""
    now = [NOON]
    monkeypatch.setattr(timezone, "now", lambda: now[0])

    def forward(**by: float) -> None:
        now[0] += timedelta(**by)

    return forward
