"""A private PostgreSQL for one test run; a pytest plugin.

It is loaded by `-p tests.pgboot` (pyproject.toml), since it must speak before the settings
are read: a conftest.py is too late, and the tests would silently run on SQLite.
"""

import atexit
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

try:
    import pwd
except ImportError:  # Windows
    pwd = None

# The data die with the run, so nothing is worth waiting for the disk.
SERVER_OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c synchronous_commit=off"
    " -c full_page_writes=off -c max_connections=50"
)
PREFIX = "register-test-"  # of the folder of a server that is ours


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="engine to run on; postgresql uses DATABASE_URL or starts a private server",
    )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, args: list[str]) -> Iterator[None]:
    """Choose the database; as a wrapper, before pytest-django reads the settings.

    Raises pytest.UsageError where an address of PostgreSQL is set and no database chosen.
    """
    os.environ.pop("DATABASE_REPLICA_URL", None)  # a test that wants one makes it
    is_postgresql = os.environ.get("DATABASE_URL", "").startswith("postgres")
    if is_postgresql and not any(one.startswith("--database") for one in args):
        raise pytest.UsageError(
            "DATABASE_URL is an address of PostgreSQL, but tests run on SQLite unless you say"
            " --database=postgresql."
        )
    if early_config.known_args_namespace.database == "sqlite":
        os.environ.pop("DATABASE_URL", None)
    elif not is_postgresql:
        # The workers of a parallel run find the address that their parent left here.
        os.environ["DATABASE_URL"] = start()
    return (yield)


def programs() -> Path | None:
    """Return the folder of initdb and pg_ctl: from the wheel, the PATH or Debian's place."""
    wheel = importlib.util.find_spec("pgserver")
    if wheel and wheel.origin:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    if on_path := shutil.which("pg_ctl"):
        return Path(on_path).resolve().parent
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name)
    )
    return debian[-1] if debian else None


def start(kept: Path | None = None) -> str:
    """Start a server that ends with this process and return its address.

    Its data go with it, unless there is a folder in which they are `kept` for the next one.
    Raises pytest.UsageError when there is no PostgreSQL to start.
    """
    folder, run = place(kept)
    if kept is None or not (kept / "PG_VERSION").exists():
        run(
            "initdb",
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
    run("pg_ctl", "start", "--wait", f"--log={folder / 'log'}", f"--options={options(folder)}")
    # atexit runs backwards: the server stops before its folder goes.
    mode = "fast" if kept else "immediate"
    atexit.register(run, "pg_ctl", "stop", "--wait", f"--mode={mode}")
    return f"postgresql://postgres@/postgres?host={folder}"


def options(folder: Path) -> str:
    """Return the options of a server whose socket is in the folder."""
    return f"-k {folder} {SERVER_OPTIONS}"


def place(kept: Path | None = None) -> tuple[Path, Callable[..., None]]:
    """Make a folder that goes with this process; return it, and what runs a program on its data.

    These lie in it, or in `kept`, the way to which must be open to all where we are root.
    Raises pytest.UsageError when there is no PostgreSQL.
    """
    found = programs()
    if found is None:
        raise pytest.UsageError(
            "No PostgreSQL was found: set DATABASE_URL to a server's address, or test on"
            " SQLite only with --sqlite (python3 run.py test --sqlite)."
        )
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    account = _account(folder)
    if account and not _open_to_all(found):
        found = _copy(found, folder)

    if kept and account:
        kept.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.chown(kept, account["user"], account["group"])

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [found / program, f"--pgdata={kept or folder / 'data'}", *arguments],
            check=True,
            cwd=folder,
            env=_environment(),
            stdout=subprocess.DEVNULL,
            **account,
        )

    return folder, run


def _account(folder: Path) -> dict[str, Any]:
    """Return how subprocess becomes `nobody`, when we are root: PostgreSQL refuses root."""
    if pwd is None or os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _open_to_all(folder: Path) -> bool:
    """Return whether every folder on the way may be entered by everyone."""
    return all(place.stat().st_mode & 0o001 for place in [folder, *folder.parents])


def _copy(found: Path, folder: Path) -> Path:
    """Copy the wheel's programs, with the libraries beside them, to where `nobody` may go.

    The alternative is to open the way to them, which would open somebody's home folder.
    """
    package = found.parent.parent
    shutil.copytree(found.parent, folder / package.name / found.parent.name, symlinks=True)
    for libraries in package.parent.glob(f"{package.name}*.libs"):
        shutil.copytree(libraries, folder / libraries.name)
    return folder / package.name / found.parent.name / "bin"


def _environment() -> dict[str, str]:
    """Return our environment without what would point PostgreSQL's programs elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C.UTF-8"}
