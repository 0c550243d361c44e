"""Backups: database and documents in one file, and back. It knows nothing of what they mean."""

from .archive import Archive, BackupFault, Manifest, opened
from .checking import verified
from .making import make_backup
from .restoring import examine, restore
from .site import Site

__all__ = [
    "Archive",
    "BackupFault",
    "Manifest",
    "Site",
    "examine",
    "make_backup",
    "opened",
    "restore",
    "verified",
]
