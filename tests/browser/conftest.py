"""The shipped register, served to a real browser."""

import pytest
from django.conf import settings
from django.core.management import call_command


@pytest.fixture
def register(live_server) -> str:
    """Load the shipped register and return the address of a server that shows it."""
    registers = settings.BASE_DIR / "registers"
    call_command("load_register", registers / "common", registers / "isfahan", verbosity=0)
    return live_server.url
