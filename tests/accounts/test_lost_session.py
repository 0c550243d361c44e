"""Whoever is signed out while typing signs in and goes on; nothing typed is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from diplomacy.registry.models import City
from tests import builders
from tests.registry.admin.screens import change_page, sent

from .people import LANGUAGES, PASSWORD, client_of, form_data, inputs, person

pytestmark = pytest.mark.django_db

TYPED = {
    "first_name": "سارا «آزمون‌گر»",
    "last_name": "<b>&amp;\"'",
    "email": "clerk@example.org",
    "language": "en",
    "digest": "daily",
}
ACCOUNT = "/en/desk/account/?from=here&and=there"


def carried_on(client: Client, page, **signing_in: object):
    """Sign in on the page that holds what was typed and press "go on"; return the answer."""
    offered = client.post(
        "/en/desk/sign-in/",
        form_data(page.content.decode()) | {"username": "clerk", "password": PASSWORD} | signing_in,
    )
    assert offered.status_code == 200
    return client.post(sent_to(offered), form_data(offered.content.decode()))


def sent_to(offered) -> str:
    return offered.context["carried"].address


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_of_the_desk_is_kept_and_sent_after_the_sign_in(client, language):
    user = person()
    page = client.post(ACCOUNT.replace("/en/", f"/{language}/"), TYPED)
    assert page.status_code == 403
    words = {"fa": "دیگر وارد نیستید", "en": "no longer signed in", "zh-hans": "登录已失效"}
    assert words[language] in page.content.decode()
    answer = carried_on(client, page)
    assert answer.headers["Location"] == "/en/desk/account/"
    user.refresh_from_db()
    assert {name: getattr(user, name) for name in TYPED} == TYPED


def test_a_form_of_the_admin_is_kept_with_its_rows(client):
    person(role="administrator")
    city = builders.city("Oldname")
    address = change_page(city)
    form = client_of(person("other", role="administrator")).get(address)
    rows = {"aliases-TOTAL_FORMS": "2", "aliases-0-text": "One", "aliases-1-text": "雙"}
    page = client.post(address, sent(form, name_en="Newname", _continue="1", **rows))
    assert page.status_code == 403
    assert City.objects.get(pk=city.pk).name_en == "Oldname"
    answer = carried_on(client, page)
    assert answer.headers["Location"] == address  # "save and continue editing" was pressed
    city.refresh_from_db()
    assert city.name_en == "Newname"
    assert {alias.text for alias in city.aliases.all()} == {"One", "雙"}
    assert city.history.first().history_user.username == "clerk"


def test_lines_and_empty_lines_that_were_typed_are_kept(client):
    person()
    typed = "One line\r\n\r\n    Another, moved in\r\n"
    page = client.post("/en/desk/account/", {"first_name": typed})
    offered = client.post(
        "/en/desk/sign-in/",
        form_data(page.content.decode()) | {"username": "clerk", "password": PASSWORD},
    )
    assert dict(inputs(offered.content.decode()))["first_name"] == typed


def test_a_choice_of_several_values_keeps_them_all_and_their_order(client):
    person()
    page = client.post("/en/desk/account/", {"areas": ["b", "a", "b"], "empty": ""})
    offered = client.post(
        "/en/desk/sign-in/",
        form_data(page.content.decode()) | {"username": "clerk", "password": PASSWORD},
    )
    kept = [pair for pair in inputs(offered.content.decode()) if "csrf" not in pair[0]]
    assert kept == [("areas", "b"), ("areas", "a"), ("areas", "b"), ("empty", "")]


def test_a_wrong_password_loses_nothing_either(client):
    user = person()
    page = client.post(ACCOUNT, TYPED)
    for _attempt in range(2):
        typed = form_data(page.content.decode()) | {"username": "clerk", "password": "wrong"}
        page = client.post("/en/desk/sign-in/", typed)
        assert page.status_code == 200
    carried_on(client, page)
    user.refresh_from_db()
    assert user.first_name == TYPED["first_name"]


def test_a_button_without_a_form_is_carried_too(client):
    person()
    offered = client.post(
        "/en/desk/sign-in/",
        form_data(client.post("/en/desk/account/").content.decode())
        | {"username": "clerk", "password": PASSWORD},
    )
    assert sent_to(offered) == "/en/desk/account/"


def test_no_password_is_carried(client):
    typed = {
        "old_password": "secret-one",
        "new_password1": "secret-two",
        "new_password2": "secret-two",
        "kept": "yes",
    }
    html = client.post("/en/desk/account/password/", typed).content.decode()
    assert "secret" not in html
    assert "kept" in html
    forged = {"next": "/en/desk/account/", "typed": "new_password1=secret-three&kept=yes"}
    person()
    offered = client.post(
        "/en/desk/sign-in/", forged | {"username": "clerk", "password": PASSWORD}
    ).content.decode()
    assert "secret" not in offered
    assert ("kept", "yes") in inputs(offered)


def test_a_page_with_chosen_files_says_that_they_cannot_be_kept(client):
    person()
    paper = SimpleUploadedFile("paper.pdf", b"%PDF-1.7 confidential")
    page = client.post("/en/desk/account/", TYPED | {"file": paper})
    offered = client.post(
        "/en/desk/sign-in/",
        form_data(page.content.decode()) | {"username": "clerk", "password": PASSWORD},
    )
    for html in (page.content.decode(), offered.content.decode()):
        assert "files cannot be kept" in html
        assert "confidential" not in html


def test_somebody_else_who_signs_in_is_told_whose_name_will_stand_there(client):
    user, other = person(), person("other", first_name="Omid")
    page = client.post(ACCOUNT, TYPED)
    offered = client.post(
        "/en/desk/sign-in/",
        form_data(page.content.decode()) | {"username": "other", "password": PASSWORD},
    )
    assert "<bdi><b>Omid</b></bdi>" in offered.content.decode()
    client.post(sent_to(offered), form_data(offered.content.decode()))
    user.refresh_from_db()
    other.refresh_from_db()
    assert (user.first_name, other.first_name) == ("", TYPED["first_name"])


def test_what_is_carried_grants_no_right(client):
    """The form goes on as the person who signed in, and under their rights."""
    person(role="viewer")
    city = builders.city("Oldname")
    page = client.post(f"/en/admin/registry/city/{city.pk}/change/", {"name_en": "Newname"})
    assert carried_on(client, page).status_code == 403


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example/en/desk/",
        "//elsewhere.example/en/desk/",
        "/en/",
        "/en/cities/",
        "javascript:alert(1)",
        "/en/deskwork/",
        "\x00/en/desk/",
        "",
    ],
)
def test_nothing_is_carried_to_any_other_place(client, elsewhere):
    person(language="en")
    typed = {"next": elsewhere, "typed": "a=b", "username": "clerk", "password": PASSWORD}
    answer = client.post("/en/desk/sign-in/", typed)
    assert answer.status_code == 302
    assert "elsewhere" not in answer.headers["Location"]


@pytest.mark.parametrize(
    "typed",
    ["%", "%zz=%00", "=", "&&&", "a=%ED%A0%80", "a" * 100_000, "%3Cscript%3E=%22%3E", "\x00"],
)
def test_nothing_made_up_breaks_the_page_that_carries(client, typed):
    person()
    sent = {"next": "/en/desk/account/", "typed": typed}
    signed_in = sent | {"username": "clerk", "password": PASSWORD}
    for data in (sent, signed_in):
        answer = client.post("/en/desk/sign-in/", data)
        assert answer.status_code == 200
        assert "<script>=" not in answer.content.decode()


def test_more_fields_than_a_form_may_have_are_refused(client, settings):
    person()
    sent = {
        "next": "/en/desk/account/",
        "typed": "a=b&" * (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1),
    }
    signed_in = sent | {"username": "clerk", "password": PASSWORD}
    assert client.post("/en/desk/sign-in/", signed_in).status_code == 413


def test_the_longest_form_that_the_site_takes_is_carried_whole(client):
    user = person(role="administrator")
    long = "پ" * 300_000
    page = client.post("/en/admin/registry/city/add/", {"staff_note": long})
    signed_in = form_data(page.content.decode()) | {"username": "clerk", "password": PASSWORD}
    offered = client.post("/en/desk/sign-in/", signed_in)
    assert ("staff_note", long) in inputs(offered.content.decode())
    assert user.is_active


def test_nothing_of_a_person_who_is_not_signed_in_is_stored(client):
    assert client.post(ACCOUNT, TYPED).status_code == 403
    assert "sessionid" not in client.cookies


def test_the_page_that_carries_offers_no_other_language_for_that_would_drop_it(client):
    html = client.post(ACCOUNT, TYPED).content.decode()
    assert 'hreflang="fa"' not in html
    assert 'hreflang="fa"' in client.get("/en/desk/sign-in/").content.decode()


def test_what_readers_and_other_methods_ask_is_not_touched(client):
    assert client.post("/en/cities/").status_code == 405
    for method in (client.put, client.delete, client.head, client.options):
        answer = method("/en/desk/account/")
        assert answer.headers["Location"] == "/en/desk/sign-in/?next=/en/desk/account/"
