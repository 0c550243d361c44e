#!/usr/bin/env python3
"""Install, serve and test the register: python3 run.py [COMMAND].

    (nothing)            install, prepare the database, load the shipped register once, serve
    serve [HOST:PORT]    the same at another address than 127.0.0.1:8000
    manage ...           Django's command line
    check                formatting, layers, templates, migrations, catalogues
    test [...]           the checks, then all tests on PostgreSQL and on SQLite
    bench [...]          what pages cost, over constant pages (docs/performance.md)

Options: --empty (nothing and serve) starts without the shipped register;
--postgresql, --sqlite (test) choose one database, --slow runs the slow tests and only them;
what else follows `test` goes to pytest.
Needs Python 3.11 or newer with its venv module; everything else goes into .venv.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
REGISTERS = ROOT / "registers"
COMMON_REGISTER = REGISTERS / "common"
DATABASES = ["postgresql", "sqlite"]
WORKERS = ["-n2", "--dist=worksteal"]  # halves: what a module makes once is made once
NO_TESTS = 5  # pytest's exit code when it found none


class Missing(Exception):
    """Something that we need is not there; the text is the one sentence to show."""


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code; 2 when something is missing."""
    try:
        if sys.version_info < (3, 11):
            raise Missing(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
        command, *rest = arguments or ["serve"]
        if command.startswith("-") and command not in ("-h", "--help"):
            command, rest = "serve", arguments
        if command not in COMMANDS:
            say(__doc__.strip())
            return 0 if command in ("-h", "--help", "help") else 2
        return COMMANDS[command](rest)
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


# Installing -------------------------------------------------------------------


def install(lock_name: str = "requirements.txt") -> None:
    """Make .venv and install the locked packages, unless that was done for this very lock."""
    lock = ROOT / lock_name
    stamp = VENV / f"installed-{lock_name}"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    uv = shutil.which("uv")
    if not PYTHON.exists():
        say("Making .venv")
        make_venv(uv)
    say("Installing packages")
    installer = [uv, "pip"] if uv else [str(PYTHON), "-m", "pip", "--no-input"]
    quiet = ["--quiet", *(["--python", str(PYTHON)] if uv else ["--disable-pip-version-check"])]
    done = quietly([*installer, "install", *quiet, "--require-hashes", "--requirement", str(lock)])
    if done.returncode:
        raise Missing(
            f"The packages could not be installed; is there a network? ({last_line(done)})"
        )
    stamp.write_text(wanted)


def make_venv(uv: str | None) -> None:
    for module in ("venv",) if uv else ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            raise Missing(
                f"Python's {module} module is missing; on Debian and Ubuntu"
                " `apt install python3-venv` brings it."
            )
    done = quietly([sys.executable, "-m", "venv", *(["--without-pip"] if uv else []), str(VENV)])
    if done.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Missing(f"The folder .venv could not be made ({last_line(done)}).")


# Serving ----------------------------------------------------------------------


def serve(arguments: list[str]) -> int:
    """Prepare everything that is not yet prepared, then serve until Ctrl-C."""
    empty = "--empty" in arguments
    addresses = [argument for argument in arguments if argument != "--empty"]
    if len(addresses) > 1 or "".join(addresses).startswith("-"):
        raise Missing("`serve` takes one HOST:PORT and --empty, nothing else.")
    host, port = free_address(addresses[0] if addresses else "127.0.0.1:8000")
    address = f"{host}:{port}"
    os.environ.setdefault("SITE_URL", f"http://{address}")
    install()
    make_secret_key()
    prepare(empty)
    say(
        f"The register is at http://{address}/ (Ctrl-C ends it).",
        "To make the first administrator: python3 run.py manage createsuperuser",
    )
    return become([str(PYTHON), "manage.py", "runserver", "--noreload", address])


def free_address(address: str) -> tuple[str, int]:
    """Return host and port of `address`; raise Missing when we cannot listen there."""
    host, _, port = address.rpartition(":")
    host = host or "127.0.0.1"
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise Missing(f"{address!r} is not an address like 127.0.0.1:8000.")
    try:
        family = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family) as trial:
            if os.name != "nt":  # where it would let two servers share the port
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host.strip("[]"), int(port)))
            trial.listen()
    except OSError as error:
        raise Missing(
            f"Cannot serve at {address}: {error.strerror or error}. Choose another address:"
            f" python3 run.py serve 127.0.0.1:{int(port) % 65535 + 1}"
        ) from error
    return host, int(port)


def make_secret_key() -> None:
    """Write var/secret-key once, for our eyes only."""
    key = ROOT / "var" / "secret-key"
    key.parent.mkdir(exist_ok=True)
    try:
        descriptor = os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with open(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))


