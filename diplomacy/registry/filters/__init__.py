"""What lists can be narrowed by, for pages and open data alike."""

from .entries import AgreementFilter, DelegationFilter, EntryFilter
from .ties import TieFilter

__all__ = ["AgreementFilter", "DelegationFilter", "EntryFilter", "TieFilter"]
