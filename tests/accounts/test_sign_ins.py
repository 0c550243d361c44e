"""What happens at the door is written down, read by those whom it concerns, and forgotten."""

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from diplomacy.accounts.links import one_time_link
from diplomacy.accounts.models import SignIn

from .devices import (
    OWN,
    SET_UP,
    gives_code,
    gives_password,
    secret_on,
    shown,
    with_device,
)
from .people import LANGUAGES, PASSWORD, client_of, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

PAGE = "/en/desk/sign-ins/"


def written() -> list[tuple[str | None, str, str]]:
    rows = SignIn.objects.order_by("pk").values_list("user__username", "what", "how")
    return [tuple(row) for row in rows]


def test_every_step_of_the_way_in_and_out_is_written_down(client):
    _, secret, codes = with_device()
    client.post("/en/desk/sign-in/", {"username": "clerk", "password": "wrong"})
    client.post("/en/desk/sign-in/", {"username": "nobody", "password": "wrong"})
    gives_password(client)  # nothing yet: nobody is in
    gives_code(client, "000000")
    gives_code(client, shown(secret))
    client.post("/en/desk/sign-out/")
    gives_password(client)
    gives_code(client, codes[0])
    assert written() == [
        ("clerk", "failed", ""),
        (None, "failed", ""),
        ("clerk", "code_failed", ""),
        ("clerk", "entered", "code"),
        ("clerk", "left", ""),
        ("clerk", "entered", "recovery"),
    ]


def test_what_is_changed_about_the_way_in_is_written_down(client):
    user = person()
    gives_password(client)
    client.post(OWN, {"password": PASSWORD, "do": "set-up"})
    secret = secret_on(client.get(SET_UP).content.decode())
    client.post(SET_UP, {"code": shown(secret)})
    codes = user.second_factor.recovery_codes
    assert codes.count() == 10
    client.post(OWN, {"code": shown(secret, 1), "do": "remove"})
    new = dict.fromkeys(("new_password1", "new_password2"), "another long password")
    client.post("/en/desk/account/password/", {"old_password": PASSWORD} | new)
    user.refresh_from_db()
    link = client.get(one_time_link(user).removeprefix("http://127.0.0.1:8000"))
    client.post(link.headers["Location"], dict.fromkeys(new, "yet another long password"))
    assert written() == [
        ("clerk", "entered", "password"),
        ("clerk", "set_up", ""),
        ("clerk", "removed", ""),
        ("clerk", "password", ""),
        ("clerk", "password", "link"),
    ]


def test_a_password_in_the_box_of_the_name_is_not_written_down():
    Client().post("/en/desk/sign-in/", {"username": PASSWORD, "password": "x"})
    assert PASSWORD not in str(list(SignIn.objects.values()))


def test_rows_of_one_place_and_day_have_one_mark_and_those_of_another_day_another(clock):
    person()
    for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
        gives_password(Client(REMOTE_ADDR=address))
    clock(days=1)
    gives_password(Client(REMOTE_ADDR="192.0.2.1"))
    marks = list(SignIn.objects.order_by("pk").values_list("client", flat=True))
    assert marks[0] == marks[1]
    assert len(set(marks)) == 3
    assert "192" not in "".join(marks)[:3]


def test_rows_are_forgotten_after_their_days(client, clock, settings):
    settings.SIGN_INS_KEPT_DAYS = 30
    person()
    gives_password(client)
    clock(days=29)
    gives_password(Client())
    assert SignIn.objects.count() == 2
    clock(days=2)
    gives_password(Client())
    assert SignIn.objects.count() == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sees_the_last_of_their_own_on_the_page_of_the_account(client, language):
    for name in ("clerk", "other"):
        person(name)
        gives_password(Client(), name)
    gives_password(client)
    html = client.get(f"/{language}/desk/account/").content.decode()
    words = {"fa": "تنها با گذرواژه", "en": "by password alone", "zh-hans": "仅凭密码"}
    table = html.partition("<tbody>")[2]
    assert table.count(words[language]) == table.count("<tr>") == 2
    if language == "fa":
        assert "۵ آذر ۱۴۰۵" in table


def test_administrators_see_all_and_narrow_them(client):
    person("<b>name")
    person("clerk")
    gives_password(Client(), "<b>name")
    Client().post("/en/desk/sign-in/", {"username": "clerk", "password": "wrong"})
    Client().post("/en/desk/sign-in/", {"username": "nobody", "password": "wrong"})
    chief = client_of(person("chief", role="administrator"))

    def rows(**query: str) -> int:
        html = chief.get(PAGE, query).content.decode()
        assert "<b>name" not in html
        return html.partition("<tbody>")[2].count("<tr>")

    assert rows() == rows(show="all") == rows(show="\0") == rows(person="\0") == 3
    assert rows(show="failed") == 2
    assert rows(show="changed") == 0
    assert rows(person="clerk") == rows(person="clerk", show="failed") == 1
    assert rows(after="\0", before="x" * 2000) == 3
    assert "no such account" in chief.get(PAGE).content.decode()


@pytest.mark.parametrize("role", ["viewer", "recorder", "reviewer"])
def test_nobody_else_sees_them(role):
    assert client_of(person(role=role)).get(PAGE).status_code == 403


def test_the_list_costs_the_same_however_long_it_is(django_assert_max_num_queries):
    chief = client_of(person("chief", role="administrator"))
    people = [person(f"clerk{number}") for number in range(50)]
    for many in (5, 50):
        SignIn.objects.all().delete()
        SignIn.objects.bulk_create(SignIn(user=one, what="entered") for one in people[:many])
        chief.get(PAGE)
        with django_assert_max_num_queries(3):
            html = chief.get(PAGE).content.decode()
        assert ("Next page" in html) == (many == 50)


def test_what_an_administrator_does_for_a_password_is_written_down_with_the_name_of_who_did_it():
    user, chief = person(), person("chief", role="administrator")
    desk = client_of(chief)
    desk.post(reverse("admin:accounts_user_link", args=[user.pk]))
    address = reverse("admin:auth_user_password_change", args=[user.pk])
    desk.post(address, {"usable_password": "true", "password1": "x", "password2": "y"})
    given = dict.fromkeys(("password1", "password2"), "given by somebody")
    desk.post(address, {"usable_password": "true"} | given)
    assert written() == [("clerk", "link", ""), ("clerk", "password", "")]
    assert {row.by for row in SignIn.objects.all()} == {chief}
    html = desk.get(PAGE, {"show": "changed"}).content.decode()
    assert html.count("by <bdi>chief</bdi>") == 2


def test_the_daily_command_forgets_old_sign_ins_and_dead_sessions(client, clock, capsys):
    person()
    gives_password(client)
    assert Session.objects.count() == 1
    clock(days=181)
    call_command("send_reminders")
    assert not SignIn.objects.exists()
    assert not Session.objects.exists()
