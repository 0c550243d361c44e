"""Addresses that let one person choose a password, once."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import override

from .models import User


def one_time_link(user: User) -> str:
    """Return an absolute address at which the person chooses a password, in their language.

    It dies when it is used, when the person signs in or gets another e-mail address, and after
    PASSWORD_RESET_TIMEOUT. It begins with SITE_URL and never with the Host that was asked for.
    """
    number = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    with override(user.language):
        return settings.SITE_URL + reverse("accounts:choose-password", args=[number, token])


def end_earlier_links(user: User) -> None:
    """Make the earlier links of somebody invited useless; a person with a password keeps it."""
    if user.is_invited:
        user.set_unusable_password()  # another random value, which every token contains
        user.save(update_fields=["password"])
