"""The second step of a sign-in: a code of a device, or one of ten that are kept on paper."""

import hashlib
import secrets
import unicodedata
from io import BytesIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from diplomacy.later import Package

from . import totp
from .models import RecoveryCode, SecondFactor, SignIn, User
from .roles import Role

segno = Package("segno")

RECOVERY_CODES = 10
# Without letters and digits that look alike. 32 of them: sixteen hold 80 bits, beyond guessing.
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_LENGTH, _GROUP = 16, 4
_LONGEST_TYPED = 100


def must_have(user: User) -> bool:
    """Return whether the person signs in with a second step and in no other way."""
    return settings.SECOND_FACTOR_REQUIRED and user.role in (Role.REVIEWER, Role.ADMINISTRATOR)


def factor_of(user: User) -> SecondFactor | None:
    return SecondFactor.objects.filter(user=user).first()


def accept(factor: SecondFactor, typed: str) -> SignIn.How | None:
    """Use up what was typed, a code or a recovery code; return which it was, None if neither.

    The database compares and writes in one step: of two who send the same at once, one gets in.
    """
    plain = _plain(typed)
    if len(plain) == totp.DIGITS:
        for step in totp.matching_steps(factor.secret, plain, timezone.now()):
            unused = SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step)
            if unused.update(last_step=step):
                return SignIn.How.CODE
        return None
    found = RecoveryCode.objects.filter(factor=factor, digest=_digest(factor, plain))
    return SignIn.How.RECOVERY if found.delete()[0] else None


@transaction.atomic
def set_up(user: User, secret: str, typed: str, *, replaces: bool = False) -> list[str] | None:
    """Keep the device that shows the right code; it `replaces` an earlier one, if it may.

    Returns the recovery codes, to be shown once; None for a wrong code, or where there is a
    device meanwhile. Every other session of the person ends.
    """
    steps = list(totp.matching_steps(secret, _plain(typed), timezone.now()))
    if not steps:
        return None
    User.objects.select_for_update().get(pk=user.pk)  # one after the other
    earlier = SecondFactor.objects.filter(user=user)
    if not replaces and earlier.exists():
        return None
    earlier.delete()
    factor = SecondFactor.objects.create(user=user, secret=secret, last_step=steps[-1])
    user.end_sessions()
    return renew_codes(factor)


@transaction.atomic
def renew_codes(factor: SecondFactor) -> list[str]:
    """Make ten new recovery codes; the earlier ones are worth nothing any more."""
    SecondFactor.objects.select_for_update().get(pk=factor.pk)
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    factor.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(factor=factor, digest=_digest(factor, _plain(code))) for code in codes
    )
    return codes


@transaction.atomic
def remove(user: User) -> bool:
    """Take the second step from the person and end their sessions; return whether they had one."""
    had_one = bool(SecondFactor.objects.filter(user=user).delete()[0])
    if had_one:
        user.end_sessions()
    return had_one


def picture(user: User, secret: str, issuer: str) -> SafeString:
    """Return the QR code of a secret as SVG, dark on light in every colour scheme."""
    svg = BytesIO()
    segno.make(totp.address(secret, user.username, issuer), error="m", micro=False).save(
        svg, kind="svg", xmldecl=False, svgns=True, omitsize=True, light="#fff", border=4
    )
    return mark_safe(svg.getvalue().decode())


def _plain(typed: str) -> str:
    """Return what was typed without groups, in small letters and Latin digits."""
    text = unicodedata.normalize("NFKC", typed[:_LONGEST_TYPED])
    return "".join(str(unicodedata.digit(sign, sign)).lower() for sign in text if sign.isalnum())


def _new_code() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return "-".join(letters[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def _digest(factor: SecondFactor, plain: str) -> str:
    """Return what is kept of a code. It is as long as a key, so a quick hash keeps it as well."""
    text = f"{factor.pk} {plain}".encode(errors="backslashreplace")
    return hashlib.sha256(text).hexdigest()
