"""A backup that is interrupted, or finds no room, leaves nothing that could be taken for one."""

import os
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from diplomacy.office.backup import Site, make_backup

from .drill import backup_of, environment, everything, quiet

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="has no such signals and limits")

LIMITED = """
import django, resource, sys
django.setup()
from django.core.management import call_command
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
call_command("backup", "--to", sys.argv[1])
"""


def command(site: Site, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment(site)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_killed_backup_leaves_no_backup_and_hinders_no_later_one(place, tmp_path):
    (place.documents / "large").write_bytes(os.urandom(30_000_000))
    folder = tmp_path / "kept"
    folder.mkdir()
    process = command(place, "manage.py", "backup", "--to", str(folder))
    while process.poll() is None and not list(folder.glob(".register-part-*/register.zip")):
        time.sleep(0.01)
    process.kill()
    process.communicate()
    assert process.returncode == -9
    [left] = folder.iterdir()
    assert left.name.startswith(".register-part-")
    os.utime(left, (0, 0))
    file = backup_of(place, folder)
    assert list(folder.iterdir()) == [file], "what the killed one left is gone after a day"


def test_a_full_disk_is_told_in_one_sentence(place, tmp_path):
    (place.documents / "large").write_bytes(os.urandom(300_000))
    folder = tmp_path / "kept"
    folder.mkdir()
    process = command(place, "-c", LIMITED, str(folder))
    _said, fault = process.communicate()
    assert process.returncode != 0
    assert "CommandError: No backup was made: " in fault
    assert "Exception ignored" not in fault
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(place, tmp_path):
    with pytest.raises(CommandError, match="absent does not exist"):
        call_command("backup", "--to", tmp_path / "absent")
    assert not (tmp_path / "absent").exists()


def test_a_database_that_does_not_answer_is_told_in_one_sentence(site, tmp_path):
    file = backup_of(site, tmp_path / "kept")
    nowhere = {"sqlite": f"sqlite:///{tmp_path}/absent/db", "postgresql": "postgresql://[::1]:1/no"}
    process = subprocess.run(
        [sys.executable, "manage.py", "restore", str(file), "--yes"],
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment(site), "DATABASE_URL": nowhere[site.engine]},
        check=False,
        capture_output=True,
        text=True,
    )
    assert process.returncode == 1
    assert process.stderr.startswith("CommandError: The database cannot be reached: ")


def test_two_backups_of_one_second_are_two_files(place, tmp_path):
    files = {make_backup(place, tmp_path, quiet)[0] for _ in range(3)}
    assert len(files) == len(list(tmp_path.glob("register-*.zip"))) == 3


def test_a_killed_restore_leaves_the_old_site_or_the_new_one(site, place, tmp_path):
    file = backup_of(site, tmp_path / "kept")
    old, new = everything(place), everything(site)
    for wait in (0.0, 0.1, 0.3, 0.6):
        process = command(place, "manage.py", "restore", str(file), "--yes")
        while process.poll() is None and not list(place.documents.glob(".restore-*")):
            time.sleep(0.005)
        time.sleep(wait)
        process.kill()
        process.communicate()
        after = everything(place)
        assert after.rows in (old.rows, new.rows)
        if after.rows == new.rows:
            assert new.files.items() <= after.files.items()
            break
