"""The second step of a sign-in: nobody passes it by, and no code is good for two."""

import re

import pytest
from django.test import Client

from diplomacy.accounts import second_factor
from diplomacy.accounts.models import RecoveryCode, SecondFactor
from diplomacy.calendars import digits
from tests.test_doors import ADMIN, STAFF, address, address_of_admin

from .devices import (
    CODE,
    DOOR,
    SET_UP,
    codes_on,
    gives_code,
    gives_password,
    is_in,
    secret_on,
    shown,
    with_device,
)
from .people import LANGUAGES, PASSWORD, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

# Before the second step one may begin anew, leave, choose a new password and read how it is done.
OPEN = {"accounts:sign-in", "accounts:sign-out", "accounts:forgotten", "accounts:choose-password"}


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def test_password_and_code_let_in_and_lead_where_one_wanted_to_go(client):
    _, secret, _ = with_device()
    asked = gives_password(client, next="/fa/desk/drafts/?page=2")
    assert asked.headers["Location"] == f"{CODE}?next=/fa/desk/drafts/%3Fpage%3D2"
    page = client.get(asked.headers["Location"])
    assert 'name="next" value="/fa/desk/drafts/?page=2"' in page.content.decode()
    answer = gives_code(client, shown(secret), next="/fa/desk/drafts/?page=2")
    assert answer.headers["Location"] == "/fa/desk/drafts/?page=2"
    assert is_in(client)


def test_a_code_may_be_typed_in_groups_and_in_the_digits_of_any_script(client):
    _, secret, _ = with_device()
    gives_password(client)
    code = digits(shown(secret), "fa")
    assert gives_code(client, f" {code[:3]} {code[3:]} ").status_code == 302
    assert is_in(client)


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_is_good_once(client, steps):
    _, secret, _ = with_device()
    gives_password(client)
    code = shown(secret, steps)
    assert gives_code(client, code).status_code == 302
    other = Client()
    gives_password(other)
    assert gives_code(other, code).status_code == 200
    assert not is_in(other)
    # Nor is an older one, which somebody may have read over a shoulder.
    assert gives_code(other, shown(secret, steps - 1)).status_code == 200
    assert not is_in(other)


@pytest.mark.parametrize("steps", [-3, -2, 2, 3])
def test_a_code_of_another_time_is_refused(client, steps):
    _, secret, _ = with_device()
    gives_password(client)
    assert gives_code(client, shown(secret, steps)).status_code == 200
    assert not is_in(client)


@pytest.mark.parametrize("typed", ["", "\0", "0", "12345", "1234567", "x" * 90, "<script>", "²³½"])
def test_nothing_typed_breaks_the_second_step(client, typed):
    with_device()
    gives_password(client)
    assert gives_code(client, typed).status_code == 200
    assert not is_in(client)


def test_a_code_of_somebody_else_is_refused(client):
    with_device()
    _, secret, codes = with_device("other")
    gives_password(client)
    for code in (shown(secret), codes[0]):
        assert gives_code(client, code).status_code == 200
    assert not is_in(client)


def test_nothing_of_the_staff_is_reachable_between_the_two_steps(client):
    with_device(role="administrator")
    gives_password(client)
    for name in STAFF:
        if name in OPEN or name == "accounts:code":
            continue
        for answer in (client.get(address(name)), client.post(address(name))):
            signs_in = "/desk/sign-in/" in answer.headers.get("Location", "")
            # A form is kept on the sign-in page; the help of signing in is open to anybody.
            assert signs_in or answer.status_code == 403, name
    for name in ADMIN:
        answer = client.get(address_of_admin(name))
        assert "/desk/sign-in/" in answer.headers["Location"], name
    assert "_auth_user_id" not in client.session


def test_the_second_step_cannot_be_walked_into_without_the_first(client):
    _, secret, _ = with_device()
    assert client.get(CODE).headers["Location"] == DOOR
    assert gives_code(client, shown(secret)).headers["Location"] == DOOR
    assert not is_in(client)


def test_who_waits_too_long_begins_anew(client, clock):
    _, secret, _ = with_device()
    gives_password(client)
    clock(minutes=11)
    answer = client.post(CODE, {"code": shown(secret)}, follow=True)
    assert answer.redirect_chain == [(DOOR, 302)]
    assert "too long" in answer.content.decode()
    assert not is_in(client)


@pytest.mark.parametrize("changed", ["password", "role", "is_active"])
def test_the_second_step_ends_when_the_account_changes_before_it(client, changed):
    user, secret, _ = with_device()
    gives_password(client)
    if changed == "password":
        user.set_password("another long password")
    else:
        setattr(user, changed, {"role": "viewer", "is_active": False}[changed])
    user.save()
    assert gives_code(client, shown(secret)).headers["Location"] == DOOR
    assert not is_in(client)


