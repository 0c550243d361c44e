"""Why a record could not be sent, published or withdrawn; each message says what to do."""

from django.core.exceptions import PermissionDenied, ValidationError


class NotAllowed(PermissionDenied):
    """Somebody without the right tried it, or somebody whose own work it is."""


class NothingToShow(ValidationError):
    """The record is not fit to be shown; `message_dict` says what is missing, field by field."""


class NotPublished(ValidationError):
    """There is nothing to withdraw or to change: the record is not public."""


class AlreadyPublished(ValidationError):
    """The record is public as it stands."""


class NotInReview(ValidationError):
    """Nobody has sent the record for review, or somebody has decided already."""


class NoDraft(ValidationError):
    """Only a draft is sent for review."""


class AlreadyRevised(ValidationError):
    """Somebody is changing the published record already: `revision` is their draft copy."""

    def __init__(self, message: str, revision) -> None:
        super().__init__(message)
        self.revision = revision


class Outdated(ValidationError):
    """The published record was changed after the draft copy was made from it."""


class Clashes(ValidationError):
    """What is to be written contradicts what is recorded beside it; nothing was written."""


class Named(ValidationError):
    """Other records name the draft, so it cannot be deleted."""


class Gone(ValidationError):
    """Somebody has deleted the draft meanwhile, or a draft copy was accepted."""


class EarlierThanLast(ValidationError):
    """A review would be dated before the last one, `last`, which would go on to count."""

    def __init__(self, message: str, last) -> None:
        super().__init__(message)
        self.last = last
