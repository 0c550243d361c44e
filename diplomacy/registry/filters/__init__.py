"""What lists can be narrowed by, for pages and open data alike."""

from .entries import (
    AgreementFilter,
    CommitmentFilter,
    DelegationFilter,
    EntryFilter,
    EventFilter,
    RestrictionFilter,
)
from .ties import TieFilter

__all__ = [
    "AgreementFilter",
    "CommitmentFilter",
    "DelegationFilter",
    "EntryFilter",
    "EventFilter",
    "RestrictionFilter",
    "TieFilter",
]
