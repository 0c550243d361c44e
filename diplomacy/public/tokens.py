"""A signed and timed token in a form: it stands in for a cookie.

It proves that the form was read here, about this very page, a little while ago, and tells a form
that is sent twice from two.
"""

import secrets

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

LEAST_AGE = 2  # seconds; nobody reads and writes in less, programs do
MOST_AGE = 24 * 60 * 60


class Stale(Exception):
    """The token is too old, or none of ours for this page."""


class TooSoon(Exception):
    """The token was made this very moment."""


def new_token(about: str) -> str:
    """Return a token for a form about `about`, unlike every other."""
    return _signer(about).sign(secrets.token_urlsafe(12))


def once_of(token: str, about: str) -> str:
    """Return what tells this token from others. Raises Stale or TooSoon."""
    signer = _signer(about)
    try:
        once = signer.unsign(token, max_age=MOST_AGE)
    except BadSignature as fault:
        raise Stale from fault
    try:
        signer.unsign(token, max_age=LEAST_AGE)
    except SignatureExpired:
        return once
    raise TooSoon


def _signer(about: str) -> TimestampSigner:
    return TimestampSigner(salt=f"diplomacy.public.tokens {about}")
