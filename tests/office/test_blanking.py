"""The page on which a private person is blanked: what would go, and the key that confirms it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from diplomacy.accounts.roles import Role
from diplomacy.registry.models import Person, PersonAlias
from tests import builders
from tests.registry.admin.conftest import member

pytestmark = pytest.mark.django_db

NAME = "Zarrintaj Mehrpouya"


@pytest.fixture
def chief() -> Client:
    client = Client()
    client.force_login(member("administrator"))
    return client


@pytest.fixture
def someone() -> Person:
    made = builders.person(key="zarrintaj", name_en=NAME)
    PersonAlias.objects.create(person=made, text="Rose")
    return made


def page(person: Person) -> str:
    return reverse("desk:blank", args=[person.key])


@pytest.mark.parametrize("role", Role)
def test_only_administrators_blank(someone, role):
    client = Client()
    client.force_login(member(role))
    allowed = role == Role.ADMINISTRATOR
    assert client.get(page(someone)).status_code == (200 if allowed else 403)
    typed = {"key": someone.key, "name": [NAME]}
    assert client.post(page(someone), typed).status_code == (302 if allowed else 403)
    someone.refresh_from_db()
    assert (someone.name_en == NAME) != allowed


def test_a_visitor_is_sent_to_sign_in(client, someone):
    assert client.get(page(someone)).status_code == 302


def test_the_page_shows_where_the_names_stand_and_what_stays(chief, someone):
    entry = builders.event(title_en=f"Talk with {NAME}")
    namesake = builders.person(name_en=NAME)
    cited = builders.source(title="Report", url="https://source.test/zarrintaj-mehrpouya")
    builders.cite(entry, cited)
    answer = chief.get(page(someone))
    assert [mention.record for mention in answer.context["texts"]] == [f"Talk with {NAME}"]
    assert answer.context["found"].namesakes == [namesake]
    assert [mention.record for mention in answer.context["found"].addresses] == [str(cited)]
    chosen = {name.text: is_chosen for name, is_chosen in answer.context["names"]}
    assert chosen[NAME]
    assert not chosen["Rose"]


def test_other_names_are_searched_before_anything_is_written(chief, someone):
    builders.event(title_en="Rose water")
    answer = chief.post(page(someone), {"look": "1", "name": ["Rose"], "key": someone.key})
    assert [mention.record for mention in answer.context["texts"]] == ["Rose water"]
    someone.refresh_from_db()
    assert someone.name_en == NAME


def test_a_wrong_key_changes_nothing_and_keeps_what_was_ticked(chief, someone):
    answer = chief.post(page(someone), {"key": "somebody", "name": ["Rose"]})
    assert answer.status_code == 422
    assert "not the person’s key" in answer.content.decode()
    assert ("Rose", True) in [(name.text, chosen) for name, chosen in answer.context["names"]]
    someone.refresh_from_db()
    assert someone.name_en == NAME


def test_only_ticked_names_are_replaced_in_texts(chief, someone):
    entry = builders.event(title_en=f"{NAME} and Rose water", summary_en=NAME)
    answer = chief.post(page(someone), {"key": "zarrintaj", "name": [NAME, "forged"]}, follow=True)
    assert answer.status_code == 200
    entry.refresh_from_db()
    assert entry.title_en == "a private person and Rose water"
    assert NAME not in answer.content.decode()


@pytest.mark.parametrize("language", ["fa", "zh-hans"])
def test_the_page_is_whole_in_the_other_languages(chief, someone, language):
    with translation.override(language):
        address = page(someone)
    assert chief.get(address).status_code == 200
    assert chief.get(address.replace("zarrintaj", "nobody")).status_code == 404
