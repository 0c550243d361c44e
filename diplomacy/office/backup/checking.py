"""Whether a backup can be used: everything in it is read, and the database tried."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from . import postgresql, sqlite
from .archive import Archive, BackupFault, opened
from .encryption import readable

ENGINES = {"sqlite": sqlite, "postgresql": postgresql}


def engine_of(name: str) -> ModuleType:
    """Return the module with `dump`, `check` and `load` for an engine; raise BackupFault."""
    if name not in ENGINES:
        raise BackupFault(f"Databases of {name} are not backed up.")
    return ENGINES[name]


@contextmanager
def verified(path: Path, key: Path | None = None) -> Iterator[Archive]:
    """Open a backup after reading all of it; raise BackupFault with the reason otherwise.

    An encrypted one is read by the secret key in the file `key`. Needs room for the database,
    unpacked, in the folder for temporary files.
    """
    with readable(path, key) as plain, opened(plain, path) as archive:
        engine = engine_of(archive.manifest.engine)
        for name in archive.manifest.members:
            for _chunk in archive.chunks(name):
                pass
        with tempfile.TemporaryDirectory() as scratch:
            engine.check(archive, Path(scratch))
        yield archive
