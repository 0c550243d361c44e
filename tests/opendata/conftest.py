"""One made-up register for all tests of a module that only read."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from diplomacy.registry.models import Relationship
from tests.opendata.register import everything, hidden_neighbours


@pytest.fixture(scope="module")
def shown(django_db_setup, django_db_blocker) -> Iterator[Relationship]:
    """Return a tie with something of everything, hidden neighbours included."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = everything()
        hidden_neighbours(made)
        yield made
        transaction.set_rollback(True)
