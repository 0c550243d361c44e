"""Versions of a record with its rows: read, compared, written over one another."""

from .comparing import FieldChange, differences
from .racing import once_more, refuse_what_is_gone
from .signing import signed
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
    "once_more",
    "refuse_what_is_gone",
    "row_links",
    "signed",
    "snapshot",
    "snapshot_at",
    "snapshot_seen",
    "version_of",
    "versions_of",
    "write_over",
]
