"""One made-up register for all tests of a module that only read."""

import pytest

from diplomacy.registry.models import Relationship
from tests.opendata.register import everything, hidden_neighbours


@pytest.fixture(scope="module")
def shown(made_once) -> Relationship:
    """Return a tie with something of everything, hidden neighbours included."""
    made = everything()
    hidden_neighbours(made)
    return made
