"""An administrator invites somebody, and hands links over where there is no mail."""

import re
from html import unescape

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.db.models.signals import pre_save
from django.urls import reverse
from django.utils.translation import override

from diplomacy.accounts.models import User

from .people import LANGUAGES, PASSWORD, client_of, person

pytestmark = pytest.mark.django_db

NEW = "quite another password"
INVITED = {
    "username": "guest",
    "first_name": "Sara",
    "last_name": "Example",
    "email": "",
    "role": "reviewer",
    "language": "fa",
}


@pytest.fixture
def chief():
    return client_of(person("chief", role="administrator", language="en"))


@pytest.fixture
def with_mail(settings):
    settings.EMAIL_HOST = "mail.example"


def invite(chief, **fields):
    return chief.post(reverse("admin:accounts_user_add"), INVITED | fields)


def ask_for_link(chief, user: User, **fields):
    return chief.post(reverse("admin:accounts_user_link", args=[user.pk]), fields)


def links_in(text: str) -> list[str]:
    return re.findall(r"http://127\.0\.0\.1:8000(/[^\s<]+/)", unescape(text))


def chooses(client, link: str, password: str = NEW) -> int:
    """Follow the link and choose a password; return the status of the answer."""
    opened = client.get(link)
    if opened.status_code != 302:
        return opened.status_code
    typed = {"new_password1": password, "new_password2": password}
    return client.post(opened.headers["Location"], typed).status_code


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_mail_the_invitation_is_shown_once_in_the_language_of_the_guest(
    client, chief, language
):
    answer = invite(chief, language=language)
    html = answer.content.decode()
    words = {"fa": "حسابی ساخته شده", "en": "has been made for you", "zh-hans": "开设账户"}
    assert answer.status_code == 200
    assert words[language] in html
    (link,) = links_in(html)
    assert link.startswith(f"/{language}/desk/password/")
    guest = User.objects.get(username="guest")
    assert (guest.role, guest.language, guest.has_usable_password()) == (
        "reviewer",
        language,
        False,
    )
    page = reverse("admin:accounts_user_change", args=[guest.pk])
    assert links_in(chief.get(page).content.decode()) == []
    assert chooses(client, link) == 302
    typed = {"username": "guest", "password": NEW}
    inside = client.post("/en/desk/sign-in/", typed)
    assert inside.headers["Location"] == f"/{language}/desk/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_mail_the_guest_gets_a_letter_and_nobody_else_sees_the_link(
    client, chief, with_mail, language
):
    answer = invite(chief, language=language, email="guest@example.org")
    assert answer.status_code == 302
    (letter,) = mail.outbox
    subjects = {"fa": "دعوت", "en": "Invitation", "zh-hans": "邀请"}
    assert subjects[language] in letter.subject
    assert letter.to == ["guest@example.org"]
    assert links_in(chief.get(answer.headers["Location"]).content.decode()) == []
    (link,) = links_in(letter.body)
    assert chooses(client, link) == 302


def test_a_guest_without_an_address_is_invited_by_hand_even_where_there_is_mail(chief, with_mail):
    assert len(links_in(invite(chief).content.decode())) == 1
    assert mail.outbox == []


def test_a_letter_that_does_not_go_out_is_shown_to_be_handed_over(chief, with_mail, settings):
    settings.EMAIL_BACKEND = "tests.accounts.test_passwords.RefusingServer"
    html = invite(chief, email="guest@example.org").content.decode()
    assert "could not be sent" in html
    assert len(links_in(html)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": ""},
        {"username": "CHIEF"},
        {"username": "no spaces"},
        {"username": "\x00"},
        {"email": "no address"},
        {"role": "emperor"},
        {"language": "de"},
    ],
)
def test_a_wrong_value_invites_nobody_and_keeps_what_was_typed(chief, wrong):
    answer = invite(chief, **wrong)
    assert answer.status_code == 200
    assert list(answer.context["adminform"].errors) == list(wrong)
    assert 'value="Sara"' in answer.content.decode()
    assert not User.objects.exclude(username="chief").exists()


