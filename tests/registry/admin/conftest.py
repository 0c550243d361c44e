"""Signed-in members of staff, one of each role."""

from collections.abc import Callable

import pytest
from django.test import Client

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import Role


def member(role: str) -> User:
    return User.objects.get_or_create(username=str(role), defaults={"role": role})[0]


@pytest.fixture
def signed_in(db) -> Callable[[str], Client]:
    """Return what makes a client that is signed in with a role."""

    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(member(role))
        return client

    return sign_in


@pytest.fixture
def chief(signed_in) -> Client:
    return signed_in(Role.ADMINISTRATOR)


@pytest.fixture
def recorder(signed_in) -> Client:
    return signed_in(Role.RECORDER)
