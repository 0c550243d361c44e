"""A digest as an e-mail."""

import hashlib
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import get_language_bidi, ngettext, override

from diplomacy.accounts.models import User
from diplomacy.calendars import number
from diplomacy.registry.date_words import active_language

from .digest import Digest


def message(user: User, found: Digest, on: date) -> EmailMultiAlternatives:
    """Return the mail that tells `user` the digest, in their language; nothing in it is remote."""
    with override(user.language):
        context = {"person": user, "digest": found, "on": on, "site": settings.SITE_URL}
        context |= {"language": user.language, "direction": "rtl" if get_language_bidi() else "ltr"}
        mail = EmailMultiAlternatives(
            subject=_subject(found.count),
            body=render_to_string("office/digest.txt", context),
            to=[user.email],
            headers={
                "Message-ID": _message_id(user, found),
                "Auto-Submitted": "auto-generated",  # RFC 3834: no answer by a machine
                "Content-Language": user.language,
            },
        )
        mail.attach_alternative(render_to_string("office/digest.html", context), "text/html")
    return mail


def _subject(count: int) -> str:
    text = ngettext(
        "Desk of ties: %(number)s thing to see to",
        "Desk of ties: %(number)s things to see to",
        count,
    )
    return text % {"number": number(count, active_language())}


def _message_id(user: User, found: Digest) -> str:
    """Return the same name for the same digest: a second copy is known for one by mail programs."""
    said = "\n".join([settings.SITE_URL, str(user.pk), *map(repr, found.marks)])
    name = hashlib.sha256(said.encode()).hexdigest()[:32]
    return f"<digest.{name}@{urlsplit(settings.SITE_URL).hostname}>"
