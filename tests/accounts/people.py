"""Made-up members of staff, and reading what a page holds."""

import re
from html import unescape

from django.test import Client

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import Role

PASSWORD = "a long enough password"
LANGUAGES = ["fa", "en", "zh-hans"]


def person(name: str = "clerk", password: str | None = PASSWORD, **fields: object) -> User:
    """Return a recorder, saved; without a password somebody who is invited."""
    return User.objects.create_user(name, password=password, **{"role": Role.RECORDER} | fields)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def inputs(html: str) -> list[tuple[str, str]]:
    """Return name and value of the hidden inputs of the form in the page's main part."""
    main = html.partition("<main")[2]
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', main)
    return [(unescape(name), unescape(value)) for name, value in found]


def form_data(html: str) -> dict[str, list[str]]:
    """Return what a browser would send of the hidden inputs, all values of each name."""
    data: dict[str, list[str]] = {}
    for name, value in inputs(html):
        data.setdefault(name, []).append(value)
    return data
