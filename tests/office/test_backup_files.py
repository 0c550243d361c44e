"""A file that is not a whole backup of ours is refused with the reason, and nothing changes."""

import hashlib
import io
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec
import pytest
from django.core.management import CommandError, call_command

from diplomacy.office.backup import BackupFault, Manifest, Site, examine, opened, verified
from diplomacy.office.backup.archive import MANIFEST, SEAL_LENGTH

from .drill import backup_of, everything

Members = dict[str, bytes]


def forged(file: Path, change: Callable[[Members, Manifest], object]) -> Path:
    """Return a copy of a backup with a fitting seal, after `change` of its content."""
    with ZipFile(file) as whole:
        members = {name: whole.read(name) for name in whole.namelist()}
    manifest = msgspec.json.decode(members.pop(MANIFEST), type=Manifest)
    change(members, manifest)
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as parcel:
        for name, content in members.items():
            parcel.writestr(name, content)
        if MANIFEST not in members:
            parcel.writestr(MANIFEST, msgspec.json.encode(manifest))
        parcel.comment = b"0" * SEAL_LENGTH
    return sealed(file.with_name("forged.zip"), made.getvalue())


def sealed(path: Path, content: bytes) -> Path:
    body = content[:-SEAL_LENGTH]
    path.write_bytes(body + hashlib.sha256(body).hexdigest().encode())
    return path


def put(members: Members, manifest: Manifest, name: str, content: bytes) -> None:
    """Add or replace a member, and name it in the manifest as if it belonged there."""
    members[name] = content
    known = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    manifest.members[name] = msgspec.convert(known, type(next(iter(manifest.members.values()))))


def database(members: Members) -> str:
    return next(name for name in members if name.startswith("database") and members[name])


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


FORGERIES = {
    "a name above": (lambda m, n: put(m, n, "documents/../../up", b"x"), "leads elsewhere"),
    "a name from the root": (lambda m, n: put(m, n, "/etc/cron.d/x", b"x"), "leads elsewhere"),
    "a name of Windows": (lambda m, n: put(m, n, "documents/C:\\x", b"x"), "leads elsewhere"),
    "an empty step": (lambda m, n: put(m, n, "documents//x", b"x"), "leads elsewhere"),
    "a folder": (lambda m, n: put(m, n, "documents/x/", b""), "leads elsewhere"),
    "another place": (lambda m, n: put(m, n, "settings.py", b"x"), "leads elsewhere"),
    "more than named": (lambda m, n: m.update({"documents/x": b"x"}), "other members"),
    "less than named": (lambda m, n: m.pop("documents/empty"), "other members"),
    "other bytes": (lambda m, n: m.update({"documents/empty": b"x"}), "not what the manifest"),
    "no manifest": (lambda m, n: m.update({MANIFEST: b""}), "cannot be read"),
    "a manifest of depth": (lambda m, n: m.update({MANIFEST: b"[" * 100_000}), "cannot be read"),
    "an unknown field": (lambda m, n: m.update({MANIFEST: b'{"format":1,"x":1}'}), "unknown field"),
    "a newer format": (lambda m, n: setattr(n, "format", 2), "has format 2.*newer"),
    "an engine of no kind": (lambda m, n: setattr(n, "engine", "oracle"), "oracle"),
    "a database cut short": (
        lambda m, n: put(m, n, database(m), half(m[database(m)])),
        "cannot be read|stated",
    ),
    "no database": (lambda m, n: put(m, n, database(m), b""), "cannot be read|stated"),
    "rows that are not there": (
        lambda m, n: setattr(n.tables["registry_city"], "rows", 99),
        "stated|not what the manifest",
    ),
}


def test_a_forged_backup_is_refused_and_nothing_changes(site, place, tmp_path, subtests):
    whole = backup_of(site, tmp_path / "kept")
    before = everything(site)
    for forgery, (change, reason) in FORGERIES.items():
        with subtests.test(forgery):
            file = forged(whole, change)
            with pytest.raises(CommandError, match=reason) as refused:
                call_command("restore", file, "--yes", "--replace")
            assert "Nothing was changed." in str(refused.value)
            with pytest.raises(CommandError, match=reason):
                call_command("backup", "--verify", file)
    assert everything(site) == before
    assert not (tmp_path / "var" / "backups").exists()


