"""The file of a backup: a ZIP of database and documents, a manifest of them, and a seal.

The manifest names every member with its size and SHA-256. The seal is the ZIP's comment, which
stands at the very end: the SHA-256 of all bytes before it. It shows every accident; against
somebody who makes a false backup on purpose the names and sizes are checked one by one.
"""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as zlib_error

import msgspec

FORMAT = 1  # raise it when an older program could no longer read what is written
MANIFEST = "manifest.json"
DATABASE, DOCUMENTS = "database", "documents/"
SEAL_LENGTH = 64
CHUNK = 1024 * 1024
MOST_OF_MANIFEST = 64 * CHUNK

# What zipfile raises for files that are not as they should be.
UNREADABLE = (BadZipFile, zlib_error, EOFError, RuntimeError, ValueError)


class BackupFault(Exception):
    """Why a backup cannot be made or used; the text is for the operator."""


class Table(msgspec.Struct):
    columns: list[str]
    rows: int


class Member(msgspec.Struct):
    size: int
    sha256: str


class Manifest(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    format: int = FORMAT
    made_at: str  # UTC
    engine: str  # Django's word: sqlite or postgresql
    migrations: list[str]  # app.name
    tables: dict[str, Table]
    next_ids: dict[str, int]  # table.column → the next number given to a row; PostgreSQL only
    missing: list[str]  # documents that rows name and the folder did not hold
    members: dict[str, Member]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    @property
    def documents(self) -> dict[str, Member]:
        """Return name in the folder → member."""
        return {
            name.removeprefix(DOCUMENTS): member
            for name, member in self.members.items()
            if name.startswith(DOCUMENTS)
        }


class _Format(msgspec.Struct):
    format: int


class Writer:
    """Writes a backup to a new file that is for our eyes only; a context that closes it."""

    def __init__(self, path: Path) -> None:
        binary = getattr(os, "O_BINARY", 0)  # Windows writes other line ends without it
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | binary, 0o600)
        self.members: dict[str, Member] = {}
        self._file = os.fdopen(descriptor, "w+b")
        self._zip = ZipFile(self._file, "w", ZIP_DEFLATED)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type | None, *_error: object) -> None:
        with self._file:
            if kind is not None:
                with suppress(OSError, ValueError):  # the first fault is the one to tell
                    self._zip.close()

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """Write one member; nothing of it has to fit into memory."""
        digest, size = hashlib.sha256(), 0
        part = ZipInfo(name)
        # Documents are compressed already.
        part.compress_type = ZIP_STORED if name.startswith(DOCUMENTS) else ZIP_DEFLATED
        with self._zip.open(part, "w", force_zip64=True) as member:
            for chunk in chunks:
                member.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.members[name] = Member(size, digest.hexdigest())

    def seal(self, manifest: Manifest) -> None:
        """Write the manifest and the seal, and wait until the disk has all."""
        text = msgspec.json.format(msgspec.json.encode(manifest))
        self._zip.writestr(MANIFEST, text)
        self._zip.comment = b"0" * SEAL_LENGTH
        self._zip.close()
        seal = _seal(self._file)
        self._file.seek(-SEAL_LENGTH, 2)
        self._file.write(seal)
        self._file.flush()
        os.fsync(self._file.fileno())


class Archive:
    """A backup that was opened: its manifest, and its members."""

    def __init__(self, parcel: ZipFile, manifest: Manifest) -> None:
        self.manifest = manifest
        self._zip = parcel

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a member; raise BackupFault after it when it is not what the manifest says."""
        stated = self.manifest.members[name]
        digest, size = hashlib.sha256(), 0
        try:
            with self._zip.open(name) as member:
                while size <= stated.size and (chunk := member.read(CHUNK)):
                    digest.update(chunk)
                    size += len(chunk)
                    yield chunk
        except UNREADABLE as error:
            raise BackupFault(f"The backup is damaged: {name} cannot be read.") from error
        if (size, digest.hexdigest()) != (stated.size, stated.sha256):
            raise BackupFault(f"The backup is damaged: {name} is not what the manifest says.")

    def extract(self, name: str, to: Path) -> None:
        """Write a member to the file `to`."""
        with to.open("xb") as file:
            for chunk in self.chunks(name):
                file.write(chunk)


@contextmanager
def opened(path: Path, told: Path | None = None) -> Iterator[Archive]:
    """Open a backup whose seal fits and whose members are those of its manifest.

    Raises BackupFault with the reason otherwise, of `told` where people know it by that name.
    Reads the whole file once.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise BackupFault(f"{path} cannot be read: {error.strerror}.") from error
    with file:
        if _seal(file) != _stated_seal(file):
            raise BackupFault(
                f"{told or path} is no backup, or it is damaged or incomplete: its seal does not"
                " fit. Use another copy."
            )
        with _parcel(file) as parcel:
            yield Archive(parcel, _manifest(parcel))


def leads_elsewhere(name: str) -> bool:
    """Return whether the name of a file could mean a place outside its folder, or none at all."""
    parts = name.split("/")
    unfit = any(sign in "\\:" or ord(sign) < 32 or "\ud800" <= sign <= "\udfff" for sign in name)
    return unfit or any(part in ("", ".", "..") for part in parts)


def pieces(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _seal(file: BinaryIO) -> bytes:
    """Return the digest of all but the last bytes of the file, which have room for it."""
    left = file.seek(0, 2) - SEAL_LENGTH
    file.seek(0)
    digest = hashlib.sha256()
    while left > 0 and (chunk := file.read(min(CHUNK, left))):
        digest.update(chunk)
        left -= len(chunk)
    return digest.hexdigest().encode()


def _stated_seal(file: BinaryIO) -> bytes:
    file.seek(max(0, file.seek(0, 2) - SEAL_LENGTH))
    return file.read()


def _parcel(file: BinaryIO) -> ZipFile:
    try:
        return ZipFile(file)
    except UNREADABLE as error:
        raise BackupFault(f"The file is no backup of this program ({error}).") from error


def _manifest(parcel: ZipFile) -> Manifest:
    parts = parcel.infolist()
    names = [part.filename for part in parts]
    for part in parts:
        _refuse_unfit(part)
    if MANIFEST not in names:
        raise BackupFault("The file holds no manifest: it is no backup of this program.")
    try:
        with parcel.open(MANIFEST) as member:
            text = member.read(MOST_OF_MANIFEST)
        written = msgspec.json.decode(text, type=_Format).format
        if written > FORMAT:
            raise BackupFault(
                f"The backup has format {written}; this program reads {FORMAT} and older."
                " Restore it with the version that made it, or a newer one."
            )
        manifest = msgspec.json.decode(text, type=Manifest)
    except (msgspec.MsgspecError, RecursionError, *UNREADABLE) as error:
        raise BackupFault(f"The manifest of the backup cannot be read ({error}).") from error
    if sorted(names) != sorted([MANIFEST, *manifest.members]):
        raise BackupFault("The backup holds other members than its manifest names.")
    return manifest


def _refuse_unfit(part: ZipInfo) -> None:
    name, mode = part.filename, part.external_attr >> 16
    ours = name.startswith((DATABASE, DOCUMENTS)) or name == MANIFEST
    if not ours or leads_elsewhere(name):
        raise BackupFault(f"The backup holds a name that leads elsewhere: {name!r}.")
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise BackupFault(f"The backup holds something that is no plain file: {name!r}.")
