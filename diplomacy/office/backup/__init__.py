"""Backups: database and documents in one file, and back. It knows nothing of what they mean."""

from .archive import Archive, BackupFault, Manifest, opened
from .checking import verified
from .crossing import move
from .documents import stored
from .encryption import new_key
from .making import NAME as NAME_OF_A_BACKUP
from .making import make_backup
from .restoring import examine, restore
from .site import Site, named_files

__all__ = [
    "NAME_OF_A_BACKUP",
    "Archive",
    "BackupFault",
    "Manifest",
    "Site",
    "examine",
    "make_backup",
    "move",
    "named_files",
    "new_key",
    "opened",
    "restore",
    "stored",
    "verified",
]
