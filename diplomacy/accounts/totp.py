"""Codes that a device and the site compute alike from a secret and the time (RFC 6238).

What every authenticator app does without being asked: HMAC-SHA-1, six digits, steps of thirty
seconds. Held against the vectors of the RFC. Who used which code is another matter.
"""

import base64
import hmac
import secrets
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote, urlencode

STEP = 30  # seconds
DIGITS = 6
_SECRET_BYTES = 20  # as long as the hash, as RFC 4226 advises
_STEPS_AROUND = 1  # of a clock that is early or late, and of slow fingers


def new_secret() -> str:
    """Return a secret in base32, 32 characters."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def step_of(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP


def code(secret: str, step: int) -> str:
    """Return the code of one step of time (RFC 4226, section 5.3)."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 0xF
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def matching_steps(secret: str, typed: str, now: datetime) -> Iterator[int]:
    """Yield the steps around `now`, oldest first, whose code was typed; mostly one or none."""
    here = step_of(now)
    for step in range(here - _STEPS_AROUND, here + _STEPS_AROUND + 1):
        if hmac.compare_digest(code(secret, step).encode(), typed.encode(errors="replace")):
            yield step


def address(secret: str, account: str, issuer: str) -> str:
    """Return the otpauth address that a QR code shows to an app, with the names it displays."""
    name = quote(f"{issuer}:{account}", safe="")
    query = urlencode({"secret": secret, "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{name}?{query}"
