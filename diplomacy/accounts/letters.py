"""Letters to members of staff, each in the language of its reader."""

import logging
from concurrent.futures import ThreadPoolExecutor
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _
from django.utils.translation import override
from msgspec import Struct

from diplomacy.calendars import digits
from diplomacy.registry.date_words import active_language

from .links import one_time_link
from .models import User

log = logging.getLogger(__name__)

_outgoing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="letters")


class Letter(Struct, frozen=True):
    """`text` holds a one-time link: it is for the eyes of `reader` and of who hands it over."""

    reader: User
    subject: str
    text: str


def can_mail() -> bool:
    """Return whether the site has a mail server (EMAIL_URL)."""
    return bool(settings.EMAIL_HOST)


def lifetime() -> str:
    """Return how many days a link lives, in the digits of the active language."""
    return digits(settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60), active_language())


def write(user: User) -> Letter:
    """Return the letter with a new one-time link: an invitation, or a way to a new password."""
    with override(user.language):
        return _invitation(user) if user.is_invited else _new_password(user)


def send(letter: Letter) -> bool:
    """Mail the letter; return whether it went out.

    False also where the site has no mail or the reader no address: then hand the letter over.
    """
    if not (can_mail() and letter.reader.email):
        return False
    try:
        return bool(send_mail(letter.subject, letter.text, None, [letter.reader.email]))
    except (OSError, SMTPException, UnicodeError):  # no server, or one that refuses the address
        log.exception("No letter went to account %s.", letter.reader.pk)
        return False


def send_later(letter: Letter) -> None:
    """Have this process mail the letter after the answer: its time must not tell who has one.

    A letter that is lost with the process is asked for once more.
    """
    _outgoing.submit(send, letter)


def _invitation(user: User) -> Letter:
    paragraphs = [
        _greeting(user),
        _("An account at the desk of the register of city ties has been made for you."),
        _("Your user name: %(name)s") % {"name": user.username},
        _("Choose your password at this address:"),
        one_time_link(user),
        _still_valid(),
        _("If you did not expect this letter, you need not do anything."),
    ]
    return Letter(user, _("Invitation to the register of city ties"), "\n\n".join(paragraphs))


def _new_password(user: User) -> Letter:
    paragraphs = [
        _greeting(user),
        _("A new password was asked for your account at the desk of the register of city ties."),
        _("Your user name: %(name)s") % {"name": user.username},
        _("Choose your password at this address:"),
        one_time_link(user),
        _still_valid(),
        _("If you did not ask for it, you need not do anything: your password stays as it is."),
    ]
    return Letter(user, _("A new password for the register of city ties"), "\n\n".join(paragraphs))


def _greeting(user: User) -> str:
    return _("Dear %(name)s,") % {"name": user.get_full_name() or user.username}


def _still_valid() -> str:
    return _("The address works once, within %(days)s days.") % {"days": lifetime()}
