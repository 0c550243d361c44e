"""From a draft to the public and back: the writes that have a check before them."""

from .acts import discard, publish, tell, untell, withdraw
from .faults import (
    AlreadyPublished,
    AlreadyRevised,
    Clashes,
    Gone,
    Named,
    NoDraft,
    NotAllowed,
    NothingToShow,
    NotInReview,
    NotPublished,
    Outdated,
)
from .missing import missing, untranslated
from .papers import readable, with_closed_papers
from .reviewing import revise, send_back, submit, take_back
from .rights import (
    is_reviewed_by,
    may_change,
    may_discard,
    may_publish,
    may_review,
    open_submission,
)

__all__ = [
    "AlreadyPublished",
    "AlreadyRevised",
    "Clashes",
    "Gone",
    "Named",
    "NoDraft",
    "NotAllowed",
    "NotInReview",
    "NotPublished",
    "NothingToShow",
    "Outdated",
    "discard",
    "is_reviewed_by",
    "may_change",
    "may_discard",
    "may_publish",
    "may_review",
    "missing",
    "open_submission",
    "publish",
    "readable",
    "revise",
    "send_back",
    "submit",
    "take_back",
    "tell",
    "untell",
    "untranslated",
    "with_closed_papers",
    "withdraw",
]
