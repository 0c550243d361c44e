"""The register that ships, loaded once for a module of tests."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

REGISTERS = [settings.BASE_DIR / "registers" / name for name in ("common", "isfahan")]


@pytest.fixture(scope="module")
def shipped_register(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Load it in a transaction; each test then runs in a savepoint inside."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_register", *REGISTERS, verbosity=0)
        yield
        transaction.set_rollback(True)
