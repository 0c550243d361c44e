"""What each role may do, and that nothing else opens a door."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import REFERENCE_MODELS, Role, actions, permissions

V, A, C, D = "view", "add", "change", "delete"

TABLE = [
    # model                           viewer  recorder   reviewer   administrator
    ("registry", "city",              {V},    {V, A, C}, {V, A, C}, {V, A, C, D}),
    ("registry", "agreement",         {V},    {V, A, C}, {V, A, C}, {V, A, C, D}),
    ("registry", "entry",             {V},    {V},       {V},       {V}),
    ("registry", "cooperationarea",   {V},    {V},       {V},       {V, A, C, D}),
    ("registry", "procedure",         {V},    {V},       {V},       {V, A, C, D}),
    ("registry", "historicalcity",    set(),  {V},       {V},       {V}),
    ("accounts", "user",              set(),  set(),     set(),     {V, A, C, D}),
    ("auth", "group",                 set(),  set(),     set(),     set()),
    ("admin", "logentry",             set(),  set(),     set(),     set()),
]  # fmt: skip


def member(role: str, **fields: object) -> User:
    return User(username=role, role=role, **fields)


@pytest.mark.parametrize(("app_label", "model", "viewer", "recorder", "reviewer", "chief"), TABLE)
def test_each_role_may_do_what_the_table_says(app_label, model, viewer, recorder, reviewer, chief):
    found = [actions(role, app_label, model) for role in Role]
    assert found == [viewer, recorder, reviewer, chief]


@pytest.mark.parametrize("role", Role)
def test_a_user_has_exactly_the_permissions_of_the_role(role):
    user = member(role)
    for model in apps.get_models():
        label, name = model._meta.app_label, model._meta.model_name
        held = {action for action in (V, A, C, D) if user.has_perm(f"{label}.{action}_{name}")}
        assert held == actions(role, label, name), f"{role} on {label}.{name}"


@pytest.mark.parametrize("role", Role)
def test_only_administrators_publish_and_see_the_accounts(role):
    user = member(role)
    assert user.has_perm("registry.publish") == (role == Role.ADMINISTRATOR)
    assert user.has_module_perms("accounts") == (role == Role.ADMINISTRATOR)
    assert user.has_module_perms("registry")
    assert not user.has_module_perms("regist")


@pytest.mark.parametrize("role", Role)
def test_nobody_writes_an_entry_past_its_kind(role):
    assert {name for name in permissions(role) if name.endswith("_entry")} <= {
        "registry.view_entry"
    }


def test_the_reference_lists_have_the_names_that_the_roles_use():
    names = {model._meta.model_name for model in apps.get_app_config("registry").get_models()}
    assert REFERENCE_MODELS | {"entry"} <= names


def test_an_inactive_or_anonymous_user_may_do_nothing():
    inactive = member(Role.ADMINISTRATOR, is_active=False)
    assert inactive.get_all_permissions() == set()
    assert not inactive.has_perm("registry.view_city")
    assert not AnonymousUser().has_perm("registry.view_city")


def test_an_unknown_role_may_do_nothing():
    assert member("chancellor").get_all_permissions() == set()


@pytest.mark.django_db
def test_permissions_cost_no_query(django_assert_num_queries):
    user = User.objects.create_user("reviewer", role=Role.REVIEWER)
    with django_assert_num_queries(0):
        assert user.has_perm("registry.view_city")
        assert user.has_module_perms("registry")


@pytest.mark.django_db
def test_the_first_administrator_comes_from_createsuperuser(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long enough password")
    call_command(
        "createsuperuser", interactive=False, username="first", email="a@example.org", verbosity=0
    )
    first = User.objects.get(username="first")
    assert first.role == Role.ADMINISTRATOR
    assert first.check_password("a long enough password")


@pytest.mark.django_db
def test_a_new_account_is_a_viewer_of_the_staff_pages():
    user = User.objects.create_user("new", password="a long enough password")
    assert (user.role, user.is_staff, bool(user.is_superuser)) == (Role.VIEWER, True, False)
