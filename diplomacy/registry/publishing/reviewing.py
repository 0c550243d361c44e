"""A draft on its way to the public: sent for review, sent back, taken back; a copy to change."""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from diplomacy.registry.models import Publication, Submission
from diplomacy.registry.models.base import Publishable, new_key
from diplomacy.registry.models.reviewing import of_record
from diplomacy.registry.versions import snapshot, version_of, write_over

from .faults import AlreadyRevised, NoDraft, NotAllowed, NotInReview, NotPublished
from .rights import may_review, open_submission
from .writing import locked, save


def submit(record: Publishable, by: AbstractBaseUser, message: str = "") -> Submission:
    """Send the draft `record` for review and return the submission. Raises NotAllowed, NoDraft."""
    if not by.has_perm("registry.submit"):
        raise NotAllowed(_("You may not send drafts for review."))
    with transaction.atomic():
        stored = locked(record)
        if stored.publication != Publication.DRAFT:
            raise NoDraft(_("Only a draft can be sent for review."))
        stored.publication = Publication.IN_REVIEW
        save(stored, by, "sent for review", message)
        return Submission.objects.create(
            **of_record(stored), submitted_by=by, message=message[:500]
        )


def send_back(record: Publishable, by: AbstractBaseUser, comment: str) -> Publishable:
    """Make a record in review a draft again, with a comment that says what to do.

    Raises NotAllowed, NotInReview, or ValidationError without a comment.
    """
    if not may_review(by):
        raise NotAllowed(_("You may not send back what others have written."))
    if not comment.strip():
        raise ValidationError(_("Say in a sentence what is to be done."))
    return _to_draft(record, by, Submission.Decision.SENT_BACK, comment.strip())


def take_back(record: Publishable, by: AbstractBaseUser) -> Publishable:
    """Make a record in review a draft again, by whoever sent it. Raises NotAllowed, NotInReview."""
    with transaction.atomic():
        submission = open_submission(locked(record))
        if submission is None or submission.submitted_by_id != by.pk:
            raise NotAllowed(_("Only who sent it can take it back."))
        return _to_draft(record, by, Submission.Decision.TAKEN_BACK, "")


def decide(
    record: Publishable, by: AbstractBaseUser, decision: Submission.Decision, comment: str = ""
) -> None:
    """Close the open submission of `record`, if there is one."""
    if submission := open_submission(record):
        submission.decision, submission.comment = decision, comment[:1000]
        submission.decided_by, submission.decided_at = by, timezone.now()
        submission.save()


def revise(record: Publishable, by: AbstractBaseUser) -> Publishable:
    """Return a new draft copy of a published or withdrawn record, for a change to be reviewed.

    Raises NotAllowed, NotPublished, or AlreadyRevised with the copy that is there.
    """
    if not by.has_perm("registry.revise"):
        raise NotAllowed(_("You may not change this."))
    with transaction.atomic():
        original = locked(record)
        if original.publication not in (Publication.PUBLISHED, Publication.WITHDRAWN):
            raise NotPublished(_("This is a draft: change it as it stands."))
        if standing := type(original).objects.filter(revises=original.pk).first():
            raise AlreadyRevised(_("A change to this is being written already."), standing)
        copy = type(original)(key=new_key(), revises_id=original.pk)
        copy.revises_version = version_of(original)
        write_over(copy, snapshot(original), by, "copied in order to change it")
    return copy


def _to_draft(
    record: Publishable, by: AbstractBaseUser, decision: Submission.Decision, comment: str
) -> Publishable:
    with transaction.atomic():
        stored = locked(record)
        if stored.publication != Publication.IN_REVIEW:
            raise NotInReview(_("This is not in review; somebody may have decided already."))
        stored.publication = Publication.DRAFT
        save(stored, by, decision.value.replace("_", " "), comment)
        decide(stored, by, decision, comment)
    return stored
