"""A site that is deployed on this machine, with two papers, for all tests of this folder."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import Role
from diplomacy.office.backup import Site
from diplomacy.registry.models import Document
from tests import builders
from tests.office import drill
from tests.serving.live import with_migrations

from .proxied import Deployed


def fill() -> dict[str, str]:
    """Fill the test database; return the addresses of two papers and who may read the second."""
    builders.home_city()
    entry = builders.agreement(builders.tie(builders.city(key="partner")).partner).entry_ptr
    keys = {}
    for access in Document.Access:
        file = builders.upload(content=builders.PDF)
        paper = Document.objects.create(entry=entry, kind="report", file=file, access=access)
        keys[str(access)] = paper.key
        keys[f"{access} file"] = paper.file.name
    for role in (Role.RECORDER, Role.ADMINISTRATOR):
        client = Client()
        client.force_login(User.objects.create_user(str(role), role=role))
        keys[str(role)] = client.cookies["sessionid"].value
    return keys


@pytest.fixture(scope="package")
def filled(django_db_setup, django_db_blocker) -> Iterator[tuple[Site, Path, dict[str, str]]]:
    """Return a filled place of its own, the folder around it, and what stands there."""
    if not shutil.which("nginx"):
        pytest.skip("nginx is not there")
    folder = Path(tempfile.mkdtemp(prefix="register-"))
    try:
        with django_db_blocker.unblock():
            try:
                known = fill()
                with drill.empty_place(folder) as place:
                    for access in Document.Access:
                        name = known[f"{access} file"]
                        shutil.copy2(Path(settings.DOCUMENTS_ROOT) / name, place.documents / name)
                    with_migrations(place)
            finally:
                call_command("flush", interactive=False, verbosity=0)
        yield place, folder, known
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="package")
def known(filled) -> dict[str, str]:
    return filled[2]


@pytest.fixture(scope="package")
def site(filled) -> Iterator[Deployed]:
    place, folder, _known = filled
    deployed = Deployed(place, folder, UPLOAD_MAX_MB="1", API_PER_MINUTE="5")
    try:
        deployed.start_web()
        deployed.start_proxy()
        yield deployed
    finally:
        deployed.stop()
