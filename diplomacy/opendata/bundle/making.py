"""Writes the bundle: all of it or nothing, in memory that does not grow with the register."""

import csv
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db import connection
from django.utils import timezone
from msgspec import Struct

from diplomacy.registry.codec import ReadersFiles, Told, readers_register
from diplomacy.registry.models import DataVersion
from diplomacy.registry.queries.open_bundle import (
    NOTE,
    Held,
    OpenBundle,
    note,
    what_can_be_taken_back,
)
from diplomacy.tables import MARK, plain

from .describing import Made, Register, datapackage, licence, readme
from .tables import Table, rows_of, tables

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

Progress = Callable[[str], None]
_WORK = ".making-"
_AT_ONCE = 1 << 20  # bytes


def make_bundle(folder: Path, progress: Progress = lambda line: None) -> OpenBundle:
    """Write the bundle of today into `folder`, in place of the one before, and return it.

    One moment of the database, however long it takes. Equal data of one day give equal bytes.
    Raises OSError, also where another bundle is just being made there, and LookupError where
    something public names what is hidden; then the one before stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    now = timezone.localtime().replace(microsecond=0)
    with _alone(folder), TemporaryDirectory(dir=folder, prefix=_WORK) as work:
        with one_moment():
            register = Register.here()
            held = what_can_be_taken_back()
            writing = _Writing(Path(work))
            writing.write(progress)
        made = writing.made()
        writing.describe(register, now, made)
        progress("packing")
        draft = Path(work) / "draft.zip"
        sha256 = _pack(writing.folder, draft, now)
        os.utime(draft, (now.timestamp(), now.timestamp()))
        bundle = OpenBundle(
            name=f"{register.slug}-{now.date()}.zip",
            made_at=now,
            size=draft.stat().st_size,
            sha256=sha256,
            records=writing.records,
            tables=len(made),
            rows=sum(one.rows for one in made),
        )
        _put_in_place(draft, folder, bundle, held)
        DataVersion.bump()  # a page tells of it
    return bundle


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let nobody else make a bundle there, and clear away what one that was killed has left.

    Of two at once the note of one would stand beside the file of the other, which is none. The
    system lets go of the lock when a process dies. Raises OSError.
    """
    if fcntl is None:
        yield
        return
    place = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OSError("Another one is just being made there.") from error
        for left in folder.glob(f"{_WORK}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        os.close(place)


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything as it stands at one moment, and hold up no writer.

    Within a transaction, as in tests, that of the caller.
    """
    if connection.in_atomic_block:
        yield
        return
    begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute("BEGIN" if connection.vendor == "sqlite" else begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


class _File(Struct):
    table: Table
    writer: "csv._writer"
    rows: int = 0


class _Writing:
    """Writes tables and register files below `folder` as the records come."""

    def __init__(self, work: Path) -> None:
        self.folder = work / "bundle"
        self.records = 0
        self._files: dict[str, _File] = {}

    def write(self, progress: Progress) -> None:
        (self.folder / "data").mkdir(parents=True)
        (self.folder / "register").mkdir()
        files = ReadersFiles(self.folder / "register")
        with ExitStack() as stack:
            for name, table in tables().items():
                file = (self.folder / table.path).open("w", encoding="utf-8", newline="")
                stack.enter_context(file)
                file.write(MARK)
                self._files[name] = _File(table, csv.writer(file))
                self._files[name].writer.writerow([column.name for column in table.columns])
            for told in readers_register(progress):
                files.add(told)
                self._add(told)
            files.close()

    def made(self) -> list[Made]:
        """Return what was written, table by table."""
        found = []
        for one in self._files.values():
            path = self.folder / one.table.path
            found.append(Made(one.table, path.stat().st_size, _digest(path), one.rows))
        return found

    def describe(self, register: Register, now: datetime, made: list[Made]) -> None:
        day = now.date()
        for name, text in {
            "datapackage.json": datapackage(register, day, made),
            "LICENCE.txt": licence(register, day),
            "README.md": readme(register, day, made),
        }.items():
            (self.folder / name).write_text(text, encoding="utf-8", newline="\n")

    def _add(self, told: Told) -> None:
        if told.why == "withdrawn":  # its day and reason alone, which are no row of a table
            return
        self.records += told.why == "public"
        for name, row in rows_of(told):
            file = self._files[name]
            file.writer.writerow([plain(value) for value in row])
            file.rows += 1


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(folder: Path, draft: Path, now: datetime) -> str:
    """Pack the folder in a fixed order, each file dated as the bundle; return the digest."""
    day = (now.year, now.month, now.day, 0, 0, 0)
    with draft.open("wb") as file:
        with ZipFile(file, "w") as archive:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                entry = ZipInfo(path.relative_to(folder).as_posix(), day)
                entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
                entry.create_system = 3  # the same on every system
                with path.open("rb") as source, archive.open(entry, "w") as target:
                    while part := source.read(_AT_ONCE):
                        target.write(part)
        file.flush()
        os.fsync(file.fileno())
    return _digest(draft)


def _put_in_place(draft: Path, folder: Path, bundle: OpenBundle, held: Held) -> None:
    """Let the new bundle take the place of the one before, then its note; the old one goes.

    Between both nothing is handed out, since file and note do not fit.
    """
    before = {path.name for path in folder.glob(f"{bundle.name[:-15]}-????-??-??.zip")}
    os.chmod(draft, 0o644)
    draft.replace(folder / bundle.name)
    written = draft.with_name(NOTE)
    with written.open("w", encoding="utf-8") as file:
        file.write(note(bundle, held))
        file.flush()
        os.fsync(file.fileno())
    written.replace(folder / NOTE)
    for name in before - {bundle.name}:
        (folder / name).unlink(missing_ok=True)
