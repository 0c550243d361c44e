"""A site on a machine without any network, not even to itself, is fully usable."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.office.drill import environment
from tests.registry.admin.conftest import member
from tests.reporting import report

pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.usefixtures("on_sqlite")]

KEY = "a key for the tests, of more than fifty signs, and no secret"
# The kernel gives a process a network of its own, without an interface that is up.
ALONE = ["unshare", "--net", "--map-root-user"]


class Hidden(http.client.HTTPConnection):
    """Asks through a file, which is reached across networks."""

    def __init__(self, file: Path) -> None:
        super().__init__("localhost", timeout=30)
        self.file = file

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(30)
        self.sock.connect(str(self.file))


@pytest.fixture
def cookie(transactional_db, settings) -> str:
    """Return the session of an administrator, who signed in before the register was copied."""
    settings.SECRET_KEY = KEY
    staff = Client()
    staff.force_login(member("administrator"))
    report(2020)
    return f"{settings.SESSION_COOKIE_NAME}={staff.cookies[settings.SESSION_COOKIE_NAME].value}"


@pytest.fixture
def alone(cookie, register) -> Iterator[Path]:
    """Serve the register without a network; return the file at which it listens."""
    if subprocess.run([*ALONE, "true"], check=False, capture_output=True).returncode:
        pytest.skip("This system lets nobody make a network of their own (unshare --net)")
    folder = register.documents.parent
    shutil.copytree(
        settings.BASE_DIR / "diplomacy" / "public" / "static" / "public",
        folder / "static" / "public",
    )
    file = folder / "site.sock"
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [
                *(*ALONE, sys.executable, "-m", "gunicorn", "diplomacy.wsgi", "--workers=1"),
                *("--threads=2", "--no-control-socket", f"--bind=unix:{file}"),
            ],
            cwd=settings.BASE_DIR,
            env={**os.environ, **environment(register), "SECRET_KEY": KEY, "DEBUG": "yes"},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    end = time.monotonic() + 60
    while not file.exists():
        assert process.poll() is None, (folder / "log").read_text("utf-8")
        assert time.monotonic() < end, (folder / "log").read_text("utf-8")
        time.sleep(0.1)
    yield file
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(30)


def get(file: Path, path: str, **headers: str) -> tuple[int, bytes]:
    server = Hidden(file)
    try:
        server.request("GET", path, headers=headers)
        answer = server.getresponse()
        return answer.status, answer.read()
    finally:
        server.close()


def test_pages_letters_pictures_documents_desk_and_admin_work_without_a_network(
    alone, cookie, printing
):
    tie = "/cities/partner/"
    for path in [
        *(f"/{language}{page}" for language in ("fa", "en", "zh-hans") for page in ("/", tie)),
        *(
            "/en/search/?q=partner",
            "/en/about/open-data/",
            "/api/v1/",
            "/sitemap.xml",
            "/en/desk/sign-in/",
        ),
    ]:
        status, page = get(alone, path)
        assert status == 200, f"{path}: {status} {page[:300]}"
    status, letters = get(alone, "/static/public/fonts/vazirmatn.woff2")
    assert (status, letters[:4]) == (200, b"wOF2")
    assert get(alone, f"/fa{tie}picture.png")[1].startswith(b"\x89PNG")
    assert get(alone, "/fa/reports/2020/report.pdf")[1].startswith(b"%PDF")
    for path in ["/fa/desk/", "/fa/admin/", "/fa/admin/registry/city/"]:
        assert get(alone, path, Cookie=cookie)[0] == 200, path
        assert get(alone, path)[0] == 302, path
