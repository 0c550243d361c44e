"""Deciding on what readers say is wrong, and forgetting who they are."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from diplomacy.registry.models import Correction


class DecidedMeanwhile(Exception):
    """Somebody else has decided on it since it was read."""


def state_of(correction: Correction) -> str:
    """Return what tells whether somebody has decided since."""
    return f"{correction.decision} {correction.decided_at or ''}".strip()


@transaction.atomic
def decide(
    correction: Correction, by: AbstractBaseUser, decision: str, comment: str, *, seen: str
) -> None:
    """Keep the decision of `by`, or open the correction again where it is empty.

    `seen` is the state that was read. Raises DecidedMeanwhile where it is another one by now.
    """
    locked = Correction.objects.select_for_update().get(pk=correction.pk)
    if state_of(locked) != seen:
        raise DecidedMeanwhile
    locked.decision, locked.comment = decision, comment
    locked.decided_by = by if decision else None
    locked.decided_at = timezone.now() if decision else None
    locked.save()


def erase_sender(correction: Correction) -> None:
    """Erase the mail address of whoever sent it, now."""
    Correction.objects.filter(pk=correction.pk).update(sender="")


def erase_senders() -> int:
    """Erase the mail addresses CORRECTION_SENDER_DAYS after the decision; return how many."""
    until = timezone.now() - timedelta(days=settings.CORRECTION_SENDER_DAYS)
    due = Correction.objects.filter(decided_at__lte=until).exclude(sender="")
    return due.update(sender="")
