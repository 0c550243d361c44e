"""Signed-in members of staff, one of each role."""

from tests.registry.admin.conftest import chief, member, recorder, signed_in

__all__ = ["chief", "member", "recorder", "reviewer", "signed_in"]

import pytest
from django.test import Client

from diplomacy.accounts.roles import Role


@pytest.fixture
def reviewer(signed_in) -> Client:
    return signed_in(Role.REVIEWER)