def prepare(empty: bool) -> None:
    """Bring database and static files up to date; load the register into an empty database."""
    (ROOT / "var" / "documents").mkdir(parents=True, exist_ok=True)  # /readyz asks for it
    for title, command in [
        ("Preparing the database", ["migrate", "--verbosity=0"]),
        ("Collecting static files", ["collectstatic", "--noinput", "--verbosity=0"]),
    ]:
        say(title)
        done = quietly([str(PYTHON), "manage.py", *command])
        if done.returncode:
            raise Missing(f"{title} failed: {last_line(done)}")
    shipped = [] if empty else sorted(set(REGISTERS.glob("*/")) - {COMMON_REGISTER})
    folders = [str(folder) for folder in [COMMON_REGISTER, *shipped] if folder.is_dir()]
    lists = [] if empty else REGISTERS.glob("*/twinnings/*.csv")
    for load in [["load_register", *folders], *(["load_twinnings", str(one)] for one in lists)]:
        if load[1:] and manage([*load, "--if-empty"]):
            raise Missing("The register could not be loaded; the lines above say why.")


# Passing on -------------------------------------------------------------------


def manage(arguments: list[str]) -> int:
    """Run one of Django's commands."""
    install()
    return subprocess.call([str(PYTHON), "manage.py", *arguments], cwd=ROOT)


def become(command: list[str]) -> int:
    """Run the command in our place, so that a signal to us is a signal to it."""
    sys.stdout.flush()
    os.chdir(ROOT)
    if os.name != "nt":
        os.execv(command[0], command)
    return subprocess.call(command)


# Checking and testing ---------------------------------------------------------


def check(arguments: list[str]) -> int:
    """Run every check, a line for each; return 1 when any fails."""
    if arguments:
        raise Missing("`check` takes no arguments.")
    install("requirements-dev.txt")
    templates = [
        str(file)
        for file in sorted(ROOT.glob("**/templates/**/*.html"))
        if VENV not in file.parents
    ]
    steps = {
        "ruff check": [*module("ruff"), "check", "--quiet"],
        "ruff format": [*module("ruff"), "format", "--check", "--quiet"],
        "layers": [script("lint-imports"), "--no-cache"],
        "djade": [script("djade"), "--check", "--target-version=5.2", *templates],
        "djhtml": [*module("djhtml"), "--check", "--tabwidth=2", *templates],
        "catalogues": module("tests.catalogues"),
        "django": [str(PYTHON), "manage.py", "check", "--fail-level=WARNING"],
        "migrations": [str(PYTHON), "manage.py", "makemigrations", "--check", "--dry-run"],
    }
    failed = False
    for title, command in steps.items():
        done = quietly(command)
        failed = failed or bool(done.returncode)
        say(f"{'FAILED' if done.returncode else 'ok    '} {title}")
        if done.returncode:
            say(*f"{done.stdout}{done.stderr}".splitlines()[:50])  # the first say which file
    return int(failed)


def test(arguments: list[str]) -> int:
    """Run the checks and the tests; return 0 only when nothing failed anywhere."""
    chosen = [name for name in DATABASES if f"--{name}" in arguments] or DATABASES
    passed_on = [word for word in arguments if word[2:] not in DATABASES]
    install("requirements-dev.txt")
    quietly([*module("compileall"), "-q", "diplomacy", "tests"])  # tests start many processes
    unsound = 0 if "--slow" in arguments else check([])
    runs = [test_on(database, passed_on) for database in chosen]
    say("checks: failed" if unsound else "", *(line for _, line in runs))
    codes = {code for code, _ in runs}
    if codes == {NO_TESTS} and not unsound:
        return NO_TESTS
    return 1 if unsound or any(codes) else 0


def test_on(database: str, arguments: list[str]) -> tuple[int, str]:
    """Return pytest's exit code and a line like "sqlite: 9 passed, 0 failed, 0 skipped"."""
    say(f"Testing on {database}")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [*module("pytest"), "-q", *WORKERS, f"--database={database}", *arguments]
        code = subprocess.call([*command, f"--junitxml={report}"], cwd=ROOT)
        if not report.exists():
            return code or 1, f"{database}: 0 passed, 1 failed, 0 skipped"
        suite = ElementTree.parse(report).getroot().find("testsuite")
    count = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
    failed = count["failures"] + count["errors"]
    passed = max(0, count["tests"] - failed - count["skipped"])
    return code, f"{database}: {passed} passed, {failed} failed, {count['skipped']} skipped"


def bench(arguments: list[str]) -> int:
    """Measure what pages cost."""
    install("requirements-dev.txt")
    return subprocess.call([*module("tests.benchmarks"), *arguments], cwd=ROOT)


# Small parts ------------------------------------------------------------------


def say(*lines: str) -> None:
    for line in lines:
        if line:
            print(line, flush=True)


def quietly(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False
    )


def module(name: str) -> list[str]:
    """Return how a module is run as a program."""
    return [str(PYTHON), "-m", name]


def script(name: str) -> str:
    """Return the path of a program that a package brought."""
    return str(PYTHON.with_name(name + PYTHON.suffix))


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    """Return the line that names the fault: pip's ERROR, else the last that is not indented."""
    lines = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")]
    outer = [line for line in lines if not line[0].isspace()]
    return (errors or outer or [f"exit code {done.returncode}"])[-1]


COMMANDS = {"serve": serve, "manage": manage, "check": check, "test": test, "bench": bench}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
