"""The domain: one file per noun. The order of imports follows the layers, lowest first."""

from .agreements import Agreement
from .areas import CooperationArea, DiplomacyLayer
from .base import DataVersion, FormerAddress, Publication
from .citations import Citation, EntryLink, Side
from .cities import City, CityAlias, CityFigure, Country
from .commitments import Commitment, CommitmentReview
from .corrections import Correction
from .delegations import Delegation, ProgrammeLine
from .differences import Difference, DifferenceStatement, OpenQuestion
from .entries import Entry, EntryArea, EntryCity
from .events import Event
from .identity import Identity
from .indicators import Indicator, IndicatorValue
from .loaded import LoadedRecord
from .merges import Merge
from .participations import Document, Participation
from .people import Organisation, Person, PersonAlias, Term
from .procedures import Procedure, Step, StepLink, StepRecord
from .relationships import Form, Relationship, TieCitation, TieLayer
from .reports import YearReport
from .restrictions import Restriction
from .reviewing import ChangeNote, Submission
from .sources import DateBasis, Source
from .touching import CityArea
from .twinnings import TwinnedPlace, TwinningSource

KINDS: tuple[type[Entry], ...] = (Agreement, Delegation, Event, Commitment, Restriction)

__all__ = [
    "KINDS",
    "Agreement",
    "ChangeNote",
    "Citation",
    "City",
    "CityAlias",
    "CityArea",
    "CityFigure",
    "Commitment",
    "CommitmentReview",
    "CooperationArea",
    "Correction",
    "Country",
    "DataVersion",
    "DateBasis",
    "Delegation",
    "Difference",
    "DifferenceStatement",
    "DiplomacyLayer",
    "Document",
    "Entry",
    "EntryArea",
    "EntryCity",
    "EntryLink",
    "Event",
    "Form",
    "FormerAddress",
    "Identity",
    "Indicator",
    "IndicatorValue",
    "LoadedRecord",
    "Merge",
    "OpenQuestion",
    "Organisation",
    "Participation",
    "Person",
    "PersonAlias",
    "Procedure",
    "ProgrammeLine",
    "Publication",
    "Relationship",
    "Restriction",
    "Side",
    "Source",
    "Step",
    "StepLink",
    "StepRecord",
    "Submission",
    "Term",
    "TieCitation",
    "TieLayer",
    "TwinnedPlace",
    "TwinningSource",
    "YearReport",
]
