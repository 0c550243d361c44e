"""What lists can be narrowed by, for pages and open data alike."""

from .differences import DifferenceFilter, QuestionFilter
from .entries import (
    AgreementFilter,
    DelegationFilter,
    EntryFilter,
    EventFilter,
    RestrictionFilter,
)
from .promises import CommitmentFilter
from .sources import SourceFilter
from .subjects import AreaEntryFilter, AreaFilter, KindFilter, OrganisationFilter, PersonFilter
from .ties import TieFilter
from .timeline import TimelineFilter

__all__ = [
    "AgreementFilter",
    "AreaEntryFilter",
    "AreaFilter",
    "CommitmentFilter",
    "DelegationFilter",
    "DifferenceFilter",
    "EntryFilter",
    "EventFilter",
    "KindFilter",
    "OrganisationFilter",
    "PersonFilter",
    "QuestionFilter",
    "RestrictionFilter",
    "SourceFilter",
    "TieFilter",
    "TimelineFilter",
]
