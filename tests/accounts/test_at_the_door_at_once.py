"""Two who come through the door in the same moment with what lets in one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from diplomacy.accounts import second_factor
from diplomacy.accounts.links import one_time_link
from diplomacy.accounts.models import RecoveryCode

from .devices import SET_UP, gives_code, gives_password, secret_on, shown, with_device
from .people import person

pytestmark = pytest.mark.django_db(transaction=True)

# SQLite in memory does not wait for another writer; in a file it does.
TOGETHER = 8


def at_once(act: Callable, *each: object) -> list:
    def once(one: object):
        try:
            return act(one)
        finally:
            connection.close()

    if connection.vendor != "postgresql":
        return [act(one) for one in each]
    with ThreadPoolExecutor(TOGETHER) as pool:
        return list(pool.map(once, each))


def test_one_recovery_code_lets_in_one_of_many():
    user, _, codes = with_device()
    factor = user.second_factor
    found = at_once(lambda _: second_factor.accept(factor, codes[0]), *range(TOGETHER))
    assert sorted(map(bool, found)) == [False] * (TOGETHER - 1) + [True]
    assert RecoveryCode.objects.count() == 9


@pytest.mark.usefixtures("clock")
def test_one_code_of_a_device_lets_in_one_of_many():
    _, secret, _ = with_device()
    clients = [Client() for _ in range(TOGETHER)]
    for client in clients:
        gives_password(client)
    answers = at_once(lambda client: gives_code(client, shown(secret)).status_code, *clients)
    assert sorted(answers) == [200] * (TOGETHER - 1) + [302]


def test_one_link_makes_one_password_of_many():
    user = person(password=None, language="en")
    link = one_time_link(user).removeprefix("http://127.0.0.1:8000")
    clients = [Client() for _ in range(TOGETHER)]
    forms = [(client, client.get(link).headers["Location"]) for client in clients]
    chosen = {form: f"a password of number {number}" for number, form in enumerate(forms)}

    def choose(form: tuple[Client, str]) -> int:
        client, address = form
        typed = dict.fromkeys(("new_password1", "new_password2"), chosen[form])
        return client.post(address, typed).status_code

    answers = at_once(choose, *forms)
    assert sorted(answers) == [302] + [410] * (TOGETHER - 1)
    user.refresh_from_db()
    assert user.check_password(chosen[forms[answers.index(302)]])


@pytest.mark.usefixtures("clock")
def test_of_two_who_set_up_the_first_device_at_once_one_does(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user = person(role="reviewer")
    clients = [Client(), Client()]
    secrets = []
    for client in clients:
        gives_password(client)
        secrets.append(secret_on(client.get(SET_UP).content.decode()))

    def keep(number: int) -> int:
        return (
            clients[number].post(SET_UP, {"code": shown(secrets[number])}).content.count(b"<code>")
        )

    shown_codes = at_once(keep, 0, 1)
    assert sorted(shown_codes) == [0, 10]
    user.refresh_from_db()
    assert user.second_factor.secret == secrets[shown_codes.index(10)]
