"""Accounts are in the hands of administrators, and of nobody else."""

import pytest
from django.urls import reverse

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import Role

pytestmark = pytest.mark.django_db

PASSWORD = "a long enough password"


@pytest.fixture
def chief(client) -> User:
    user = User.objects.create_superuser("chief", "chief@example.org", PASSWORD)
    client.force_login(user)
    return user


@pytest.mark.parametrize("role", [Role.VIEWER, Role.RECORDER, Role.REVIEWER])
def test_others_do_not_reach_the_accounts(client, role):
    user = User.objects.create_user("someone", role=role)
    client.force_login(user)
    for address in [
        reverse("admin:accounts_user_changelist"),
        reverse("admin:accounts_user_add"),
        reverse("admin:accounts_user_change", args=[user.pk]),
        reverse("admin:auth_user_password_change", args=[user.pk]),
        reverse("admin:accounts_user_link", args=[user.pk]),
    ]:
        assert client.get(address).status_code == 403


def test_an_administrator_changes_a_role(client, chief):
    user = User.objects.create_user("recorder", role=Role.RECORDER)
    address = reverse("admin:accounts_user_change", args=[user.pk])
    assert client.get(address).status_code == 200
    fields = {
        "username": "recorder",
        "role": Role.REVIEWER,
        "language": "fa",
        "digest": "daily",
        "is_active": "on",
    }
    assert client.post(address, fields).status_code == 302
    user.refresh_from_db()
    assert (user.role, user.digest) == (Role.REVIEWER, "daily")


def test_a_page_left_open_brings_back_nothing_that_was_changed_meanwhile(client, chief):
    user = User.objects.create_user("leaver", role=Role.REVIEWER, email="old@example.org")
    address = reverse("admin:accounts_user_change", args=[user.pk])
    form = client.get(address).context["adminform"].form
    opened = {box.html_name: box.value() for box in form if box.name != "password"}
    opened |= {box.html_initial_name: box.value() for box in form if box.name != "password"}
    User.objects.filter(pk=user.pk).update(
        role=Role.VIEWER, is_active=False, email="new@example.org"
    )
    assert client.post(address, opened | {"first_name": "Sara"}).status_code == 302
    user.refresh_from_db()
    assert user.first_name == "Sara"
    assert (user.role, user.is_active, user.email) == ("viewer", False, "new@example.org")
    assert "initial-password" not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("typed", "field"), [({"role": Role.REVIEWER}, "role"), ({"is_active": ""}, "is_active")]
)
def test_the_last_administrator_stays_one(client, chief, typed, field):
    """A second one who was let go does not count; with a second one both may go."""
    address = reverse("admin:accounts_user_change", args=[chief.pk])
    fields = {"username": "chief", "role": "administrator", "language": "en", "digest": "daily"}
    gone = User.objects.create_superuser("gone", is_active=False)
    answer = client.post(address, fields | {"is_active": "on"} | typed)
    assert answer.context["adminform"].form.errors.keys() == {field}
    chief.refresh_from_db()
    assert (chief.role, chief.is_active) == (Role.ADMINISTRATOR, True)
    gone.is_active = True
    gone.save()
    assert client.post(address, fields | {"is_active": "on"} | typed).status_code == 302


def test_the_page_of_a_password_speaks_the_language_of_the_administrator(client, chief):
    html = client.get(f"/fa/admin/accounts/user/{chief.pk}/password/").content.decode()
    assert "بی گذرواژه" in html
    assert "LDAP" not in html


def test_an_account_is_never_deleted(client, chief):
    user = User.objects.create_user("leaver")
    assert client.get(reverse("admin:accounts_user_delete", args=[user.pk])).status_code == 403
    assert User.objects.filter(pk=user.pk).exists()


def test_the_list_is_no_way_to_guess_at_a_password(client, chief):
    asked = {"password__startswith": "m"}
    assert client.get(reverse("admin:accounts_user_changelist"), asked).status_code == 400


@pytest.mark.parametrize(
    "parameters",
    [
        {"last_login__year": "2147483648"},
        {"date_joined__year": "2147483648"},
        {"role__exact": "\x00"},
        {"q": "\x00"},
    ],
)
def test_no_parameter_breaks_the_list(client, chief, parameters):
    answer = client.get(reverse("admin:accounts_user_changelist"), parameters)
    assert answer.status_code in (200, 302, 400)
