"""Writing down what happens at the door, and forgetting it after SIGN_INS_KEPT_DAYS."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from .limits import client_of, digest_of
from .models import SignIn, User

_CLEARED_AT_ONCE = 500  # rows


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
        _forget_old(now - timedelta(days=settings.SIGN_INS_KEPT_DAYS))


def _forget_old(until: datetime) -> None:
    """Delete some rows from before; each sign-in more than it adds, so that none stay for long."""
    old = SignIn.objects.filter(at__lt=until).order_by("at").values_list("pk", flat=True)
    if found := list(old[:_CLEARED_AT_ONCE]):
        SignIn.objects.filter(pk__in=found).delete()
