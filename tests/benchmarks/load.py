"""What a server carries as it is deployed: requests a second, and what one costs the processors.

    python -m tests.benchmarks.load [--rows 100000] [--database sqlite] [--seconds 10]

Starts gunicorn by deploy/gunicorn.conf.py with two processes, asks it through its socket as the
proxy does, eight at a time, and prints a table: requests a second, milliseconds of processor for
each (of the site, of PostgreSQL), the time within which 99 of 100 were answered, and memory of a
process. The asking itself takes processors too: without it the requests a second are more, what one
costs is the same. docs/deploying.md ("Growing") says what to compare it with.
"""

import argparse
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from statistics import quantiles
from threading import Thread
from urllib.parse import urlsplit

from .children import Child
from .databases import ROOT, Databases, environment
from .machine import machine
from .options import ENGINES

PROCESSES, AT_ONCE = 2, 8
_HEAD = (
    f"{'':20}{'per second':>12}{'site ms':>10}{'database ms':>13}{'99 % ms':>10}{'memory MB':>11}"
)
TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


class Site:
    """The site, served by gunicorn on a socket, while the `with` lasts."""

    def __init__(self, address: str, folder: Path) -> None:
        self.socket = folder / "web.sock"
        self._database = urlsplit(address).path.rpartition("/")[2]
        self._is_postgresql = address.startswith("postgres")
        self._log = (folder / "log").open("wb")  # a line for each request, as in production
        self._process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"],
            cwd=ROOT,
            env=environment(address)
            | {"BIND": f"unix:{self.socket}", "WEB_CONCURRENCY": str(PROCESSES)},
            stderr=self._log,
        )

    def ask(self, address: str) -> tuple[int, float]:
        """Return the status and the seconds of one request, on a connection of its own."""
        began = time.perf_counter()
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(self.socket))
            head = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
            connection.sendall(head.encode())
            start = connection.recv(1 << 16)
            while connection.recv(1 << 16):
                pass
        return int(start[9:12]), time.perf_counter() - began

    def wait(self) -> None:
        """Wait for the first answer. Raises OSError where none comes."""
        for _ in range(600):
            if self.socket.exists():
                break
            time.sleep(0.1)
        self.ask("/readyz")

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        return [int(one) for one in children.read_text().split()]

    def spent(self) -> tuple[dict[int, float], dict[int, float]]:
        """Return the seconds of processor that each process of the site and its database took."""
        return tuple(
            {one: _spent(one) for one in some} for some in (self.workers(), self._backends())
        )

    def memory(self) -> float:
        """Return the memory of one process in MB: its own and its share of what all have."""
        rollups = [Path(f"/proc/{one}/smaps_rollup").read_text() for one in self.workers()]
        found = [int(re.search(r"^Pss: +(\d+)", text, re.MULTILINE)[1]) for text in rollups]
        return sum(found) / len(found) / 1000

    def end(self) -> None:
        self._process.terminate()
        self._process.wait()
        self._log.close()

    def _backends(self) -> Iterator[int]:
        """Yield the processes of PostgreSQL that work for this database, if it is on this host."""
        for place in Path("/proc").glob("[0-9]*/cmdline") if self._is_postgresql else ():
            try:
                said = place.read_bytes().decode(errors="replace")
            except OSError:  # it has ended
                continue
            if said.startswith("postgres:") and f" {self._database} " in said:
                yield int(place.parent.name)


def _spent(process: int) -> float:
    try:
        said = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(said[11]) + int(said[12])) / TICK


def _since(before: dict[int, float], after: dict[int, float]) -> float:
    """Return the seconds in between, of who is still there: connections end after some minutes."""
    return sum(seconds - before.get(one, 0.0) for one, seconds in after.items())


@contextmanager
def served(address: str) -> Iterator[Site]:
    with tempfile.TemporaryDirectory() as folder:
        site = Site(address, Path(folder))
        try:
            site.wait()
            yield site
        finally:
            site.end()


def load(site: Site, addresses: list[str], seconds: float) -> dict[str, float]:
    """Return what it costs to ask for the addresses in turn, so many at once, once they are warm.

    Raises ValueError for an answer that is no 200.
    """
    # What is kept, each process keeps for itself; which of them answers is left to chance.
    _asked(site, addresses, seconds / 2, at_least=4 * PROCESSES * len(addresses))
    before, began = site.spent(), time.perf_counter()
    taken = _asked(site, addresses, seconds)
    took, after = time.perf_counter() - began, site.spent()
    if wrong := {status for status, _ in taken} - {200}:
        raise ValueError(f"{addresses[0]} was answered {wrong}")
    return {
        "per second": len(taken) / took,
        "site ms": 1000 * _since(before[0], after[0]) / len(taken),
        "database ms": 1000 * _since(before[1], after[1]) / len(taken),
        "99 % ms": 1000 * quantiles([one for _, one in taken], n=100)[-1],
        "memory MB": site.memory(),
    }


def _asked(
    site: Site, addresses: list[str], seconds: float, at_least: int = 0
) -> list[tuple[int, float]]:
    """Ask for the addresses as long; return the status and the seconds of each request."""
    taken: list[tuple[int, float]] = []
    end = time.perf_counter() + seconds

    def visit(number: int) -> None:
        start = number * len(addresses) // AT_ONCE
        for address in cycle(addresses[start:] + addresses[:start]):
            taken.append(site.ask(address))
            if time.perf_counter() > end and len(taken) >= at_least:
                return

    visitors = [Thread(target=visit, args=(number,)) for number in range(AT_ONCE)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.load", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--database", choices=ENGINES, default=ENGINES[0])
    parser.add_argument("--address", help="as in DATABASE_URL: one that is there already")
    parser.add_argument("--seconds", type=float, default=10)
    asked = parser.parse_args()
    address = asked.address or Databases(asked.database, _say).of(asked.rows)
    with Child("loading", address) as child, served(address) as site:
        _say(f"{child.ask('size'):,} entries; {machine()}")
        _say(_HEAD)
        for name, addresses in child.ask("addresses").items():
            found = load(site, addresses, asked.seconds)
            _say("{:20}{:12.0f}{:10.2f}{:13.2f}{:10.1f}{:11.0f}".format(name, *found.values()))
        saved = child.ask("write", seconds=asked.seconds)
        _say("{:20}{:12.0f}{:10.2f}".format("an entry saved", *saved))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
