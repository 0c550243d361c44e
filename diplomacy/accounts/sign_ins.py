"""Writing down what happens at the door, and forgetting it after SIGN_INS_KEPT_DAYS."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from .limits import client_of, digest_of
from .models import SignIn, User

_CLEARED_AT_ONCE = 50  # rows


def note(
    what: SignIn.What,
    user: User | None,
    request: HttpRequest | None = None,
    *,
    how: str = "",
    by: User | None = None,
) -> None:
    """Write it down; without a request it was a command on the server."""
    now = timezone.now()
    client = digest_of(client_of(request), now) if request else ""
    SignIn.objects.create(at=now, user=user, what=what, how=how, client=client, by=by)
    if what in (SignIn.What.ENTERED, SignIn.What.REFUSED):
        forget_old(_CLEARED_AT_ONCE)


def forget_old(most: int) -> int:
    """Delete up to `most` rows that were kept long enough; return how many.

    A few with each sign-in, more than it adds; the daily command takes all.
    """
    until = timezone.now() - timedelta(days=settings.SIGN_INS_KEPT_DAYS)
    old = SignIn.objects.filter(at__lt=until).order_by("at").values_list("pk", flat=True)
    if not (found := list(old[:most])):
        return 0
    return SignIn.objects.filter(pk__in=found).delete()[0]
