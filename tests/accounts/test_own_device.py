"""One's own device, and what an administrator does when it is lost."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from diplomacy.accounts.models import RecoveryCode, SecondFactor, SignIn, User

from .devices import (
    CODE,
    OWN,
    SET_UP,
    codes_on,
    gives_code,
    gives_password,
    is_in,
    secret_on,
    shown,
    with_device,
)
from .people import PASSWORD, client_of, person
from .test_lost_session import ACCOUNT, TYPED, form_data

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def entered(user: User, secret: str) -> Client:
    client = Client()
    gives_password(client, user.username)
    gives_code(client, shown(secret))
    assert is_in(client)
    return client


def test_a_device_is_set_up_only_after_the_password():
    user = person()
    client = client_of(user)
    assert client.get(SET_UP).headers["Location"] == OWN
    assert client.post(OWN, {"password": "wrong", "do": "set-up"}).status_code == 200
    assert client.get(SET_UP).headers["Location"] == OWN
    assert client.post(OWN, {"password": PASSWORD, "do": "set-up"}).headers["Location"] == SET_UP
    assert client.get(SET_UP).status_code == 200


def test_a_proof_is_good_for_ten_minutes(clock):
    client = client_of(person())
    client.post(OWN, {"password": PASSWORD, "do": "set-up"})
    clock(minutes=11)
    assert client.get(SET_UP).headers["Location"] == OWN


def test_another_device_takes_the_place_of_the_first_once_it_shows_its_code(clock):
    user, secret, codes = with_device()
    client = entered(user, secret)
    assert client.post(OWN, {"code": codes[0], "do": "set-up"}).headers["Location"] == SET_UP
    page = client.get(SET_UP).content.decode()
    assert "earlier device works until" in page
    new = secret_on(page)
    assert new != secret
    assert SecondFactor.objects.get().secret == secret
    assert len(codes_on(client.post(SET_UP, {"code": shown(new)}).content.decode())) == 10
    clock(minutes=1)
    other = Client()
    gives_password(other)
    assert gives_code(other, shown(secret)).status_code == 200
    assert gives_code(other, codes[1]).status_code == 200  # those of the first device
    assert gives_code(other, shown(new)).status_code == 302


def test_new_recovery_codes_need_a_code_and_end_the_earlier_ones():
    user, secret, codes = with_device()
    client = entered(user, secret)
    assert client.post(OWN, {"code": "000000", "do": "renew"}).status_code == 200
    assert codes_on(client.post(OWN, {"code": codes[0], "do": "renew"}).content.decode())
    assert RecoveryCode.objects.count() == 10
    other = Client()
    gives_password(other)
    assert gives_code(other, codes[1]).status_code == 200


def test_who_need_not_have_a_device_may_give_it_up_and_others_may_not(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    for name, role, is_gone in (("clerk", "recorder", True), ("judge", "reviewer", False)):
        user, secret, codes = with_device(name, role=role)
        client = entered(user, secret)
        offered = 'value="remove"' in client.get(OWN).content.decode()
        client.post(OWN, {"code": codes[0], "do": "remove"})
        assert (offered, SecondFactor.objects.filter(user=user).exists()) == (is_gone, not is_gone)
        assert is_in(client)


def reset_page(user: User) -> str:
    return reverse("admin:accounts_user_second_step", args=[user.pk])


def test_another_administrator_resets_a_lost_device_and_the_history_says_so(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user, secret, codes = with_device(role="administrator")
    inside = entered(user, secret)
    chief = client_of(person("chief", role="administrator"))
    change = chief.get(reverse("admin:accounts_user_change", args=[user.pk])).content.decode()
    assert reset_page(user) in change
    assert "set up a new device at the next sign-in" in chief.get(reset_page(user)).content.decode()
    assert SecondFactor.objects.exists()
    chief.post(reset_page(user))
    assert not SecondFactor.objects.exists()
    assert not is_in(inside)
    entry = LogEntry.objects.get()
    assert (entry.user.username, entry.object_id) == ("chief", str(user.pk))
    assert "second step was reset" in entry.get_change_message()
    noted = SignIn.objects.get(what="reset")
    assert (noted.user, noted.by.username) == (user, "chief")
    other = Client()
    assert gives_password(other).headers["Location"] == SET_UP
    assert gives_code(other, codes[0]).headers["Location"] == "/en/desk/sign-in/"


def test_nobody_resets_their_own_device_nor_does_who_is_no_administrator():
    user, *_ = with_device(role="administrator")
    itself = client_of(user)
    assert itself.get(reset_page(user)).status_code == 403
    assert itself.post(reset_page(user)).status_code == 403
    assert client_of(person("judge", role="reviewer")).post(reset_page(user)).status_code == 403
    assert itself.get(reset_page(User(pk=4040))).status_code == 404
    assert SecondFactor.objects.count() == 1


def test_the_list_of_accounts_tells_who_has_a_device_in_as_many_queries(
    django_assert_max_num_queries,
):
    for number in range(5):
        with_device(f"clerk{number}")
    chief = client_of(person("chief", role="administrator"))
    chief.get("/en/admin/accounts/user/")
    with django_assert_max_num_queries(6):
        html = chief.get("/en/admin/accounts/user/").content.decode()
    assert "Signs in with a second step" in html


def test_on_the_server_a_device_is_reset_by_a_command(capsys):
    user, secret, _ = with_device(role="administrator")
    inside = entered(user, secret)
    call_command("reset_second_factor", "clerk")
    assert "sets up a new device" in capsys.readouterr().out
    assert not is_in(inside)
    assert SignIn.objects.get(what="reset").by is None
    assert LogEntry.objects.get().object_id == str(user.pk)
    call_command("reset_second_factor", "clerk")
    assert "nothing was changed" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no account"):
        call_command("reset_second_factor", "nobody")


def test_the_first_administrator_of_the_command_line_sets_up_a_device(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    User.objects.create_superuser("clerk", "", PASSWORD)
    assert gives_password(client).headers["Location"] == SET_UP
    secret = secret_on(client.get(SET_UP).content.decode())
    client.post(SET_UP, {"code": shown(secret)})
    assert client.get("/en/admin/").status_code == 200


@pytest.mark.parametrize("required", [True, False])
def test_what_was_typed_in_a_lost_session_goes_through_the_second_step(client, settings, required):
    """By a device that there is, or by one that must be set up first."""
    settings.SECOND_FACTOR_REQUIRED = required
    if required:
        user = person(role="reviewer")
    else:
        user, secret, _ = with_device()
    lost = client.post(ACCOUNT, TYPED)
    step = gives_password(client, **form_data(lost.content.decode()))
    assert step.status_code == 200
    html = step.content.decode()
    where = SET_UP if required else CODE
    # A wrong code loses nothing either, and neither does a token that has grown old.
    wrong = client.post(where, form_data(html) | {"code": "000000"})
    assert form_data(wrong.content.decode())["typed"] == form_data(html)["typed"]
    secret = secret_on(html) if required else secret
    offered = client.post(where, form_data(wrong.content.decode()) | {"code": shown(secret)})
    assert offered.context["carried"].address == ACCOUNT
    done = client.post(ACCOUNT, form_data(offered.content.decode()))
    assert done.headers["Location"] == "/en/desk/account/"
    user.refresh_from_db()
    assert {name: getattr(user, name) for name in TYPED} == TYPED


def test_who_waits_too_long_with_a_form_in_hand_keeps_it(client, clock):
    _, secret, _ = with_device()
    lost = client.post(ACCOUNT, TYPED)
    step = gives_password(client, **form_data(lost.content.decode()))
    clock(minutes=11)
    again = client.post(CODE, form_data(step.content.decode()) | {"code": shown(secret)})
    assert again.status_code == 403
    assert form_data(again.content.decode())["typed"] == form_data(step.content.decode())["typed"]


def test_a_code_page_whose_token_is_old_keeps_what_was_typed():
    _, secret, _ = with_device()
    client = Client(enforce_csrf_checks=True)
    sent = {"typed": "first_name=Sara", "next": ACCOUNT, "csrfmiddlewaretoken": "x" * 64}
    page = client.post(
        CODE, sent | {"code": shown(secret)}, headers={"origin": "http://testserver"}
    )
    assert page.status_code == 403
    assert form_data(page.content.decode())["typed"] == ["first_name=Sara"]


@pytest.mark.parametrize("address", [CODE, SET_UP, OWN, "/en/desk/account/password/"])
@pytest.mark.parametrize("headers", [{}, {"origin": "https://evil.example"}])
def test_no_form_of_another_site_is_taken(address, headers):
    user, _, codes = with_device()
    client = Client(enforce_csrf_checks=True)
    if address != CODE:
        client.force_login(user)
    form = {"code": codes[0], "do": "renew", "old_password": PASSWORD, "typed": "a=b"}
    answer = client.post(address, form, headers=headers)
    assert answer.status_code == 403
    assert "a=b" not in answer.content.decode()
    assert RecoveryCode.objects.count() == 10
