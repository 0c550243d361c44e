"""A device that shows codes, and the way in with one."""

import re

from django.test import Client
from django.utils import timezone

from diplomacy.accounts import second_factor, totp
from diplomacy.accounts.models import User

from .people import PASSWORD, person

DOOR, CODE = "/en/desk/sign-in/", "/en/desk/sign-in/code/"
SET_UP = "/en/desk/account/second-step/set-up/"
OWN = "/en/desk/account/second-step/"


def shown(secret: str, steps: int = 0) -> str:
    """Return what the device shows, `steps` half minutes from now."""
    return totp.code(secret, totp.step_of(timezone.now()) + steps)


def with_device(name: str = "clerk", **fields: object) -> tuple[User, str, list[str]]:
    """Return a person with a device of half an hour ago, its secret and the recovery codes."""
    user, secret = person(name, **fields), totp.new_secret()
    codes = second_factor.set_up(user, secret, shown(secret))
    user.second_factor.last_step -= 60
    user.second_factor.save()
    return user, secret, codes


def gives_password(client: Client, name: str = "clerk", **more: object):
    return client.post(DOOR, {"username": name, "password": PASSWORD, **more})


def gives_code(client: Client, code: str, **more: object):
    return client.post(CODE, {"code": code, **more})


def is_in(client: Client) -> bool:
    return client.get("/en/desk/account/").status_code == 200


def secret_on(html: str) -> str:
    (found,) = re.findall(r'class="secret"[^>]*>([A-Z2-7 ]+)<', html)
    return found.replace(" ", "")


def codes_on(html: str) -> list[str]:
    return re.findall(r"<code>([^<]+)</code>", html)
