"""Against datasette: the same rows, one worker and one connection each, blocks in turns (P4).

Datasette is installed from a lock of its own into an environment of its own (record 58).
"""

import hashlib
import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from venv import create

from .children import Child, Fault
from .databases import FOLDER, ROOT, environment

LOCK = ROOT / "requirements-peers.txt"
ENVIRONMENT = FOLDER / "peers"
ROUNDS = 3
ROWS = 30  # of our pages; the peer shows as many
BIND = "127.0.0.1"


def compared(address: str, say: Callable[[str], None], seconds: float) -> dict[str, Any]:
    """Return for each page how much faster ours comes, fresh and with nothing written."""
    say("Installing the peer")
    program = installed()
    with Child("exporting", address) as child:
        file = FOLDER / "peer.sqlite3"
        say("Exporting the rows to the peer")
        rows = child.ask("write", file=str(file))
        hot = child.ask("hot")
        listed = f"_size={ROWS}&_sort_desc=day"
        pages = {
            "filtered list": (
                "/fa/events/?year=2010&type=meeting",
                f"/peer/entries?kind=event&type=meeting&year=2010&{listed}",
            ),
            "tie timeline": (f"/fa/cities/{hot}/", f"/peer/entries?city={hot}&{listed}"),
        }
        with ours(address) as one, datasette(program, file) as other:
            found = {}
            for name, (own, foreign) in pages.items():
                say(f"Comparing: {name}")
                found[name] = _rounds(
                    one, own, other, foreign, lambda: child.ask("forget"), seconds
                )
    return {"rows": rows, "pages": found}


def _rounds(
    one: int, own: str, other: int, foreign: str, forget: Callable[[], Any], seconds: float
) -> dict[str, float]:
    """Return the median over all rounds of the ratio of their median times."""
    fresh, kept = [], []
    for _ in range(ROUNDS):
        written = block(one, own, seconds, forget)
        peer = block(other, foreign, seconds)
        still = block(one, own, seconds)
        fresh.append(peer / written)
        kept.append(peer / still)
    return {"fresh": median(fresh), "kept": median(kept), "peer_ms": 1000 * peer}


def block(port: int, path: str, seconds: float, before: Callable[[], Any] = lambda: None) -> float:
    """Return the median time of one answer, asked for again and again on one connection."""
    server = http.client.HTTPConnection(BIND, port, timeout=60)
    taken: list[float] = []
    while sum(taken) < seconds or len(taken) < 3:
        before()
        began = time.perf_counter()
        server.request("GET", path)
        answer = server.getresponse()
        answer.read()
        taken.append(time.perf_counter() - began)
        if answer.status != 200:
            raise Fault(f"{path} was answered {answer.status}")
    server.close()
    return median(taken[1:])


def installed() -> Path:
    """Return the peer's program, installed if it is not yet, or by another lock."""
    stamp = ENVIRONMENT / "installed"
    program = ENVIRONMENT / "bin" / "datasette"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        create(ENVIRONMENT, clear=True, with_pip=True)
        pip = [ENVIRONMENT / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-input"]
        asked = [*pip, "--require-hashes", "--requirement", LOCK]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Fault(f"The peer could not be installed:\n{done.stderr}")
        stamp.write_text(wanted)
    return program


@contextmanager
def ours(address: str) -> Iterator[int]:
    """Serve the register by one process of gunicorn; yield the port."""
    port = _free_port()
    command = [*(sys.executable, "-m", "gunicorn", "diplomacy.wsgi", "--workers=1")]
    command += ["--worker-class=gthread", "--threads=4", "--keep-alive=60"]
    with _served([*command, f"--bind={BIND}:{port}", "--no-control-socket"], port, address):
        yield port


@contextmanager
def datasette(program: Path, file: Path) -> Iterator[int]:
    """Serve the file, which nobody changes, by datasette as it comes; yield the port."""
    port = _free_port()
    with _served([program, "serve", "--immutable", file, f"--port={port}"], port, ""):
        yield port


@contextmanager
def _served(command: list[Any], port: int, address: str) -> Iterator[None]:
    with (FOLDER / "log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(address), stdout=log, stderr=log
        )
    try:
        end = time.monotonic() + 120
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > end:
                raise Fault(f"{command[0]} does not serve; {FOLDER / 'log'} says why.")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(30)


def _listens(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex((BIND, port)) == 0


def _free_port() -> int:
    with socket.socket() as free:
        free.bind((BIND, 0))
        return free.getsockname()[1]
