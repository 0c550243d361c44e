"""Sending each person's digest, once."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum

from django.db.models import Max, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import override
from msgspec import Struct

from diplomacy.accounts.models import User

from .digest import digest, remember
from .mail import message

WEEK = timedelta(days=7)


class Result(Enum):
    """What became of a digest."""

    SENT = "sent"
    NOTHING_NEW = "nothing new"
    WAITS = "weekly, and told within the last seven days"
    NO_ADDRESS = "no e-mail address"
    FAILED = "not sent"


class Sending(Struct, frozen=True):
    """What became of the digest of one person; `lines` is how many things it tells."""

    user: User
    result: Result
    lines: int = 0
    fault: str = ""


def send_digests(on: date, *, dry_run: bool = False) -> Iterator[Sending]:
    """Send the digest of the day `on` to everyone who wants one, and yield what became of each.

    The mail goes first and is logged when the mail server has taken it: a run killed between
    the two tells one person again, none of them nothing. What could not be sent is not logged,
    so the next run tells it. With `dry_run` nothing is sent or logged.
    """
    for user in _readers():
        yield _send(user, on, dry_run)


def _readers() -> QuerySet[User]:
    wanting = User.objects.filter(is_active=True).exclude(digest=User.Digest.NEVER)
    return wanting.annotate(told_at=Max("reminders__sent_at")).order_by("username")


def _send(user: User, on: date, dry_run: bool) -> Sending:
    if _waits(user, on):
        return Sending(user, Result.WAITS)
    with override(user.language):
        found = digest(user, on)
    if not found.count:
        return Sending(user, Result.NOTHING_NEW)
    if not user.email:
        return Sending(user, Result.NO_ADDRESS, found.count)
    if not dry_run:
        try:
            message(user, found, on).send()
        except (OSError, ValueError) as error:  # the server, or an address that no mail can have
            return Sending(user, Result.FAILED, found.count, str(error))
        remember(user, found)
    return Sending(user, Result.SENT, found.count)


def _waits(user: User, on: date) -> bool:
    """Return whether a weekly digest came less than a week before `on`."""
    if user.digest != User.Digest.WEEKLY or user.told_at is None:
        return False
    return on - localtime(user.told_at).date() < WEEK
