"""A session from the right password to its end.

Between the two steps of a sign-in nobody is signed in: the session holds who gave the password,
and every page but the second step treats them as a stranger.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from . import second_factor, totp
from .models import SignIn, User
from .sign_ins import note

_WAITING, _SEEN, _SECRET, _PROVEN = "door.waiting", "door.seen", "door.secret", "door.proven"
_PATIENCE = timedelta(minutes=10)  # for the second step, and to begin what a proof was given for
_NOTED_EVERY = 60  # seconds: a session is written no oftener than that


def wait_for_second_step(request: HttpRequest, user: User) -> None:
    """Keep in a fresh session who gave the right password, and nothing else."""
    logout(request)
    request.session[_WAITING] = {
        "user": user.pk,
        "proof": user.get_session_auth_hash(),
        "until": (timezone.now() + _PATIENCE).timestamp(),
    }


def who_waits(request: HttpRequest) -> User | None:
    """Return whose second step is awaited, as long as their account stays what it was."""
    waiting = request.session.get(_WAITING)
    if not waiting or waiting["until"] < timezone.now().timestamp():
        return None
    user = User.objects.filter(pk=waiting["user"], is_active=True).first()
    if user and constant_time_compare(waiting["proof"], user.get_session_auth_hash()):
        return user
    return None


def enter(request: HttpRequest, user: User, how: SignIn.How) -> None:
    """Sign in under a new session key; the session ends SESSION_HOURS later whatever happens."""
    login(request, user, settings.AUTHENTICATION_BACKENDS[0])
    for name in (_WAITING, _SECRET, _PROVEN):
        request.session.pop(name, None)
    now = timezone.now()
    request.session[_SEEN] = int(now.timestamp())
    request.session.set_expiry(now + timedelta(seconds=settings.SESSION_COOKIE_AGE))
    note(SignIn.What.ENTERED, user, request, how=how)


def end_if_idle(request: HttpRequest) -> None:
    """End a session that nobody used for SESSION_IDLE_MINUTES; note that this one is used."""
    seen = request.session.get(_SEEN)
    if seen is None:
        return
    now = int(timezone.now().timestamp())
    if now - seen > settings.SESSION_IDLE_MINUTES * 60:
        logout(request)
    elif now - seen >= _NOTED_EVERY:
        request.session[_SEEN] = now


def secret_to_set_up(request: HttpRequest) -> str:
    """Return the secret that is being set up, the same until it is."""
    if _SECRET not in request.session:
        request.session[_SECRET] = totp.new_secret()
    return request.session[_SECRET]


def prove(request: HttpRequest) -> None:
    """Note that whoever is signed in has just shown to be the one: they may set up a device."""
    request.session[_PROVEN] = (timezone.now() + _PATIENCE).timestamp()


def has_proven(request: HttpRequest) -> bool:
    return request.session.get(_PROVEN, 0) >= timezone.now().timestamp()


def forget_set_up(request: HttpRequest) -> None:
    """Drop the proof and the secret: the next device gets another."""
    for name in (_SECRET, _PROVEN):
        request.session.pop(name, None)


def who_sets_up(request: HttpRequest) -> User | None:
    """Return who may set up a device now.

    Either a person who gave the password, has no device and cannot enter without one; or one who
    is signed in and has just proven it.
    """
    if request.user.is_authenticated:
        return request.user if has_proven(request) else None
    user = who_waits(request)
    if user and not second_factor.factor_of(user):
        return user
    return None
