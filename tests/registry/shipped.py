"""The register that ships, loaded once for a module of tests."""

import pytest
from django.conf import settings
from django.core.management import call_command

REGISTERS = [settings.BASE_DIR / "registers" / name for name in ("common", "isfahan")]


@pytest.fixture(scope="module")
def shipped_register(made_once) -> None:
    call_command("load_register", *REGISTERS, verbosity=0)
