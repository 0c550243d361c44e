"""The private address of somebody's calendar: its secret is shown once and never stored."""

import hashlib
import secrets

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from diplomacy.accounts.models import User
from diplomacy.office.models import CalendarAddress


def make_address(user: User) -> str:
    """Return a new absolute address of the calendar of `user`; an earlier one stops working."""
    secret = secrets.token_urlsafe(32)
    CalendarAddress.objects.update_or_create(
        user=user, defaults={"digest": _digest(secret), "made_at": timezone.now()}
    )
    return settings.SITE_URL + reverse("staff-calendar", args=[secret])


def revoke_address(user: User) -> None:
    """Stop the address of the calendar of `user`, if there is one."""
    CalendarAddress.objects.filter(user=user).delete()


def owner(secret: str) -> User | None:
    """Return whose calendar the secret opens; None where nobody's, or no longer.

    One query whatever the secret, by its digest: how long it takes tells nothing of a true one.
    """
    found = CalendarAddress.objects.filter(digest=_digest(secret), user__is_active=True)
    address = found.select_related("user").first()
    return address.user if address else None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
