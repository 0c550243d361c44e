"""The folder of documents, into a backup and out of it.

A stored document has a random name and never changes. So new files can be put beside the old
ones before the database says which of them count, and the old ones removed afterwards: whenever
it is interrupted, every file that a row names is there.
"""

import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings

from .archive import DOCUMENTS, Archive, BackupFault, Writer, leads_elsewhere, pieces
from .site import Say

STAGE = ".restore-"  # begins the folder in which a restore gathers the files


def stored(folder: Path) -> dict[str, Path]:
    """Return the files in the folder by their names relative to it; links are no files."""
    found = {}
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(STAGE)]
        for path in (Path(place) / name for name in files):
            if path.is_file() and not path.is_symlink():
                found[path.relative_to(folder).as_posix()] = path
    return found


def add_all(folder: Path, archive: Writer, named: set[str], say: Say) -> list[str]:
    """Write the files into the archive; return those of the `named` that are not there."""
    there = stored(folder)
    added = set()
    for name, path in sorted(there.items()):
        if leads_elsewhere(name):
            say(f"Left out, for its name is not fit for every system: {name!r}")
            continue
        try:
            archive.add(f"{DOCUMENTS}{name}", pieces(path))
        except FileNotFoundError:
            continue  # removed since it was listed
        added.add(name)
        if len(added) % 100 == 0:
            say(f"Documents: {len(added)} of {len(there)}")
    return sorted(named - added)


class Placing:
    """The documents of a backup on their way into `folder`; a context that tidies up after it."""

    def __init__(self, archive: Archive, folder: Path) -> None:
        self._archive, self._folder = archive, folder
        self._names = list(archive.manifest.documents)
        self._added: list[Path] = []

    def __enter__(self) -> "Placing":
        """Unpack all files beside their places; raise BackupFault when there is no room."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for left in self._folder.glob(f"{STAGE}*"):  # by a restore that was killed
            shutil.rmtree(left)
        needed = sum(member.size for member in self._archive.manifest.documents.values())
        if needed > (free := shutil.disk_usage(self._folder).free):
            raise BackupFault(f"{self._folder} has room for {free} bytes; {needed} are needed.")
        self._stage = Path(tempfile.mkdtemp(prefix=STAGE, dir=self._folder))
        try:
            for name in self._names:
                self._unpack(name)
        except BaseException:
            shutil.rmtree(self._stage)
            raise
        return self

    def __exit__(self, kind: type | None, *_error: object) -> None:
        if kind is not None:
            for path in self._added:
                path.unlink(missing_ok=True)
        shutil.rmtree(self._stage)

    def add(self) -> None:
        """Put in their places the files whose names are free."""
        for name in self._names:
            place = self._folder / name
            if place.is_dir():
                raise BackupFault(f"{place} is a folder; the backup has a document of that name.")
            if not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                (self._stage / name).rename(place)
                self._added.append(place)

    def finish(self) -> None:
        """Replace the others of the same names, and remove what the backup does not hold.

        A file whose name no backup takes stays: the backup of what was here lacks it.
        """
        self._added.clear()
        for name in self._names:
            if (path := self._stage / name).exists():
                path.replace(self._folder / name)
        for name, path in stored(self._folder).items():
            if name not in self._names and not leads_elsewhere(name):
                path.unlink()

    def _unpack(self, name: str) -> None:
        path = self._stage / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self._archive.extract(f"{DOCUMENTS}{name}", path)
        path.chmod(settings.FILE_UPLOAD_PERMISSIONS)
        with path.open("rb+") as file:
            os.fsync(file.fileno())