def test_a_form_sent_twice_in_the_same_moment_invites_once(chief):
    def the_other_is_quicker(**_saved) -> None:
        pre_save.disconnect(the_other_is_quicker, sender=User)
        User.objects.bulk_create([User(username="guest", role="viewer")])

    pre_save.connect(the_other_is_quicker, sender=User)
    assert invite(chief).status_code == 200
    assert User.objects.filter(username="guest").count() == 1


def test_a_guest_cannot_be_given_more_than_the_form_says(chief):
    invite(chief, password=PASSWORD, is_superuser="on", is_active="", last_login="2020-01-01")
    guest = User.objects.get(username="guest")
    assert guest.is_invited
    assert not guest.check_password(PASSWORD)


def test_a_renewed_invitation_ends_the_earlier_one(client, chief):
    (first,) = links_in(invite(chief).content.decode())
    guest = User.objects.get(username="guest")
    (second,) = links_in(ask_for_link(chief, guest).content.decode())
    assert chooses(client, first) == 410
    assert chooses(client, second) == 302
    assert chooses(client, second) == 410


def test_a_person_who_forgot_the_password_keeps_it_until_they_choose_another(client, chief):
    user = person()
    (link,) = links_in(ask_for_link(chief, user).content.decode())
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert chooses(client, link) == 302
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_looking_at_the_page_of_the_link_makes_none(chief):
    answer = chief.get(reverse("admin:accounts_user_link", args=[person().pk]))
    assert answer.status_code == 200
    assert links_in(answer.content.decode()) == []
    assert not LogEntry.objects.exists()


def test_the_link_may_be_mailed_by_an_administrator(chief, with_mail):
    user = person(email="clerk@example.org", language="zh-hans")
    answer = ask_for_link(chief, user, mail="Send")
    assert answer.status_code == 302
    assert "密码" in mail.outbox[0].subject


def test_who_made_a_link_for_whom_is_on_record_and_the_link_is_not(chief):
    user = person()
    (link,) = links_in(ask_for_link(chief, user).content.decode())
    (entry,) = LogEntry.objects.all()
    assert (entry.user.username, entry.object_id) == ("chief", str(user.pk))
    assert link.split("/")[-2] not in entry.change_message


def test_a_closed_account_gets_no_link_and_its_links_are_dead(client, chief):
    (link,) = links_in(invite(chief).content.decode())
    guest = User.objects.get(username="guest")
    guest.is_active = False
    guest.save()
    assert chooses(client, link) == 410
    answer = ask_for_link(chief, guest)
    assert answer.status_code == 200
    assert links_in(answer.content.decode()) == []


@pytest.mark.parametrize("forged", ["0", "999999999999999999999999", "x", "-1", "%00"])
def test_a_forged_account_is_not_found(chief, forged):
    for method in (chief.get, chief.post):
        assert method(f"/en/admin/accounts/user/{forged}/link/").status_code == 404


@pytest.mark.parametrize("role", ["viewer", "recorder", "reviewer"])
def test_only_administrators_invite_or_make_links(role):
    client = client_of(person(role=role))
    assert invite(client).status_code == 403
    assert ask_for_link(client, person("other")).status_code == 403
    assert not User.objects.filter(username="guest").exists()


@pytest.mark.parametrize(("language", "word"), [("fa", "دعوت دوباره"), ("zh-hans", "重新邀请")])
def test_the_page_of_an_account_leads_to_the_link(chief, language, word):
    guest = person("guest", password=None)
    with override(language):
        html = chief.get(reverse("admin:accounts_user_change", args=[guest.pk])).content.decode()
        assert reverse("admin:accounts_user_link", args=[guest.pk]) in html
    assert word in html


def test_the_list_shows_language_digest_and_who_has_not_come_yet(chief):
    person("guest", password=None, language="zh-hans", digest="never")
    html = chief.get(reverse("admin:accounts_user_changelist")).content.decode()
    assert "中文" in html
    assert "Never" in html
    waiting = re.findall(r'field-waits"><img[^>]*alt="(\w+)"', html)
    assert waiting == ["False", "True"]  # chief, guest


def test_the_list_costs_the_same_however_many_accounts_there_are(
    chief, django_assert_max_num_queries
):
    for number in range(30):
        person(f"guest{number}", password=None)
    with django_assert_max_num_queries(6):
        chief.get(reverse("admin:accounts_user_changelist"))
