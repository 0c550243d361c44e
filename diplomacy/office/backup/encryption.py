"""A backup that only who holds a key can read: a file of age (https://age-encryption.org/v1).

The site knows public keys alone. Whoever takes over its machine can read what it holds, but none
of the backups that lie elsewhere. That a file is encrypted proves nothing about who wrote it.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyrage
from pyrage.x25519 import Identity, Recipient

from .archive import BackupFault, pieces

MARK = b"age-encryption.org/"
SECRET = "AGE-SECRET-KEY-"
SUFFIX = ".age"


def encrypt(plain: Path, file: Path, keys: Sequence[str]) -> None:
    """Write `plain` to the new file, for the holders of the keys, and read it back.

    It is read back by one more key, which lives only as long as this takes. Raises BackupFault.
    """
    proof = Identity.generate()
    recipients = [*map(_recipient, keys), proof.to_public()]
    descriptor = os.open(
        file, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600
    )
    read = _Digest()
    try:
        with os.fdopen(descriptor, "w+b") as target, plain.open("rb") as source:
            pyrage.encrypt_io(source, target, recipients)
            target.flush()
            os.fsync(target.fileno())
            target.seek(0)
            pyrage.decrypt_io(target, read, [proof])
    except (pyrage.EncryptError, pyrage.DecryptError) as error:
        raise BackupFault(f"No backup was made: it could not be encrypted: {error}.") from error
    written = hashlib.sha256()
    for piece in pieces(plain):
        written.update(piece)
    if read.digest.digest() != written.digest():
        raise BackupFault("What was encrypted is not what was written. Try another disk.")


@contextmanager
def readable(file: Path, key: Path | None) -> Iterator[Path]:
    """Return the file itself or, when it is encrypted, what it holds; gone afterwards.

    Needs room for it in the folder for temporary files. Raises BackupFault.
    """
    if not _is_encrypted(file):
        yield file
        return
    if key is None:
        raise BackupFault(
            f"{file} is encrypted. Name the file with its key by --key; without it nobody reads it."
        )
    identities = _identities(key)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "register.zip"
        with file.open("rb") as source, plain.open("xb") as target:
            try:
                pyrage.decrypt_io(source, target, identities)
            except (pyrage.DecryptError, OSError) as error:
                raise _unread(file, key, error) from error
        yield plain


def new_key(path: Path) -> str:
    """Write a new secret key to `path`, as age-keygen does, and return the public one."""
    made = Identity.generate()
    public = str(made.to_public())
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise BackupFault(f"{path}: {error.strerror}. No key was made.") from error
    with open(descriptor, "w", encoding="ascii") as file:
        file.write(f"# public key: {public}\n{made}\n")
        file.flush()
        os.fsync(file.fileno())
    return public


def _unread(file: Path, key: Path, error: Exception) -> BackupFault:
    if getattr(error, "errno", None) or "[Errno" in str(error):
        return BackupFault(f"{file} was not decrypted: {error}.")
    return BackupFault(
        f"{file} was not decrypted ({error}): either {key} is not its key, or the file is damaged"
        " or incomplete. Nothing of it can be used; take another copy."
    )


def _is_encrypted(file: Path) -> bool:
    try:
        with file.open("rb") as start:
            return start.read(len(MARK)) == MARK
    except OSError as error:
        raise BackupFault(f"{file} cannot be read: {error.strerror}.") from error


def _recipient(key: str) -> Recipient:
    try:
        return Recipient.from_str(key)
    except pyrage.RecipientError as error:
        raise BackupFault(f"{key} in BACKUP_PUBLIC_KEYS is no public key ({error}).") from error


def _identities(key: Path) -> list[Identity]:
    try:
        lines = key.read_text("ascii").split()
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", "it is no file with a key")
        raise BackupFault(f"The key in {key} cannot be read: {reason}.") from error
    try:
        found = [Identity.from_str(line) for line in lines if line.startswith(SECRET)]
    except pyrage.IdentityError as error:
        raise BackupFault(f"{key} holds a key that is damaged.") from error
    if not found:
        raise BackupFault(f"{key} holds no secret key: a line that begins with {SECRET}1.")
    return found


class _Digest:
    """A file that is not kept, only its digest."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256()

    def write(self, piece: bytes) -> int:
        self.digest.update(piece)
        return len(piece)

    def flush(self) -> None:
        """There is nothing to write out."""
