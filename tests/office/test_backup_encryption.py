"""A backup for the holders of keys: nobody else reads it, the site itself neither."""

import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from diplomacy.office.backup import BackupFault, make_backup, new_key, verified
from diplomacy.office.backup.encryption import MARK

from .drill import destroy, everything, quiet


@pytest.fixture
def keys(tmp_path) -> tuple[Path, str]:
    """Return the file of a secret key, and the public one."""
    secret = tmp_path / "secret"
    return secret, new_key(secret)


@pytest.fixture
def workshop(tmp_path, monkeypatch) -> Path:
    """Return a folder for temporary files of its own."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def encrypted(site, folder: Path, *keys: str) -> Path:
    folder.mkdir(exist_ok=True)
    return make_backup(site, folder, quiet, keys=keys)[0]


def test_an_encrypted_backup_is_restored_by_its_key(site, tmp_path, keys, settings, workshop):
    secret, public = keys
    settings.BACKUP_PUBLIC_KEYS = [public]
    before = everything(site)
    (tmp_path / "kept").mkdir()
    call_command("backup", "--to", tmp_path / "kept")
    [file] = (tmp_path / "kept").iterdir()
    assert file.suffixes[-2:] == [".zip", ".age"]
    destroy()
    destroyed = everything(site)
    with pytest.raises(CommandError, match=r"is encrypted\. Name the file.*--key.*Nothing was"):
        call_command("restore", file, "--yes", "--replace", "--to", tmp_path / "kept")
    assert everything(site) == destroyed
    restored = ["restore", file, "--yes", "--replace", "--to", tmp_path / "kept", "--key", secret]
    call_command(*restored)
    assert everything(site) == before
    kept = [path for path in (tmp_path / "kept").iterdir() if path != file]
    assert [path.suffix for path in kept] == [".age"], "what was there is encrypted too"
    assert list(workshop.iterdir()) == [], "nothing that can be read is left"


def test_each_of_several_keys_reads_it_and_no_other(place, tmp_path, keys, workshop):
    other, third = tmp_path / "other", tmp_path / "third"
    file = encrypted(place, tmp_path / "kept", keys[1], new_key(other))
    new_key(third)
    for key in (keys[0], other):
        with verified(file, key) as archive:
            assert archive.manifest.engine == place.engine
    with pytest.raises(BackupFault, match=r"either .*third is not its key, or the file is damaged"):
        verified(file, third).__enter__()
    assert list(workshop.iterdir()) == []


def test_nothing_in_it_can_be_read(site, tmp_path, keys, workshop):
    content = encrypted(site, tmp_path / "kept", keys[1]).read_bytes()
    assert content.startswith(MARK)
    for word in (b"PK\x03\x04", b"manifest", b"documents/", b"database", b"registry"):
        assert word not in content


def test_no_bit_can_flip_and_no_end_be_missing_unseen(place, tmp_path, keys, workshop):
    file = encrypted(place, tmp_path / "kept", keys[1])
    whole, broken = file.read_bytes(), tmp_path / "broken"
    length = len(whole)
    # Beyond the mark of age: without it the file is no encrypted one, which is told as well.
    for fault in {*range(22, length, length // 25), *range(length - 20, length)}:
        flipped = bytearray(whole)
        flipped[fault] ^= 1
        for content in (flipped, whole[:fault]):
            broken.write_bytes(content)
            with pytest.raises(BackupFault):
                verified(broken, keys[0]).__enter__()
    assert list(workshop.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "holds no secret key"),
        (b"# public key: age1abc\n", "holds no secret key"),
        (b"AGE-SECRET-KEY-1ABC\n", "is damaged"),
        (b"\xff\xfe", "no file with a key"),
        (None, "No such file"),
    ],
)
def test_a_file_that_holds_no_key_is_told(place, tmp_path, keys, content, reason):
    file = encrypted(place, tmp_path / "kept", keys[1])
    wrong = tmp_path / "wrong"
    if content is not None:
        wrong.write_bytes(content)
    with pytest.raises(BackupFault, match=reason) as refused:
        verified(file, wrong).__enter__()
    assert "AGE-SECRET" not in str(refused.value).replace("with AGE-SECRET-KEY-1.", "")


def test_a_new_key_is_for_our_eyes_only_and_replaces_none(tmp_path, capsys):
    secret = tmp_path / "key"
    call_command("backup", "--new-key", secret)
    said = capsys.readouterr()
    assert said.out.startswith("BACKUP_PUBLIC_KEYS=age1")
    assert "SECRET" not in said.out + said.err
    if sys.platform != "win32":
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    text = secret.read_text()
    assert "AGE-SECRET-KEY-1" in text
    with pytest.raises(CommandError, match="No key was made"):
        call_command("backup", "--new-key", secret)
    assert secret.read_text() == text


def test_a_public_key_that_is_none_makes_no_backup(place, tmp_path, workshop):
    folder = tmp_path / "kept"
    folder.mkdir()
    with pytest.raises(BackupFault, match="no public key"):
        make_backup(place, folder, quiet, keys=["age1" + "q" * 58])
    assert list(folder.iterdir()) == list(workshop.iterdir()) == []


def test_old_backups_of_both_kinds_are_removed_in_turn(place, tmp_path, keys, workshop):
    folder = tmp_path / "kept"
    folder.mkdir()
    for name in ("register-20240101T000000Z.zip", "register-20250101T000000Z.zip.age"):
        (folder / name).touch()
    file, _manifest = make_backup(place, folder, quiet, keep=2, keys=[keys[1]])
    assert {path.name for path in folder.iterdir()} == {
        "register-20250101T000000Z.zip.age",
        file.name,
    }


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("age1short", "must hold whole public keys"),
        ("AGE-SECRET-KEY-1ABC", "a secret key, which belongs"),
    ],
)
def test_a_wrong_key_in_the_settings_is_refused(value, reason):
    refused = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={"BACKUP_PUBLIC_KEYS": value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 2
    assert reason in refused.stderr
    assert value not in refused.stderr
