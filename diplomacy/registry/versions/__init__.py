"""Versions of a record with its rows: read, compared, written over one another."""

from .comparing import FieldChange, differences
from .snapshots import (
    RowLink,
    Saved,
    Snapshot,
    row_links,
    snapshot,
    snapshot_at,
    snapshot_seen,
    version_of,
    versions_of,
)
from .writing import NamesWhatIsGone, write_over

__all__ = [
    "FieldChange",
    "NamesWhatIsGone",
    "RowLink",
    "Saved",
    "Snapshot",
    "differences",
    "row_links",
    "snapshot",
    "snapshot_at",
    "snapshot_seen",
    "version_of",
    "versions_of",
    "write_over",
]
