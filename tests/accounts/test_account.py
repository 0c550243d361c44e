"""What each person decides about the own account."""

import re

import pytest

from .people import LANGUAGES, PASSWORD, client_of, person

pytestmark = pytest.mark.django_db

PAGE = "/en/desk/account/"
TYPED = {
    "first_name": "Sara",
    "last_name": "Example",
    "email": "sara@example.org",
    "language": "zh-hans",
    "digest": "daily",
}
NEW = "quite another password"


def test_a_person_changes_name_address_language_and_digest():
    user = person(role="viewer", language="en")
    answer = client_of(user).post(PAGE, TYPED)
    assert answer.headers["Location"] == "/zh-hans/desk/account/"
    user.refresh_from_db()
    assert {name: getattr(user, name) for name in TYPED} == TYPED


@pytest.mark.parametrize("language", LANGUAGES)
def test_saving_is_confirmed_in_the_language_that_was_chosen(language):
    said = {"fa": "حساب شما ذخیره شد", "en": "Your account is saved", "zh-hans": "您的账户已保存"}
    answer = client_of(person()).post(PAGE, TYPED | {"language": language}, follow=True)
    assert said[language] in answer.content.decode()


def test_nobody_makes_themselves_more_than_they_are():
    user = person()
    forged = {"role": "administrator", "username": "chief", "is_active": "", "password": "x"}
    client_of(user).post(PAGE, TYPED | forged)
    user.refresh_from_db()
    assert (user.role, user.username, user.is_active) == ("recorder", "clerk", True)
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "not an address"},
        {"language": "de"},
        {"digest": "hourly"},
        {"first_name": "x" * 151},
        {"last_name": "\x00"},
    ],
)
def test_a_wrong_value_is_told_beside_its_field_and_nothing_typed_is_lost(wrong):
    user = person(first_name="Before")
    answer = client_of(user).post(PAGE, TYPED | wrong)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == list(wrong)
    html = answer.content.decode()
    assert 'aria-invalid="true"' in html
    kept = [value for name, value in TYPED.items() if name not in wrong]
    assert [value for value in kept if value not in html] == []
    # The frame names who is signed in, not what was typed.
    assert "<bdi>Before</bdi>" in html
    user.refresh_from_db()
    assert user.first_name == "Before"


def test_an_address_may_be_left_out():
    user = person(email="old@example.org")
    client_of(user).post(PAGE, TYPED | {"email": ""})
    user.refresh_from_db()
    assert user.email == ""


def test_without_mail_the_page_says_where_the_digest_stands(settings):
    client = client_of(person())
    assert "sends no e-mail" in client.get(PAGE).content.decode()
    settings.EMAIL_HOST = "mail.example"
    assert "sends no e-mail" not in client.get(PAGE).content.decode()


def test_a_new_password_ends_every_other_session_and_not_this_one():
    user = person()
    here, there = client_of(user), client_of(user)
    typed = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    answer = here.post("/fa/desk/account/password/", typed)
    assert answer.headers["Location"] == "/fa/desk/account/"
    assert here.get(PAGE).status_code == 200
    assert there.get(PAGE).status_code == 302
    user.refresh_from_db()
    assert user.check_password(NEW)


@pytest.mark.parametrize(
    "wrong",
    [
        {"old_password": "wrong"},
        {"new_password2": "something else here"},
        {"new_password1": "short", "new_password2": "short"},
        {"new_password1": "134679258013", "new_password2": "134679258013"},
        {"new_password1": "clerk-of-testland", "new_password2": "clerk-of-testland"},
        {"new_password1": "", "new_password2": ""},
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_password_that_will_not_do_is_refused_beside_its_field(wrong, language):
    user = person(email="clerk-of-testland@example.org")
    typed = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW} | wrong
    answer = client_of(user).post(f"/{language}/desk/account/password/", typed)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert NEW not in answer.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_persian_page_of_the_account_shows_no_latin_digit():
    client = client_of(person())
    short = {"old_password": PASSWORD, "new_password1": "کوتاه", "new_password2": "کوتاه"}
    for answer in (
        client.get("/fa/desk/account/"),
        client.post("/fa/desk/account/password/", short),
    ):
        main = answer.content.decode().partition("<main")[2]
        assert re.findall(r">[^<]*[0-9][^<]*<", main) == []
    assert "۱۲" in main


@pytest.mark.parametrize("page", [PAGE, "/en/desk/account/password/"])
def test_a_page_of_the_account_costs_little(page, django_assert_max_num_queries):
    client = client_of(person())
    with django_assert_max_num_queries(5):
        assert client.get(page).status_code == 200
