"""run.py says in one sentence what is missing, and does nothing twice."""

import importlib.util
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import run

UNHEARD_OF = f"no-such-package==1.0 --hash=sha256:{'0' * 64}\n"


@pytest.fixture
def elsewhere(monkeypatch, tmp_path) -> Path:
    """A copy of the project's folder without anything in it but an impossible lock."""
    (tmp_path / "requirements.txt").write_text(UNHEARD_OF)
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(run, "PYTHON", tmp_path / ".venv" / "python")
    monkeypatch.setenv("PATH", "")
    return tmp_path


def sentence(capsys) -> str:
    """Return the only line on stderr."""
    (line,) = capsys.readouterr().err.splitlines()
    return line


def test_a_taken_port_is_named_and_another_offered(capsys):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert run.main(["serve", f"127.0.0.1:{port}"]) == 2
    said = sentence(capsys)
    assert said.startswith(f"Cannot serve at 127.0.0.1:{port}: ")
    assert f"python3 run.py serve 127.0.0.1:{port + 1}" in said


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.1:", "127.0.0.1:0", ":65536", "a:b"])
def test_what_is_no_address_is_refused(capsys, address):
    assert run.main(["serve", address]) == 2
    assert sentence(capsys) == f"{address!r} is not an address like 127.0.0.1:8000."


def test_serving_takes_one_address(capsys):
    assert run.main(["serve", "127.0.0.1:1", "127.0.0.1:2"]) == 2
    assert sentence(capsys).startswith("`serve` takes one HOST:PORT")


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_its_venv_module_is_told_what_brings_it(
    elsewhere, monkeypatch, capsys, module
):
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == module else find(name)
    )
    assert run.main(["manage", "check"]) == 2
    assert sentence(capsys) == (
        f"Python's {module} module is missing; on Debian and Ubuntu"
        " `apt install python3-venv` brings it."
    )


def test_an_old_python_is_told_which_one_is_needed(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 10, 14))
    assert run.main([]) == 2
    assert sentence(capsys).startswith("Python 3.11 or newer is needed")


def test_packages_that_cannot_be_had_end_in_a_sentence(elsewhere, monkeypatch, capsys):
    monkeypatch.setattr(run, "PYTHON", Path(sys.executable))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    assert run.main(["manage", "check"]) == 2
    said = sentence(capsys)
    assert said.startswith("The packages could not be installed; is there a network?")
    assert "no-such-package" in said


def test_packages_are_installed_once_for_each_lock(elsewhere, monkeypatch, capsys):
    monkeypatch.setattr(run, "PYTHON", Path(sys.executable))
    (elsewhere / "requirements.txt").write_text("")
    run.install()
    assert "Installing packages" in capsys.readouterr().out
    run.install()
    assert capsys.readouterr().out == ""
    (elsewhere / "requirements.txt").write_text("# another lock\n")
    run.install()
    assert "Installing packages" in capsys.readouterr().out


def test_the_secret_key_is_made_once_for_our_eyes_only(elsewhere):
    run.make_secret_key()
    file = elsewhere / "var" / "secret-key"
    first = file.read_text()
    run.make_secret_key()
    assert file.read_text() == first
    assert len(first) >= 50
    if os.name != "nt":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_unknown_command_shows_what_there_is(capsys):
    assert run.main(["dance"]) == 2
    assert "serve [HOST:PORT]" in capsys.readouterr().out


def test_run_py_needs_only_the_standard_library():
    source = (Path(run.__file__)).read_text(encoding="utf-8")
    imported = re.findall(r"^(?:import|from) (\w+)", source, re.MULTILINE)
    assert set(imported) <= sys.stdlib_module_names
    assert shutil.which("sh") is None or "shell=True" not in source


SKIPPED = """
import pytest

def test_with_a_tool_that_is_missing():
    pytest.skip("no such tool")
"""


@pytest.mark.parametrize(("required", "code"), [("0", 0), ("1", 1)])
def test_a_skipped_test_fails_where_everything_is_required(tmp_path, required, code):
    file = tmp_path / "test_something.py"
    file.write_text(SKIPPED)
    project = Path(run.__file__).parent
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-c", "pyproject.toml", "-p", "tests.conftest", str(file)],
        cwd=project,
        env={**os.environ, "REQUIRE_ALL": required, "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert "1 skipped" in done.stdout or "no such tool" in done.stdout