def test_a_link_in_a_backup_is_refused(site, place, tmp_path):
    file = backup_of(site, tmp_path / "kept")
    link = ZipInfo("documents/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with ZipFile(file, "a") as parcel:
        parcel.writestr(link, "/etc/passwd")
    sealed(file, file.read_bytes())
    with pytest.raises(BackupFault, match="no plain file"), opened(file):
        pass


def test_no_bit_can_flip_and_no_end_be_missing_unseen(site, place, tmp_path):
    whole = backup_of(site, tmp_path / "kept").read_bytes()
    file = tmp_path / "broken.zip"
    length = len(whole)
    for fault in {*range(0, length, length // 60), *range(length - 90, length)}:
        broken = bytearray(whole)
        broken[fault] ^= 1
        for content in (broken, whole[:fault]):
            file.write_bytes(content)
            with pytest.raises(BackupFault, match="damaged or incomplete"), opened(file):
                pass


def test_what_was_never_a_backup_is_refused(tmp_path):
    for content in (b"", b"x", b"PK\5\6" + bytes(18), bytes(10_000)):
        (tmp_path / "a.zip").write_bytes(content)
        with pytest.raises(BackupFault, match="no backup"), opened(tmp_path / "a.zip"):
            pass
        sealed(tmp_path / "a.zip", content + b"0" * SEAL_LENGTH)
        with pytest.raises(BackupFault, match="no backup"), opened(tmp_path / "a.zip"):
            pass
    for path in (tmp_path, tmp_path / "absent.zip"):
        with pytest.raises(BackupFault, match="cannot be read"), opened(path):
            pass


@pytest.fixture
def manifest(site: Site, tmp_path: Path) -> Manifest:
    with verified(backup_of(site, tmp_path / "kept")) as archive:
        return archive.manifest


def test_a_backup_of_another_engine_is_refused_with_what_to_do(site, manifest):
    other = {"sqlite": "postgresql", "postgresql": "oracle"}[site.engine]
    with pytest.raises(BackupFault, match=f"Restore it into a site on {other}"):
        examine(site, msgspec.structs.replace(manifest, engine=other), replace=True)


def test_other_migrations_are_refused_with_what_to_do(site, manifest):
    newer = [*manifest.migrations, "registry.9999_later"]
    with pytest.raises(BackupFault, match=r"lacks: registry\.9999_later\. Install the version"):
        examine(site, msgspec.structs.replace(manifest, migrations=newer), replace=True)
    last = manifest.migrations[-1]
    older = manifest.migrations[:-1]
    with pytest.raises(BackupFault, match=f"the backup lacks: {last}.*`migrate APP NAME`"):
        examine(site, msgspec.structs.replace(manifest, migrations=older), replace=True)
    tables = {**manifest.tables}
    del tables["registry_city"]
    with pytest.raises(BackupFault, match="other tables or columns"):
        examine(site, msgspec.structs.replace(manifest, tables=tables), replace=True)


def test_a_database_without_tables_is_told_to_be_migrated(place, manifest, tmp_path):
    with place.connection.cursor() as cursor:
        cursor.execute("DROP TABLE django_migrations")
    with pytest.raises(BackupFault, match="Run the command `migrate` first"):
        examine(place, manifest, replace=True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such rights")
def test_a_backup_and_its_own_folder_are_for_our_eyes_only(site, place, settings, capsys):
    call_command("backup")
    [file] = (settings.VAR_DIR / "backups").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    said = capsys.readouterr()
    assert said.out.startswith(f"{file}: {site.engine}, ")
    assert said.out.count("\n") == 1
    assert "Reading it back" in said.err
    call_command("backup", "--verify", file)
    assert capsys.readouterr().out == said.out


def test_only_the_oldest_of_our_own_files_are_removed(place, tmp_path):
    folder = tmp_path / "kept"
    folder.mkdir()
    foreign = ["register-1.zip", "register-20250101T000000Z.zip.old", "a.zip", "notes.txt"]
    ours = ["register-20240101T000000Z.zip", "register-20250101T000000Z.zip"]
    for name in [*foreign, *ours]:
        (folder / name).touch()
    file = backup_of(place, folder, keep=2)
    assert sorted(os.listdir(folder)) == sorted([*foreign, ours[1], file.name])
    backup_of(place, folder)
    assert len(os.listdir(folder)) == len(foreign) + 3


@pytest.mark.parametrize("number", ["0", "-1", "two", "۲", "1.5"])
def test_at_least_one_backup_is_kept(number):
    with pytest.raises(CommandError, match="one or more"):
        call_command("backup", "--keep", number)
