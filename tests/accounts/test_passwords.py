"""The way to a new password, with mail and without."""

import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from diplomacy.accounts import letters, links
from diplomacy.accounts.models import User

from .people import LANGUAGES, client_of, inputs, person

pytestmark = pytest.mark.django_db

NEW = "quite another password"
CHOSEN = {"new_password1": NEW, "new_password2": NEW}
ADDRESS = "clerk@example.org"


class RefusingServer(EmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, messages):
        raise SMTPRecipientsRefused({ADDRESS: (550, b"no such mailbox")})


class AtOnce:
    """Mails letters before the answer, so that a test can look at them."""

    def submit(self, send, letter) -> None:
        send(letter)


@pytest.fixture
def with_mail(settings, monkeypatch):
    settings.EMAIL_HOST = "mail.example"
    monkeypatch.setattr(letters, "_outgoing", AtOnce())


def asks(client, email: str, language: str = "en"):
    return client.post(f"/{language}/desk/forgotten/", {"email": email}, follow=True)


def link_in(text: str) -> str:
    """Return the path of the one link in the text."""
    (found,) = re.findall(r"http://127\.0\.0\.1:8000(/\S+)", text)
    return found


def opened(client, link: str) -> str:
    """Return the address of the form behind the link; it holds the token no more."""
    answer = client.get(link)
    assert answer.status_code == 302
    return answer.headers["Location"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_gets_a_letter_in_their_own_language_and_chooses_a_password(
    client, with_mail, language
):
    user = person(email=ADDRESS, language=language, first_name="Sara")
    asks(client, ADDRESS, "en")
    (letter,) = mail.outbox
    words = {"fa": "گذرواژه", "en": "password", "zh-hans": "密码"}
    assert words[language] in letter.subject
    assert words[language] in letter.body
    assert "Sara" in letter.body
    assert "clerk" in letter.body
    assert letter.to == [ADDRESS]
    if language == "fa":
        assert "۳ روز" in letter.body
    link = link_in(letter.body)
    assert link.startswith(f"/{language}/desk/password/")
    answer = client.post(opened(client, link), CHOSEN)
    assert answer.headers["Location"] == f"/{language}/desk/sign-in/"
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert "clerk" in client.get(answer.headers["Location"]).content.decode()


def test_the_link_names_our_own_address_whatever_host_was_asked_for(client, with_mail, settings):
    settings.ALLOWED_HOSTS = ["*"]
    person(email=ADDRESS)
    client.post("/en/desk/forgotten/", {"email": ADDRESS}, headers={"host": "elsewhere.example"})
    assert "elsewhere" not in mail.outbox[0].body
    assert link_in(mail.outbox[0].body)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_is_the_same_whether_or_not_there_is_such_an_account(
    client, with_mail, language
):
    person(email=ADDRESS)
    person("leaver", email="leaver@example.org", is_active=False)
    said = set()
    for email in (ADDRESS, "leaver@example.org", "nobody@example.org"):
        answer = asks(client, email, language)
        said.add(re.sub(r"csrfmiddlewaretoken[^>]*", "", answer.content.decode()))
    assert len(said) == 1
    assert [letter.to for letter in mail.outbox] == [[ADDRESS]]


def test_the_case_of_an_address_does_not_matter_and_no_look_alike_gets_a_letter(client, with_mail):
    person(email="Clerk@Example.org")
    asks(client, "clerk@example.ORG")
    assert [letter.to for letter in mail.outbox] == [["Clerk@example.org"]]
    asks(client, "сlerk@example.org")  # its first letter is Cyrillic
    assert len(mail.outbox) == 1


def test_somebody_invited_who_lost_the_letter_is_invited_again(client, with_mail):
    person(password=None, email=ADDRESS, language="en")
    asks(client, ADDRESS)
    assert "Invitation" in mail.outbox[0].subject


def test_an_account_that_was_closed_to_passwords_stays_closed(client, with_mail):
    user = person(password=None, email=ADDRESS, last_login=timezone.now())
    assert not user.is_invited
    asks(client, ADDRESS)
    assert mail.outbox == []


def test_a_server_that_takes_no_mail_does_not_break_the_page(client, with_mail, settings):
    settings.EMAIL_BACKEND = f"{__name__}.RefusingServer"
    person(email=ADDRESS)
    assert asks(client, ADDRESS).status_code == 200


@pytest.mark.parametrize("email", ["", "clerk", "a@b", "\x00@example.org", "x" * 300 + "@a.org"])
def test_what_is_no_address_is_told_beside_the_field(client, with_mail, email):
    answer = asks(client, email)
    assert answer.status_code == 200
    assert answer.context["form"].errors["email"]
    assert mail.outbox == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_mail_the_page_says_whom_to_ask(client, language):
    person(email=ADDRESS)
    said = {"fa": "رایانامه نمی‌فرستد", "en": "sends no e-mail", "zh-hans": "不发送电子邮件"}
    for answer in (client.get(f"/{language}/desk/forgotten/"), asks(client, ADDRESS, language)):
        html = answer.content.decode()
        assert said[language] in html
        assert 'name="email"' not in html
    assert mail.outbox == []


def test_a_link_works_once(client):
    user = person()
    link = links.one_time_link(user).removeprefix("http://127.0.0.1:8000")
    client.post(opened(client, link), CHOSEN)
    again = client.get(link)
    assert again.status_code == 410
    assert client.post(link, CHOSEN | {"new_password1": "x"}).status_code == 410
    user.refresh_from_db()
    assert user.check_password(NEW)


def used(user: User) -> None:
    user.set_password("one more long password")
    user.save()


def signed_in(user: User) -> None:
    client_of(user)


def closed(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def moved(user: User) -> None:
    User.objects.filter(pk=user.pk).update(email="new@example.org")


@pytest.mark.parametrize("happened", [used, signed_in, closed, moved])
def test_a_link_dies_when_the_account_moves_on(client, happened):
    user = person(email=ADDRESS)
    link = links.one_time_link(user).removeprefix("http://127.0.0.1:8000")
    form = opened(client, link)
    happened(user)
    assert client.get(link).status_code == 410
    # So does the form that somebody has opened already.
    assert client.post(form, CHOSEN).status_code == 410
    user.refresh_from_db()
    assert not user.check_password(NEW)


@pytest.mark.parametrize(("age", "status"), [(-10, 302), (10, 410)])
def test_a_link_lives_three_days(client, monkeypatch, age, status):
    made = timezone.now().replace(tzinfo=None) - timedelta(days=3, seconds=age)
    generator = links.default_token_generator
    monkeypatch.setattr(generator, "_now", lambda: made, raising=True)
    link = links.one_time_link(person()).removeprefix("http://127.0.0.1:8000")
    monkeypatch.setattr(generator, "_now", lambda: timezone.now().replace(tzinfo=None))
    assert client.get(link).status_code == status


@pytest.mark.parametrize(
    "link",
    [
        "MQ/abc-def",
        "MQ/set-password",
        "!!/abc",
        "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5/abc-def",
        "LTE/abc-def",
        "AAAA/abc-def",
        "2LHZhtqv/abc-def",
        "MQ/" + "a" * 4000,
        "MQ/%00-x",
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_made_up_link_is_as_dead_as_an_old_one(client, link, language):
    person()
    assert client.get(f"/{language}/desk/password/{link}/").status_code == 410


def test_who_chooses_a_password_in_the_browser_of_somebody_else_does_not_go_on_as_them():
    browser = client_of(person("chief", role="administrator"))
    form = opened(browser, link_in(links.one_time_link(person(password=None, language="en"))))
    answer = browser.post(form, CHOSEN, follow=True)
    assert answer.redirect_chain == [("/en/desk/sign-in/", 302)]
    assert "Sign in with the user name clerk" in answer.content.decode()
    assert browser.get("/en/desk/").status_code == 302


def test_a_link_is_not_for_another_account(client):
    first, second = person(), person("second")
    token = links.one_time_link(first).removesuffix("/").rpartition("/")[2]
    number = links.one_time_link(second).split("/")[-3]
    assert client.get(f"/en/desk/password/{number}/{token}/").status_code == 410


def test_a_password_that_will_not_do_leaves_the_link_alive(client):
    user = person()
    form = opened(client, links.one_time_link(user).removeprefix("http://127.0.0.1:8000"))
    refused = client.post(form, {"new_password1": "short", "new_password2": "short"})
    assert refused.context["form"].errors
    assert ("username", "clerk") in inputs(refused.content.decode())
    assert client.post(form, CHOSEN).status_code == 302
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_a_new_password_ends_the_sessions_of_whoever_had_the_old_one(client):
    user = person()
    inside = client_of(user)
    user.refresh_from_db()
    link = links.one_time_link(user).removeprefix("http://127.0.0.1:8000")
    client.post(opened(client, link), CHOSEN)
    assert inside.get("/en/desk/account/").status_code == 302
