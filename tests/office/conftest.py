"""Signed-in members of staff, one of each role; sites to be backed up and restored."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from diplomacy.accounts.roles import Role
from diplomacy.office.backup import Site
from tests.registry.admin.conftest import chief, member, recorder, signed_in

from . import drill

__all__ = ["chief", "member", "recorder", "reviewer", "signed_in"]


@pytest.fixture
def reviewer(signed_in) -> Client:
    return signed_in(Role.REVIEWER)


@pytest.fixture
def place(transactional_db, tmp_path: Path) -> Iterator[Site]:
    """Return an empty site; ask for it before the test database is filled."""
    with drill.empty_place(tmp_path) as made:
        yield made


@pytest.fixture
def site(place: Site, tmp_path: Path, settings) -> Site:
    """Return the filled test database, with documents of its own."""
    settings.VAR_DIR = tmp_path / "var"
    settings.DOCUMENTS_ROOT = settings.VAR_DIR / "documents"
    settings.DOCUMENTS_ROOT.mkdir(parents=True)
    return drill.fill()
