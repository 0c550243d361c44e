"""A command that cannot do its work says so in a sentence, with an exit code, and does no half."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import execute_from_command_line, get_commands

pytestmark = [pytest.mark.slow, pytest.mark.once]

OWN = sorted(name for name, app in get_commands().items() if str(app).startswith("diplomacy."))
# What they need to begin; a folder that is there, a file that is none of theirs.
GIVEN = {
    "restore": ["{file}", "--yes"],
    "load_register": ["{folder}"],
    "load_twinnings": ["{file}"],
    "check_register": ["{folder}"],
    "dump_register": ["{folder}/out"],
    "start_register": ["--no-input"],
    "move_database": ["{file}"],
    "createsuperuser": ["--no-input", "--username=x", "--email=x@example.org"],
    "reset_second_factor": ["somebody"],
}
# They ask the database nothing, or tell of it among other things.
WITHOUT_DATABASE = {
    "register_format",
    "check_register",
    "daily",  # stays, and leaves the database to those that it starts
    "doctor",
    "open_data_format",
    "open_data_schema",
}


def run(tmp_path: Path, *arguments: str, database: str = "", wait: bool = True):
    process = subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.office.drill_settings",
            "DRILL": str(tmp_path),
            "DATABASE_URL": database or f"sqlite:///{tmp_path.as_posix()}/db.sqlite3",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    if wait:
        process.said, process.fault = process.communicate(timeout=120)
    return process


@pytest.mark.parametrize("name", OWN)
def test_a_command_whose_database_is_away_says_so_in_a_sentence(tmp_path, name):
    if name in WITHOUT_DATABASE:
        return
    (tmp_path / "file").write_text("x")
    places = {"file": tmp_path / "file", "folder": tmp_path}
    given = [argument.format(**places) for argument in GIVEN.get(name, [])]
    done = run(tmp_path, name, *given, database="postgresql://[::1]:1/no")
    assert done.returncode == 1, done.said + done.fault
    assert "Traceback" not in done.fault
    assert done.fault.strip()
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["file"]


@pytest.mark.parametrize("name", [*OWN, "createsuperuser"])
def test_a_command_before_migrate_says_what_comes_first(tmp_path, name):
    if name in WITHOUT_DATABASE:
        return
    (tmp_path / "file").write_text("x")
    places = {"file": tmp_path / "file", "folder": tmp_path}
    given = [argument.format(**places) for argument in GIVEN.get(name, [])]
    done = run(tmp_path, name, *given)
    assert "Traceback" not in done.fault
    assert done.returncode == 1 or name == "strip_pictures"  # which finds none


@pytest.mark.parametrize("name", OWN)
def test_a_command_that_is_called_wrongly_says_how_it_is_called(capsys, name):
    with pytest.raises(SystemExit) as ended:
        execute_from_command_line(["manage.py", name, "--no-such-option"])
    said = capsys.readouterr()
    assert ended.value.code == 2
    assert said.err.startswith("usage: ")
    assert said.out == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("after", ["Operations", "auth.0001", "ingest.0001", "registry.0001"])
def test_a_command_that_is_interrupted_ends_without_a_trace(tmp_path, after):
    # At several moments: in some a finalizer runs, in which Python drops interruptions.
    # Heard by what we start, also where we run in the background and hear none ourselves.
    former = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = run(tmp_path, "migrate", wait=False)
    signal.signal(signal.SIGINT, former)
    assert any(after in line for line in process.stdout)
    process.send_signal(signal.SIGINT)
    _said, fault = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in fault
