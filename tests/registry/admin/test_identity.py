"""The identity of the register: one row, kept by administrators."""

import pytest

from diplomacy.accounts.roles import Role
from diplomacy.registry.models import Identity
from tests import builders

from .screens import address, change_page, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def identity() -> Identity:
    return Identity.objects.create(city=builders.home_city(), site_name_en="Ties of Testabad")


@pytest.mark.parametrize("role", Role)
def test_only_administrators_change_the_identity(signed_in, identity, role):
    page = signed_in(role).get(change_page(identity))
    assert page.status_code == 200
    assert page.context["has_change_permission"] == (role == Role.ADMINISTRATOR)


def test_a_second_identity_is_not_offered(chief, identity):
    assert chief.get(address("identity", "add")).status_code == 403
    assert chief.post(address("identity", "add"), {}).status_code == 403


def test_a_first_identity_is(chief):
    assert chief.get(address("identity", "add")).status_code == 200


def test_a_changed_name_stands_on_the_next_page_and_in_the_history(chief, client, identity):
    page = change_page(identity)
    typed = sent(chief.get(page), site_name_en="Friends of Testabad", emblem="T")
    assert chief.post(page, typed).status_code == 302
    assert "Friends of Testabad" in client.get("/en/").content.decode()
    assert identity.history.count() == 2


@pytest.mark.parametrize("field", ["emblem", "telephone", "mail", "website"])
def test_what_is_no_sign_or_contact_is_refused_at_its_field(chief, identity, field):
    page = change_page(identity)
    answer = chief.post(page, sent(chief.get(page), **{field: "<b>"}))
    assert field in answer.context["adminform"].form.errors
