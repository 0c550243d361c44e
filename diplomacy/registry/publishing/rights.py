"""Who may decide on a record, beyond what the role says: four eyes."""

from django.contrib.auth.models import AbstractBaseUser

from diplomacy.accounts.roles import Nouns, allowed
from diplomacy.registry.models import Publication, Submission
from diplomacy.registry.models.base import Publishable


def may_publish(user: AbstractBaseUser) -> bool:
    """Return whether `user` may publish without review, and change what readers see."""
    return user.has_perm("registry.publish")


def may_review(user: AbstractBaseUser) -> bool:
    """Return whether `user` may publish what others have sent, send it back, and withdraw."""
    return user.has_perm("registry.review")


def open_submission(record: Publishable) -> Submission | None:
    """Return what the record was sent for review with, None if nobody waits for a decision."""
    found = Submission.objects.of(record).filter(decision="").select_related("submitted_by")
    return found.first()


def is_reviewed_by(record: Publishable, user: AbstractBaseUser) -> bool:
    """Return whether publication by `user` is a review: somebody else has sent it. One query."""
    submission = open_submission(record)
    return submission is not None and submission.submitted_by_id != user.pk


def may_change(user: AbstractBaseUser, record: Publishable) -> bool:
    """Return whether `user` may write the record as it stands, in the state that it is in.

    What is in review is in the reviewers' hands; what readers see changes by an accepted copy,
    or directly by who may publish without review.
    """
    named = f"registry.change_{record._meta.model_name}"
    return user.has_perm(named) and allowed(user.role, "change", Nouns.RECORDS, record.publication)


def may_discard(user: AbstractBaseUser, record: Publishable) -> bool:
    """Return whether `user` may delete the draft: its author, or whom the role lets. One query."""
    if record.publication != Publication.DRAFT:
        return False
    if user.has_perm(f"registry.delete_{record._meta.model_name}"):
        return True
    first = record.history.order_by("history_id").first()
    return user.has_perm("registry.submit") and first and first.history_user_id == user.pk
