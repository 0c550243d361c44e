import pytest

from tests import builders


@pytest.fixture
def far():
    """A published tie whose partner is called otherwise in each language."""
    return builders.tie(
        builders.city("Fa'r-vil", "فر\u200cویل", "远方城", key="far"), key="tie-far"
    )
