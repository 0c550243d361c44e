"""The register as it is deployed: the commands of the containers, together on this machine.

nginx and gunicorn run as docker-compose.yml and the Dockerfile say, with the variables that Compose
would give them; only places and ports are of this machine.
"""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings

from diplomacy.headers import HEADERS
from diplomacy.office.backup import Site
from tests.office.drill import environment

from . import files

STYLE = b"/* a file of the register */"
UNVERIFIED = ssl._create_unverified_context()  # the certificate is the proxy's own


THREE_LANGUAGES = ['lang="fa"', 'lang="en"', 'lang="zh-Hans"']


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Deployed:
    """A site behind its proxy. `folder` has a short name: that of a socket has few letters."""

    def __init__(self, place: Site, folder: Path, **variables: str) -> None:
        self.folder, self.place = folder, place
        self.http_port, self.https_port = _free_ports(2)
        self.url = f"https://127.0.0.1:{self.https_port}"
        self.socket = folder / "web.sock"
        given = {"SITE_URL": self.url, "ALLOWED_HOSTS": "127.0.0.1", **variables}
        here = {
            **environment(place),
            "BIND": f"unix:{self.socket}",
            "SECRET_KEY_FILE": str(folder / "secret-key"),
            "OPEN_DATA_ROOT": str(folder / "open-data"),
            "TMPDIR": str(folder),
        }
        for name in ("DATABASE_PASSWORD_FILE", "EMAIL_PASSWORD_FILE"):
            here[name] = str(folder / "empty")
        (folder / "secret-key").write_text(settings.SECRET_KEY)
        (folder / "empty").touch()
        for name in ("open-data", "tls", "acme"):
            (folder / name).mkdir()
        static = place.documents.parent / "static"
        static.mkdir(exist_ok=True)
        (static / "some.css").write_bytes(STYLE)
        self.web_variables = files.environment("web", given) | here
        self.worker_variables = files.environment("worker", given) | here
        self.proxy_variables = files.environment("proxy", given) | {
            "DOCUMENTS": str(place.documents),
            "SOCKET": str(self.socket),
            "RUN": str(folder / "proxy"),
            "TLS": str(folder / "tls"),
            "ACME": str(folder / "acme"),
            "HTTP_PORT": str(self.http_port),
            "HTTPS_PORT": str(self.https_port),
        }
        self.web: subprocess.Popen | None = None
        self.proxy: subprocess.Popen | None = None

    def start_web(self) -> None:
        self.web = self._start(files.command("web"), self.web_variables, "web.log")
        self.wait(lambda: self.socket.exists() and self.healthy() == 0)

    def start_proxy(self) -> None:
        (program,) = files.command("proxy")
        command = [program.replace("/app", str(files.ROOT))]
        if os.geteuid() == 0:  # its folders are root's alone
            command += ["-g", "user root;"]
        self.proxy = self._start(command, self.proxy_variables, "proxy.log")
        self.wait(lambda: self.get("/fa/").status in (200, 502))

    @contextmanager
    def behind(self, front: str) -> Iterator["Deployed"]:
        """Return the same site by one more proxy, which takes the word of those at `front`."""
        other = copy(self)
        other.http_port, other.https_port = _free_ports(2)
        other.proxy_variables = self.proxy_variables | {
            "FRONT_PROXIES": front,
            "RUN": str(self.folder / "edge"),
            "HTTP_PORT": str(other.http_port),
            "HTTPS_PORT": str(other.https_port),
        }
        try:
            other.start_proxy()
            yield other
        finally:
            other.proxy.send_signal(signal.SIGQUIT)
            other.proxy.wait(20)

    def daily(self) -> subprocess.CompletedProcess[str]:
        """Run the command of the worker, for what is due now."""
        return self._run([*files.command("worker"), "--once"], {})

    def examined(self) -> list[dict[str, str]]:
        """Return what the doctor finds who asks the site, and trusts its certificate."""
        trusted = {"SSL_CERT_FILE": f"{self.proxy_variables['RUN']}/self-signed/fullchain.pem"}
        program = files.command("worker")[:2]
        return json.loads(self._run([*program, "doctor", "--ask", "--json"], trusted).stdout)

    def _run(self, command: list[str], more: dict[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            _here(command),
            cwd=files.ROOT,
            env=_clean(self.worker_variables | more),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def healthy(self) -> int:
        """Run what the health check of the web container runs."""
        test = files.compose()["services"]["web"]["healthcheck"]["test"]
        return subprocess.run(
            [*_here(test[1:]), str(self.socket)], cwd=files.ROOT, capture_output=True, check=False
        ).returncode

    def stop(self) -> None:
        for process, sign in ((self.web, signal.SIGTERM), (self.proxy, signal.SIGQUIT)):
            if process and process.poll() is None:
                process.send_signal(sign)
                try:
                    process.wait(15)
                except subprocess.TimeoutExpired:
                    process.kill()

    def _start(self, command: list[str], variables: dict[str, str], log: str) -> subprocess.Popen:
        with (self.folder / log).open("ab") as written:
            return subprocess.Popen(
                _here(command),
                cwd=files.ROOT,
                env=_clean(variables),
                stdout=written,
                stderr=written,
            )

    def wait(self, until: Callable[[], bool], seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while True:
            try:
                if until():
                    return
            except OSError:
                pass
            assert time.monotonic() < end, self.logs()
            time.sleep(0.1)

    def logs(self) -> str:
        return "\n".join(path.read_text("utf-8")[-3000:] for path in self.folder.glob("*.log"))

    def get(self, path: str, headers: dict[str, str] | None = None, **how) -> Answer:
        return self.ask("GET", path, headers=headers, **how)

    def post(self, path: str, form: dict[str, str] | bytes, **how) -> Answer:
        body = form if isinstance(form, bytes) else urlencode(form).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"{self.url}/"}
        return self.ask("POST", path, body, kind | how.pop("headers", {}), **how)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        plain: bool = False,
        source: str = "127.0.0.1",
    ) -> Answer:
        where = {"timeout": 30, "source_address": (source, 0)}
        if plain:
            server = http.client.HTTPConnection("127.0.0.1", self.http_port, **where)
        else:
            server = http.client.HTTPSConnection(
                "127.0.0.1", self.https_port, context=UNVERIFIED, **where
            )
        try:
            server.request(method, path, body, headers or {})
            answer = server.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            server.close()

    def raw(self, request: bytes) -> bytes:
        """Send bytes as they are and return the head of the answer."""
        there = ("127.0.0.1", self.https_port)
        answer = b""
        with UNVERIFIED.wrap_socket(socket.create_connection(there, 30)) as server:
            server.sendall(request)
            while b"\r\n\r\n" not in answer and (part := server.recv(65536)):
                answer += part
        return answer


def carries_the_header_set(answer: Answer) -> bool:
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000"
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["X-Request-ID"])
    assert answer.headers["Server"] == "nginx"
    assert "Set-Cookie" not in answer.headers
    return True


def own_page(answer: Answer) -> bool:
    """Return whether the proxy has answered, for everybody to read."""
    assert answer.headers["Cache-Control"] == "no-store"
    assert all(language in answer.text for language in THREE_LANGUAGES)
    return carries_the_header_set(answer) and "nginx" not in answer.text


def _here(command: list[str]) -> list[str]:
    """Return the command with the programs of this environment."""
    beside = Path(sys.executable).parent / command[0]
    program = str(beside) if beside.exists() else shutil.which(command[0]) or command[0]
    return [program, *command[1:]]


def _clean(variables: dict[str, str]) -> dict[str, str]:
    """Return the environment: that of the container, and the path to programs."""
    return {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", **variables}


def _free_ports(number: int) -> list[int]:
    trials = [socket.socket() for _ in range(number)]
    for trial in trials:
        trial.bind(("127.0.0.1", 0))
    ports = [trial.getsockname()[1] for trial in trials]
    for trial in trials:
        trial.close()
    return ports
