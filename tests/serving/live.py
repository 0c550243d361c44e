"""The site under gunicorn, in a process of its own, on a database of its own."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings

from diplomacy.office.backup import Site
from diplomacy.serving.health import known_migrations
from tests.office.drill import environment

SECONDS = 3.0  # within which everything has to be answered, also when nothing works
STYLE = b"/* a file that is served without the database */"


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    text: str
    seconds: float


class Live:
    """A site that is served. Its log is in `folder`/log."""

    def __init__(self, place: Site, **variables: str) -> None:
        self.place, self.folder = place, place.documents.parent
        self._variables = variables
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    @contextmanager
    def served(self) -> Iterator["Live"]:
        self.start()
        try:
            yield self
        finally:
            self.kill(signal.SIGTERM)

    def start(self) -> None:
        (self.folder / "static").mkdir(exist_ok=True)
        (self.folder / "static" / "some.css").write_bytes(STYLE)
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "gunicorn", "diplomacy.wsgi", "--workers=1"),
                    *("--threads=4", "--no-control-socket", f"--bind=127.0.0.1:{self.port}"),
                ],
                cwd=settings.BASE_DIR,
                env={
                    **os.environ,
                    **environment(self.place),
                    "LOG_FORMAT": "json",
                    "HOME_LANGUAGE": "fa",
                    "SECRET_KEY": "a key for the tests, of more than fifty signs, and no secret",
                    **dict.fromkeys(
                        ["CORRECTIONS_PER_HOUR", "CORRECTIONS_PER_DAY", "CORRECTIONS_IN_ALL"],
                        "100000",
                    ),
                    **self._variables,
                },
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait_for("/healthz", 200, 60)
        self.get("/en/")  # the first page takes a while: all is read

    def kill(self, sign: int) -> None:
        """Send the signal to all its processes and wait for their end."""
        os.killpg(self.process.pid, sign)
        self.process.wait(30)

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, headers=headers)

    def post(self, path: str, **form: str) -> Answer:
        return self._ask("POST", path, urlencode(form))

    def _ask(
        self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        began = time.monotonic()
        server = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
            server.request(method, path, body, kind | (headers or {}))
            answer = server.getresponse()
            text = answer.read().decode()
        finally:
            server.close()
        return Answer(answer.status, answer.headers, text, time.monotonic() - began)

    def wait_for(self, path: str, status: int, seconds: float) -> None:
        """Ask until it is answered so."""
        end = time.monotonic() + seconds
        while True:
            try:
                found = self.get(path).status
            except OSError:
                found = 0
            if found == status:
                return
            assert time.monotonic() < end, f"{path}: {found}\n{self.log[-3000:]}"
            time.sleep(0.1)

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text("utf-8")

    def forms(self, number: int) -> list[str]:
        """Return the tokens of so many forms for corrections, old enough to be sent."""
        pages = [self.get("/en/corrections/").text for _ in range(number)]
        time.sleep(3)  # nobody reads and writes in less
        return [re.search(r'name="token" value="([^"]+)"', page)[1] for page in pages]

    def correct(self, token: str, words: str = "The day is wrong.") -> Answer:
        """Send a correction; answered by 303 when it is stored."""
        return self.post("/en/corrections/", words=words, token=token, website="")


def with_migrations(place: Site) -> Site:
    """Note all migrations as applied where the tests run without."""
    if not place.migrations():
        with place.connection.cursor() as cursor:
            cursor.execute("CREATE TABLE django_migrations (app text, name text)")
            insert = "INSERT INTO django_migrations VALUES (%s, %s)"
            cursor.executemany(insert, sorted(known_migrations()))
    place.connection.close()
    return place


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
