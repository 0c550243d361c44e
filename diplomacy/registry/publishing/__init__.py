"""From a draft to the public and back: the writes that have a check before them."""

from .acts import discard, publish, tell, untell, withdraw
from .assessing import Assessment, assess, may_assess, verdicts_on
from .faults import (
    AlreadyPublished,
    AlreadyRevised,
    Clashes,
    EarlierThanLast,
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
from .tie_review import set_next_review

__all__ = [
    "AlreadyPublished",
    "AlreadyRevised",
    "Assessment",
    "Clashes",
    "EarlierThanLast",
    "Gone",
    "Named",
    "NoDraft",
    "NotAllowed",
    "NotInReview",
    "NotPublished",
    "NothingToShow",
    "Outdated",
    "assess",
    "discard",
    "is_reviewed_by",
    "may_assess",
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
    "set_next_review",
    "submit",
    "take_back",
    "tell",
    "untell",
    "untranslated",
    "verdicts_on",
    "with_closed_papers",
    "withdraw",
]
