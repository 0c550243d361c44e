"""What lists can be narrowed by, for pages and open data alike."""

from .entries import (
    AgreementFilter,
    CommitmentFilter,
    DelegationFilter,
    EntryFilter,
    EventFilter,
    RestrictionFilter,
)
from .subjects import AreaEntryFilter, AreaFilter, KindFilter, OrganisationFilter, PersonFilter
from .ties import TieFilter

__all__ = [
    "AgreementFilter",
    "AreaEntryFilter",
    "AreaFilter",
    "CommitmentFilter",
    "DelegationFilter",
    "EntryFilter",
    "EventFilter",
    "KindFilter",
    "OrganisationFilter",
    "PersonFilter",
    "RestrictionFilter",
    "TieFilter",
]
