"""Databases of made-up records, kept under var/bench/ from one run to the next.

The name of each holds how many entries it has, its seed, and a digest of what makes it: migrations
and the code of the sample. One that was made by other code is deleted.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests import pgboot

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "bench"
SEED = 42
MAKERS = ("diplomacy/*/migrations/*.py", "diplomacy/registry/sample/*.py")


class Databases:
    """Those of one engine. `say` is told what takes long."""

    def __init__(self, engine: str, say: Callable[[str], None]) -> None:
        self._say = say
        FOLDER.mkdir(parents=True, exist_ok=True)
        self._server = server() if engine == "postgresql" else ""

    def of(self, rows: int) -> str:
        """Return the address of the database with so many entries, made where there is none."""
        name = f"bench_{rows}_{SEED}_{digest()}"
        return self._on_server(name, rows) if self._server else self._in_file(name, rows)

    def _in_file(self, name: str, rows: int) -> str:
        file = FOLDER / f"{name}.sqlite3"
        if not file.exists():
            for old in FOLDER.glob(f"{_same_size(rows)}*.sqlite3*"):
                old.unlink()
            part = FOLDER / f"{name}.part.sqlite3"
            self._make(f"sqlite:///{part}", rows)
            part.rename(file)
        return f"sqlite:///{file}"

    def _on_server(self, name: str, rows: int) -> str:
        with closing(psycopg.connect(self._server, autocommit=True)) as server:
            there = [one for (one,) in server.execute("SELECT datname FROM pg_database")]
            if name not in there:
                for old in [one for one in there if one.startswith(_same_size(rows))]:
                    server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(old)))
                part = f"{name}_part"
                server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(part)))
                self._make(_with_name(self._server, part), rows)
                server.execute(
                    sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                        sql.Identifier(part), sql.Identifier(name)
                    )
                )
        return _with_name(self._server, name)

    def _make(self, address: str, rows: int) -> None:
        self._say(f"Making {rows:,} entries; they are kept for the next run")
        manage(["migrate", "--verbosity=0"], address)
        manage(["make_sample", f"--rows={rows}", f"--seed={SEED}"], address)


def digest() -> str:
    """Return eight letters that change with what makes the databases."""
    text = hashlib.sha256()
    for file in _makers():
        text.update(file.relative_to(ROOT).as_posix().encode() + file.read_bytes())
    return text.hexdigest()[:8]


def server() -> str:
    """Return the address of the server in DATABASE_URL, or of one that ends with this process."""
    given = os.environ.get("DATABASE_URL", "")
    return given if given.startswith("postgres") else pgboot.start(FOLDER / "postgresql")


def environment(address: str) -> dict[str, str]:
    """Return the variables of a process of the site on this database, as in production."""
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") & os.environ.keys()
    }
    return {
        **kept,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "SECRET_KEY": "a key for measuring, of more than fifty signs, and no secret",
    }


def manage(arguments: list[str], address: str) -> None:
    """Run one of Django's commands; it says on stderr how far it is."""
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(address),
        stdout=subprocess.DEVNULL,
        check=True,
    )


def _makers() -> Iterator[Path]:
    for pattern in MAKERS:
        yield from sorted(ROOT.glob(pattern))


def _same_size(rows: int) -> str:
    return f"bench_{rows}_"


def _with_name(server: str, name: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
