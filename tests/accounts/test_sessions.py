"""A session: a new key at each step, and an end that nobody can put off."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from diplomacy import settings as written
from diplomacy.accounts.models import User

from .devices import SET_UP, gives_code, gives_password, is_in, secret_on, shown, with_device
from .people import PASSWORD, client_of, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

ARGON2 = "diplomacy.accounts.hashers.Argon2Hasher"
PBKDF2 = "django.contrib.auth.hashers.PBKDF2PasswordHasher"


def key(client: Client) -> str:
    return client.cookies["sessionid"].value


def test_a_key_that_somebody_planted_is_never_signed_in(client):
    _, secret, _ = with_device()
    client.session.save()
    client.cookies["sessionid"] = planted = client.session.session_key
    gives_password(client)
    between = key(client)
    gives_code(client, shown(secret))
    inside = key(client)
    assert len({planted, between, inside}) == 3
    for old in (planted, between):
        other = Client()
        other.cookies["sessionid"] = old
        assert not is_in(other)
        assert not Session.objects.filter(session_key=old).exists()


def test_a_key_is_dead_once_one_has_signed_out(client):
    person()
    gives_password(client)
    old = key(client)
    client.post("/en/desk/sign-out/")
    client.cookies["sessionid"] = old
    assert not is_in(client)


def test_a_session_that_nobody_uses_ends(client, clock):
    person()
    gives_password(client)
    for _ in range(3):
        clock(minutes=119)
        assert is_in(client)
    clock(minutes=121)
    answer = client.get("/en/desk/drafts/?page=2")
    assert answer.headers["Location"] == "/en/desk/sign-in/?next=/en/desk/drafts/%3Fpage%3D2"
    assert "_auth_user_id" not in client.session


def test_a_session_that_is_always_used_ends_as_well(client, clock):
    person()
    gives_password(client)
    for _ in range(11):
        clock(minutes=60)
        assert is_in(client)
    clock(minutes=61)
    assert not is_in(client)


def test_what_was_typed_in_a_session_that_ended_is_kept(client, clock):
    user = person()
    gives_password(client)
    clock(minutes=121)
    page = client.post("/en/desk/account/", {"first_name": "Sara"})
    assert page.status_code == 403
    assert "first_name=Sara" in page.content.decode()
    user.refresh_from_db()
    assert user.first_name == ""


def test_a_session_is_written_no_oftener_than_once_a_minute(
    client, clock, django_assert_max_num_queries
):
    person()
    gives_password(client)
    is_in(client)
    clock(seconds=59)
    kept = client.session["door.seen"]
    with django_assert_max_num_queries(5):
        is_in(client)
    assert client.session["door.seen"] == kept
    clock(seconds=1)
    is_in(client)
    assert client.session["door.seen"] == kept + 60


def by_oneself(user: User, _: Client) -> None:
    inside = Client()
    inside.force_login(user)
    form = {"old_password": PASSWORD} | dict.fromkeys(("new_password1", "new_password2"), "a" * 20)
    assert inside.post("/en/desk/account/password/", form).status_code == 302
    assert is_in(inside)  # the session at hand goes on


def by_administrator(user: User, chief: Client) -> None:
    form = {"usable_password": "true"} | dict.fromkeys(("password1", "password2"), "b" * 20)
    address = reverse("admin:auth_user_password_change", args=[user.pk])
    assert chief.post(address, form).status_code == 302


def changed(user: User, chief: Client, **to: str) -> None:
    fields = {"username": "clerk", "role": "recorder", "language": "en", "digest": "daily"}
    form = {name: value for name, value in ({**fields, "is_active": "on"} | to).items() if value}
    form |= {"initial-role": "recorder", "initial-is_active": "True"}
    address = reverse("admin:accounts_user_change", args=[user.pk])
    assert chief.post(address, form).status_code == 302


def new_role(user: User, chief: Client) -> None:
    changed(user, chief, role="reviewer")


def new_role_and_back(user: User, chief: Client) -> None:
    changed(user, chief, role="reviewer")
    User.objects.filter(pk=user.pk).update(role="recorder")


def closed_and_opened(user: User, chief: Client) -> None:
    changed(user, chief, is_active="")
    User.objects.filter(pk=user.pk).update(is_active=True)


def role_in_the_database(user: User, _: Client) -> None:
    User.objects.filter(pk=user.pk).update(role="viewer")


@pytest.mark.parametrize(
    "happened",
    [
        by_oneself,
        by_administrator,
        new_role,
        new_role_and_back,
        closed_and_opened,
        role_in_the_database,
    ],
)
def test_every_session_ends_when_the_account_changes(happened):
    user = person()
    chief = client_of(person("chief", role="administrator"))
    inside = [Client(), Client()]
    for client in inside:
        gives_password(client)
        assert is_in(client)
    happened(user, chief)
    assert not any(map(is_in, inside))
    assert is_in(chief)


def test_a_new_device_ends_every_other_session_and_keeps_the_one_at_hand():
    person()
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        gives_password(client)
    before = key(here)
    here.post("/en/desk/account/second-step/", {"password": PASSWORD, "do": "set-up"})
    secret = secret_on(here.get(SET_UP).content.decode())
    assert here.post(SET_UP, {"code": shown(secret)}).status_code == 200
    assert is_in(here)
    assert key(here) != before
    assert not is_in(elsewhere)


def test_an_older_hash_becomes_argon2_when_its_owner_signs_in(client, settings):
    settings.PASSWORD_HASHERS = [PBKDF2, ARGON2]
    user = person()
    settings.PASSWORD_HASHERS = [ARGON2, PBKDF2]
    gives_password(client)
    assert is_in(client)
    user.refresh_from_db()
    assert user.password.startswith("argon2$argon2id$v=19$m=47104,t=1,p=1$")
    assert user.check_password(PASSWORD)


def test_argon2_is_what_new_passwords_are_hashed_by():
    # As written: tests put a quick one in its place.
    assert written.PASSWORD_HASHERS == [ARGON2, PBKDF2]