def test_a_recovery_code_lets_in_once_and_is_kept_only_as_a_digest(client):
    _, _, codes = with_device()
    assert len(set(codes)) == 10
    kept = list(RecoveryCode.objects.values_list("digest", flat=True))
    assert not any(code[:4] in each for code in codes for each in kept)
    gives_password(client)
    page = client.post(CODE, {"code": codes[3].replace("-", " ").upper()}, follow=True)
    assert "9 are left" in page.content.decode()
    assert is_in(client)
    other = Client()
    gives_password(other)
    assert gives_code(other, codes[3]).status_code == 200
    assert not is_in(other)
    assert gives_code(other, codes[4]).status_code == 302
    assert is_in(other)


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("role", ["reviewer", "administrator"])
def test_who_must_have_a_device_is_led_to_its_set_up_and_nowhere_else(client, role):
    person(role=role)
    assert gives_password(client).headers["Location"] == SET_UP
    assert not is_in(client)
    assert client.get("/en/admin/").status_code == 302
    assert client.get(CODE).headers["Location"] == DOOR
    html = client.get(SET_UP).content.decode()
    secret = secret_on(html)
    assert secret_on(client.get(SET_UP).content.decode()) == secret
    assert client.post(SET_UP, {"code": "000000"}).status_code == 200
    assert not SecondFactor.objects.exists()
    assert not is_in(client)
    done = client.post(SET_UP, {"code": shown(secret)})
    assert len(codes_on(done.content.decode())) == 10
    assert is_in(client)
    # The codes are shown once, and the next sign-in asks for the device.
    assert client.get(SET_UP).headers["Location"] == "/en/desk/account/second-step/"
    other = Client()
    assert gives_password(other).headers["Location"] == CODE
    assert other.get(SET_UP).headers["Location"] == DOOR


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("role", ["viewer", "recorder"])
def test_others_sign_in_by_the_password_alone_until_they_set_one_up(client, role):
    person(role=role)
    assert gives_password(client).headers["Location"] == "/fa/desk/"
    assert is_in(client)


def test_on_ones_own_machine_nobody_must_have_one(client):
    person(role="administrator")
    gives_password(client)
    assert is_in(client)


@pytest.mark.usefixtures("required")
def test_a_device_that_was_set_up_meanwhile_is_not_replaced_by_the_password_alone(client):
    user = person(role="reviewer")
    gives_password(client)
    secret = secret_on(client.get(SET_UP).content.decode())
    assert second_factor.set_up(user, secret, shown(secret))
    assert client.post(SET_UP, {"code": shown(secret, 1)}).headers["Location"] == DOOR
    assert second_factor.set_up(user, secret, shown(secret, 1)) is None


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_is_made_here_and_holds_no_style_and_no_script(client, language):
    person(role="reviewer")
    gives_password(client)
    html = client.get(SET_UP.replace("/en/", f"/{language}/")).content.decode()
    (svg,) = re.findall(r'class="qr".*?(<svg.*?</svg>)', html, re.DOTALL)
    assert set(re.findall(r"<(\w+)", svg)) == {"svg", "path"}
    assert "style" not in html.partition("</head>")[2]
    assert "<script" not in html.partition("</head>")[2]


def test_the_page_says_what_to_do_in_every_language(client):
    with_device()
    gives_password(client)
    words = {"fa": "شش رقمی", "en": "six digits", "zh-hans": "六位数字"}
    for language, word in words.items():
        assert word in client.get(CODE.replace("/en/", f"/{language}/")).content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "/\\evil.example", "https://evil.example/"]
)
def test_the_second_step_leads_nowhere_else(client, elsewhere):
    _, secret, _ = with_device(language="en")
    asked = gives_password(client, next=elsewhere)
    assert asked.headers["Location"] == CODE
    assert elsewhere not in client.get(CODE, {"next": elsewhere}).content.decode()
    assert gives_code(client, shown(secret), next=elsewhere).headers["Location"] == "/en/desk/"


def test_a_password_alone_signs_out_whoever_used_the_browser(client):
    person("chief", role="administrator")
    gives_password(client, "chief")
    with_device()
    gives_password(client)
    assert not is_in(client)


def test_the_page_between_is_in_no_cache_and_tells_no_name(client):
    with_device()
    gives_password(client)
    page = client.get(CODE)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "clerk" not in page.content.decode()
    assert PASSWORD not in page.content.decode()
