"""A backup of the live site: written under another name, read back, then named."""

import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
from django.db import DatabaseError

from .archive import BackupFault, Manifest, Writer
from .checking import engine_of, verified
from .documents import add_all
from .encryption import SUFFIX, encrypt
from .site import Say, Site

NAME = re.compile(r"register-\d{8}T\d{6}Z\.zip(\.age)?")
PART = ".register-part-"  # begins the folder of a backup that is being written
STALE = timedelta(days=1)


def make_backup(
    site: Site, folder: Path, say: Say, keep: int | None = None, keys: Sequence[str] = ()
) -> tuple[Path, Manifest]:
    """Write a backup of the site into `folder`; return the file, read back, and what is in it.

    With public `keys` only their holders can read it; it is then made where temporary files are,
    for nothing that anybody can read may reach the folder. Removes the oldest backups in the
    folder afterwards until `keep` are left. Raises BackupFault, and leaves nothing behind, when it
    cannot be made.
    """
    if not folder.is_dir():
        raise BackupFault(f"The folder {folder} does not exist. Make it, or mount its disk.")
    try:
        with _part(folder) as part, _workshop(part, keys) as workshop:
            draft = workshop / "register.zip"
            _write(site, draft, say)
            say("Reading it back")
            with verified(draft) as archive:
                manifest = archive.manifest
            whole = part / f"register.zip{SUFFIX if keys else ''}"
            if keys:
                say("Encrypting it")
                encrypt(draft, whole, keys)
            file = _free_name(folder, manifest, whole.name.removeprefix("register"))
            whole.rename(file)
            _to_disk(folder)
        _rotate(folder, keep, say)
    except OSError as error:
        place = error.filename or folder
        raise BackupFault(f"No backup was made: {place}: {error.strerror}.") from error
    except (DatabaseError, psycopg.Error, sqlite3.Error) as error:
        raise BackupFault(
            f"No backup was made: the database could not be copied: {error}"
        ) from error
    return file, manifest


@contextmanager
def _part(folder: Path) -> Iterator[Path]:
    """Make a folder for what is not yet a backup, for our eyes only, gone afterwards."""
    yesterday = (datetime.now(UTC) - STALE).timestamp()
    for left in folder.glob(f"{PART}*"):  # by a backup that was killed
        if left.stat().st_mtime < yesterday:
            shutil.rmtree(left, ignore_errors=True)
    part = Path(tempfile.mkdtemp(prefix=PART, dir=folder))
    try:
        yield part
    finally:
        shutil.rmtree(part)


@contextmanager
def _workshop(part: Path, keys: Sequence[str]) -> Iterator[Path]:
    """Return the folder in which a backup is made before it is encrypted, or done."""
    if not keys:
        yield part
        return
    with _part(Path(tempfile.gettempdir())) as workshop:
        yield workshop


def _write(site: Site, draft: Path, say: Say) -> None:
    made_at = datetime.now(UTC)
    with Writer(draft) as archive:
        # The database first: a file that it names is stored before the row, and stays.
        contents = engine_of(site.engine).dump(site, archive, draft.parent)
        say(f"Database: {len(contents.tables)} tables")
        missing = add_all(site.documents, archive, contents.files, say)
        manifest = Manifest(
            made_at=made_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            engine=site.engine,
            migrations=contents.migrations,
            tables=contents.tables,
            next_ids=contents.next_ids,
            missing=missing,
            members=archive.members,
        )
        say(f"Documents: {len(manifest.documents)}")
        for name in missing:
            say(f"Warning: a record names the document {name}, which is not in {site.documents}.")
        archive.seal(manifest)


def _free_name(folder: Path, manifest: Manifest, suffix: str) -> Path:
    """Return a name for the moment of the backup; where it is taken, for the next second."""
    moment = datetime.strptime(manifest.made_at, "%Y-%m-%dT%H:%M:%SZ")
    while (file := folder / f"register-{moment:%Y%m%dT%H%M%SZ}{suffix}").exists():
        moment += timedelta(seconds=1)
    return file


def _to_disk(folder: Path) -> None:
    """Have the folder itself written, so that the new name outlives a power cut."""
    with suppress(OSError):  # Windows opens no folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _rotate(folder: Path, keep: int | None, say: Say) -> None:
    if keep is None:
        return
    backups = sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name))
    for old in backups[:-keep]:
        old.unlink()
        say(f"Removed {old.name}")
