"""The locks and the table of packages, as they stand in the repository."""

import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
SERVING = "requirements.txt"
PRINTING = "requirements-pdf.txt"
TESTING = "requirements-dev.txt"
PEERS = "requirements-peers.txt"  # programs that we are measured beside (record 58)
LOCKS = [SERVING, PRINTING, TESTING, PEERS]


class Pin(NamedTuple):
    name: str
    version: str
    hashes: tuple[str, ...]
    rest: str  # what is neither the version nor a hash: where it is installed


class Package(NamedTuple):
    """A row of docs/packages.toml."""

    licence: str
    reason: str  # what it is for; empty where another package brings it
    by: tuple[str, ...]
    minimum: str
    because: str


@cache
def pins(lock: str) -> dict[str, Pin]:
    """Return what a lock installs; a line of any other shape than a pin is an error."""
    found = {}
    text = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        name, _, version, rest = re.fullmatch(
            r"([a-z0-9-]+)(\[[a-z-]+\])?==([0-9][0-9a-z.]*)((?: .*)?)", line
        ).groups()
        hashes = re.findall(r"--hash=sha256:([0-9a-f]{64})(?= |$)", rest)
        where = re.sub(r"--hash=sha256:[0-9a-f]{64}", "", rest).strip()
        assert name not in found, name
        found[name] = Pin(name, version, tuple(hashes), where)
    return found


@cache
def table() -> dict:
    return tomllib.loads((ROOT / "docs" / "packages.toml").read_text("utf-8"))


def packages() -> dict[str, Package]:
    return {
        name: Package(
            row["licence"],
            row.get("for", ""),
            tuple(row.get("by", ())),
            row.get("minimum", ""),
            row.get("because", ""),
        )
        for name, row in table()["packages"].items()
    }


@cache
def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def asked_for(group: str) -> set[str]:
    """Return the names that pyproject.toml asks for: to serve, to print (pdf) or to test (dev)."""
    lists = {
        "serving": project()["project"]["dependencies"],
        **project()["project"]["optional-dependencies"],
        **project()["dependency-groups"],
    }
    return {re.match(r"[A-Za-z0-9._-]+", one)[0].lower() for one in lists[group]}


@cache
def tracked() -> tuple[str, ...]:
    """Return every file that git keeps."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return tuple(name for name in listed.stdout.split("\0") if name)


def of(patterns: list[str]) -> list[str]:
    """Return the files that are meant, also in a folder that git does not know."""
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    return sorted(path.relative_to(ROOT).as_posix() for path in found)
