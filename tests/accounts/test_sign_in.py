"""The way in and out of the desk."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from diplomacy.accounts.models import User

from .people import LANGUAGES, PASSWORD, client_of, person

pytestmark = pytest.mark.django_db

DOOR = "/en/desk/sign-in/"
RIGHT = {"username": "clerk", "password": PASSWORD}


def opens(client: Client) -> bool:
    return client.get("/en/desk/account/").status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", ["admin/", "desk/", "desk/account/", "admin/registry/city/add/"])
def test_a_visitor_of_a_staff_page_is_led_to_the_door_and_then_back(client, language, place):
    person()
    asked = f"/{language}/{place}?page=2"
    answer = client.get(asked)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(f"/{language}/desk/sign-in/?next=")
    inside = client.post(answer.headers["Location"], RIGHT)
    assert inside.headers["Location"] == asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_signs_in_finds_the_desk_in_their_own_language(client, language):
    person(language=language)
    answer = client.post(DOOR, RIGHT)
    assert answer.headers["Location"] == f"/{language}/desk/"
    assert opens(client)


def test_the_address_of_the_desk_alone_asks_for_no_language(client):
    person(language="zh-hans")
    answer = client.get("/fa/desk/")
    assert answer.headers["Location"] == "/fa/desk/sign-in/"
    assert client.post("/fa/desk/sign-in/", RIGHT).headers["Location"] == "/zh-hans/desk/"


def test_the_door_of_the_admin_is_the_same_and_keeps_the_way(client):
    answer = client.get("/zh-hans/admin/login/?next=/zh-hans/admin/registry/city/")
    assert answer.headers["Location"] == (
        "/zh-hans/desk/sign-in/?next=/zh-hans/admin/registry/city/"
    )


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "///elsewhere.example",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "http:///elsewhere.example",
        "https:elsewhere.example",
        "javascript:alert(1)",
        " https://elsewhere.example",
        "\x00//elsewhere.example",
        "https://testserver@elsewhere.example/",
        "https://testserver.elsewhere.example/",
        "data:text/html,hello",
        # Back to the door, or straight out again.
        "/en/desk/sign-in/",
        "/en/desk/sign-in/?next=/en/desk/sign-in/",
        "/fa/admin/logout/",
        "/fa/admin/login/?next=//elsewhere.example",
        "",
    ],
)
def test_nobody_is_led_elsewhere_after_signing_in(client, elsewhere):
    person(language="en")
    assert client.post(DOOR, RIGHT | {"next": elsewhere}).headers["Location"] == "/en/desk/"
    # Signed in already, one is sent on at once, by the same rule.
    assert client.get(DOOR, {"next": elsewhere}).headers["Location"] == "/en/desk/"


def test_an_address_too_long_for_a_header_is_refused(client):
    person()
    assert client.post(DOOR, RIGHT | {"next": "/en/" + "x" * 9000}).status_code in (302, 400)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_failed_sign_in_reads_the_same_whether_or_not_there_is_such_an_account(client, language):
    person()
    person("leaver", is_active=False)
    person("invited", password=None)
    texts = set()
    for name, password in [
        ("clerk", "wrong"),
        ("nobody", "wrong"),
        ("leaver", PASSWORD),
        ("invited", ""),
        ("invited", "wrong"),
    ]:
        answer = client.post(
            f"/{language}/desk/sign-in/", {"username": name, "password": password or "x"}
        )
        assert answer.status_code == 200
        texts.add(str(answer.context["form"].non_field_errors()))
        assert PASSWORD not in answer.content.decode()
    assert len(texts) == 1
    assert not opens(client)


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"username": "", "password": ""},
        {"username": "\x00", "password": "\x00"},
        {"username": "x" * 100_000, "password": "y" * 100_000},
        {"username": ["a", "b"], "password": ["c", "d"]},
        {"username": "۱۲۳", "password": "\ud7ff\U0010ffff"},
    ],
)
def test_nothing_typed_at_the_door_breaks_it(client, typed):
    assert client.post(DOOR, typed).status_code == 200


def test_signing_out_takes_a_button_and_leads_back_to_the_door(client):
    client.force_login(person())
    assert client.get(reverse("accounts:sign-out")).status_code == 405
    assert opens(client)
    answer = client.post("/fa/desk/sign-out/", follow=True)
    assert answer.redirect_chain == [("/fa/desk/sign-in/", 302)]
    assert "از حساب خود خارج شدید" in answer.content.decode()
    assert not opens(client)


@pytest.mark.parametrize("address", ["/en/admin/logout/", "/en/desk/sign-out/"])
def test_signing_out_twice_harms_nobody(client, address):
    assert client.post(address).headers["Location"] == "/en/desk/sign-in/"


def test_a_closed_account_is_out_at_once():
    user = person()
    client = client_of(user)
    assert opens(client)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert not opens(client)


def test_every_page_of_desk_and_admin_shows_the_way_to_the_account_and_out():
    client = client_of(person(role="administrator"))
    with override("fa"):
        wanted = [reverse("accounts:account"), reverse("accounts:sign-out")]
    for page in ("/fa/desk/account/", "/fa/admin/"):
        html = client.get(page).content.decode()
        assert [address for address in wanted if f'"{address}"' not in html] == []
    moved = client.get("/fa/admin/password_change/").headers["Location"]
    assert moved == "/fa/desk/account/password/"


def test_the_door_asks_the_database_little(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(0):
        client.get(DOOR)
