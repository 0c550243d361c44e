"""How often passwords and codes may be tried: counted before anything costly is done.

Nobody is kept out by what others do elsewhere. Failures count for a name from one address, and
for an address; a right password gives them back. The ceiling for the whole site guards the
processor, and is passed by a browser from which its owner has signed in before: a signed cookie
tells (OWASP, "device cookies"). It opens nothing by itself.
"""

import secrets
import unicodedata
from math import ceil

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from msgspec import Struct, field

from .limits import DAY, HOUR, Limit, TooOften, client_of, count_one, give_back
from .models import SignIn, User
from .sign_ins import note

QUARTER = 15 * 60  # seconds

NAME_FROM_ADDRESS = Limit("sign-in: name and address", 10, QUARTER)
FROM_ADDRESS = Limit("sign-in: address", 50, QUARTER)
FROM_KNOWN_BROWSER = Limit("sign-in: known browser", 20, QUARTER)
CODES_FROM_ADDRESS = Limit("code: person and address", 10, QUARTER)
CODES_OF_PERSON = Limit("code: person", 50, HOUR)
CODES_FROM_KNOWN_BROWSER = Limit("code: known browser", 10, QUARTER)
PROOFS = Limit("proof: person", 10, QUARTER)
LETTERS_FROM_ADDRESS = Limit("forgotten: address", 10, HOUR)
LETTERS_TO_MAILBOX = Limit("forgotten: mailbox", 3, HOUR)
_NOTED = Limit("sign-in: refusal noted", 1, QUARTER)

_STRETCH = 10  # seconds
_COOKIE_SECONDS = 180 * DAY
_LONGEST_NAME = 254


class Try(Struct, frozen=True):
    """An attempt that was counted; `forgive` it when it turns out to be right."""

    counted: list[int] = field(default_factory=list)

    def forgive(self) -> None:
        give_back(self.counted)


def try_password(request: HttpRequest, name: str) -> Try:
    """Count an attempt to sign in before its hash is computed. Raises TooOften."""
    name, address = _plain(name), client_of(request)
    known = known_browser(request, name)
    try:
        if known:
            count_one([FROM_KNOWN_BROWSER], known)
            return Try()
        with transaction.atomic():
            counted = count_one([NAME_FROM_ADDRESS], f"{address} {name}")
            counted += count_one([FROM_ADDRESS], address)
            # Not given back: it counts hashes, and a right password costs one as well.
            count_one([_ceiling()], "")
    except TooOften:
        _note_refusal(request, f"{address} {name}", name)
        raise
    return Try(counted)


def try_code(request: HttpRequest, user: User) -> Try:
    """Count an attempt at the second step, which begins with the right password."""
    known = known_browser(request, _plain(user.username))
    try:
        if known:
            return Try(count_one([CODES_FROM_KNOWN_BROWSER], known))
        with transaction.atomic():
            counted = count_one([CODES_FROM_ADDRESS], f"{client_of(request)} {user.pk}")
            counted += count_one([CODES_OF_PERSON], str(user.pk))
    except TooOften:
        _note_refusal(request, f"{client_of(request)} code {user.pk}", user.username)
        raise
    return Try(counted)


def try_proof(user: User) -> Try:
    """Count an attempt to prove, signed in, to be the one: by the old password or by a code."""
    return Try(count_one([PROOFS], str(user.pk)))


def try_letter(request: HttpRequest) -> None:
    """Count a request for a letter. Raises TooOften."""
    count_one([LETTERS_FROM_ADDRESS], client_of(request))


def may_write_to(mailbox: str) -> bool:
    """Count a letter to the address; return whether there were not too many of them."""
    try:
        count_one([LETTERS_TO_MAILBOX], _plain(mailbox))
    except TooOften:
        return False
    return True


def known_browser(request: HttpRequest, name: str) -> str:
    """Return what stands for a browser from which `name` has signed in before, "" for others."""
    try:
        kept = _signer().unsign(request.COOKIES.get(_cookie(), ""), max_age=_COOKIE_SECONDS)
    except BadSignature:
        return ""
    number, _, owner = kept.partition(" ")
    return number if owner == _owner(name) else ""


def remember_browser(response: HttpResponse, user: User) -> None:
    """Tell the browser, with the answer to a sign-in, that `user` has signed in from it."""
    response.set_cookie(
        _cookie(),
        _signer().sign(f"{secrets.token_hex(8)} {_owner(_plain(user.username))}"),
        max_age=_COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _note_refusal(request: HttpRequest, who: str, name: str) -> None:
    """Write the refusal down, once in a while: a flood is told, and does not fill the list."""
    try:
        count_one([_NOTED], who)
    except TooOften:
        return
    note(SignIn.What.REFUSED, User.objects.filter(username=name).first(), request)


def _ceiling() -> Limit:
    """Return the limit of all strangers; by short stretches, so that hashes do not come at once."""
    most = ceil(settings.SIGN_INS_PER_MINUTE * _STRETCH / 60)
    return Limit("sign-in: all", most, _STRETCH, by_all=True)


def _plain(name: str) -> str:
    """Return the name as far as it tells people apart, fit for every database."""
    text = unicodedata.normalize("NFKC", name[:_LONGEST_NAME]).strip()
    return text.replace("\0", "\ufffd")


def _owner(name: str) -> str:
    return salted_hmac("diplomacy.accounts.browser", name, algorithm="sha256").hexdigest()[:32]


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="diplomacy.accounts.trying")


def _cookie() -> str:
    return "__Host-browser" if settings.SESSION_COOKIE_SECURE else "browser"
