"""How often a password may be tried: before the hash, and never as a weapon against its owner."""

from datetime import timedelta

import pytest
from django.contrib.auth import hashers
from django.test import Client
from django.utils import timezone

from diplomacy.accounts import letters, trying
from diplomacy.accounts.models import RateCount, SignIn

from .devices import CODE, DOOR, gives_code, gives_password, is_in, shown, with_device
from .people import LANGUAGES, PASSWORD, form_data, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

OWNERS, OTHERS = "198.51.100.7", "203.0.113.9"


@pytest.fixture
def hashed(monkeypatch) -> list[str]:
    """Return what is added to with every hash that is computed."""
    done: list[str] = []
    compute = hashers.MD5PasswordHasher.encode

    def encode(self, password, salt):
        done.append(password)
        return compute(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", encode)
    return done


@pytest.fixture
def no_ceiling(settings):
    """Tests do within one second what takes attackers minutes."""
    settings.SIGN_INS_PER_MINUTE = 100_000


def tries(address: str, name: str = "clerk", password: str = "wrong", **headers: str):
    return Client(REMOTE_ADDR=address).post(
        DOOR, {"username": name, "password": password}, headers=headers
    )


@pytest.mark.usefixtures("no_ceiling")
def test_after_ten_wrong_passwords_for_a_name_the_place_waits_and_nothing_is_hashed(hashed):
    person()
    statuses = [tries(OTHERS).status_code for _ in range(12)]
    assert statuses == [200] * 10 + [429] * 2
    assert hashed.count("wrong") == 10
    assert tries(OTHERS, password=PASSWORD).status_code == 429
    assert tries(OTHERS, "other").status_code == 200


@pytest.mark.usefixtures("no_ceiling")
def test_the_owner_gets_in_from_elsewhere_after_two_hundred_failures_of_others():
    person()
    for number in range(200):
        tries(f"203.0.113.{number % 5}")
    assert tries(OWNERS, password=PASSWORD).status_code == 302


@pytest.mark.usefixtures("no_ceiling")
def test_passwords_sprayed_over_many_names_from_one_address_are_limited():
    statuses = [tries(OTHERS, f"name{number}").status_code for number in range(200)]
    assert statuses.count(429) == 200 - trying.FROM_ADDRESS.most


@pytest.mark.usefixtures("no_ceiling")
def test_a_made_up_forwarded_address_changes_nothing_and_that_of_a_proxy_counts(settings):
    person()
    for number in range(10):
        tries(OTHERS, **{"x-forwarded-for": f"192.0.2.{number}"})
    assert tries(OTHERS, **{"x-forwarded-for": "192.0.2.99"}).status_code == 429
    settings.TRUSTED_PROXIES = 1
    for number in range(10):
        tries("10.0.0.1", **{"x-forwarded-for": f"192.0.2.{number}, {OTHERS}"})
    assert tries("10.0.0.1", **{"x-forwarded-for": f"192.0.2.99, {OTHERS}"}).status_code == 429
    assert tries("10.0.0.1", **{"x-forwarded-for": f"{OTHERS}, {OWNERS}"}).status_code == 200


@pytest.mark.parametrize(
    "name", ["\0", "clerk\0", "🏛" * 200, "\u202eclerk", "ﷺ", "a" * 100_000, "%s{}", "\x1b[2J"]
)
def test_whatever_the_name_is_made_of_the_tries_are_counted(name):
    statuses = [tries(OTHERS, name).status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]


def test_a_name_written_otherwise_is_counted_with_the_same():
    for name in ["clerk", " clerk ", "ｃｌｅｒｋ"] * 4:
        last = tries(OTHERS, name)
    assert last.status_code == 429


def test_after_a_quarter_of_an_hour_the_place_may_try_again(clock):
    person()
    for _ in range(11):
        refused = tries(OTHERS)
    seconds = int(refused.headers["Retry-After"])
    assert 0 < seconds <= 900
    clock(seconds=seconds)
    assert tries(OTHERS, password=PASSWORD).status_code == 302


@pytest.mark.usefixtures("no_ceiling")
def test_a_right_password_is_held_against_nobody():
    person()
    for _ in range(30):
        assert tries(OWNERS, password=PASSWORD).status_code == 302
    counts = dict(RateCount.objects.values_list("purpose", "count"))
    assert counts[trying.NAME_FROM_ADDRESS.purpose] == counts[trying.FROM_ADDRESS.purpose] == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_when_to_try_again_and_keeps_all_but_the_password(client, language):
    person()
    form = {"username": "clerk", "password": "wrong", "next": "/fa/desk/drafts/"}
    form |= {"typed": "first_name=Sara&digest=daily", "files": "1", "next": "/en/desk/account/"}
    door = DOOR.replace("/en/", f"/{language}/")
    for _ in range(11):
        page = client.post(door, form)
    html = page.content.decode()
    assert page.status_code == 429
    words = {"fa": "پس از ۱۵ دقیقه", "en": "in 15 minutes", "zh-hans": "15 分钟后"}
    assert words[language] in html
    assert 'value="clerk"' in html
    assert "wrong" not in html
    kept = form_data(html)
    assert kept["typed"] == ["first_name=Sara&digest=daily"]
    assert kept["next"] == ["/en/desk/account/"]
    assert kept["files"] == ["1"]


def test_the_ceiling_of_the_site_holds_for_strangers_and_lets_known_browsers_in(settings, hashed):
    settings.SIGN_INS_PER_MINUTE = 120  # twenty within ten seconds
    user = person()
    known = Client(REMOTE_ADDR=OWNERS)
    gives_password(known)
    known.post("/en/desk/sign-out/")
    for number in range(60):
        tries(f"2001:db8:{number}::1", f"name{number}")
    assert hashed.count("wrong") == 19
    assert tries(OWNERS, password=PASSWORD).status_code == 429  # a browser of which nobody knows
    assert gives_password(known).status_code == 302
    assert is_in(known)
    # The mark is worth nothing for another account, nor when it is written by hand.
    person("second")
    known.post("/en/desk/sign-out/")
    assert gives_password(known, "second").status_code == 429
    known.cookies["browser"] = f"1 {user.username}:abc"
    assert gives_password(known).status_code == 429


def test_the_ceiling_is_over_within_ten_seconds(settings, clock):
    settings.SIGN_INS_PER_MINUTE = 18
    person()
    for number in range(4):
        answer = tries(f"203.0.113.{number}", f"name{number}")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) <= 11
    clock(seconds=10)
    assert tries(OWNERS, password=PASSWORD).status_code == 302


def test_a_known_browser_is_limited_too_and_its_mark_opens_nothing_by_itself():
    person()
    browser = Client()
    gives_password(browser)
    mark = browser.cookies["browser"]
    assert mark["httponly"]
    assert mark["samesite"] == "Strict"
    assert "clerk" not in mark.value
    browser.post("/en/desk/sign-out/")
    statuses = [
        browser.post(DOOR, {"username": "clerk", "password": "wrong"}).status_code
        for _ in range(21)
    ]
    assert statuses == [200] * 20 + [429]
    assert not is_in(browser)


def test_codes_are_limited_for_each_place_and_for_the_person_in_all():
    _, _, codes = with_device()
    for place in range(6):
        thief = Client(REMOTE_ADDR=f"203.0.113.{place}")
        gives_password(thief)
        statuses = [gives_code(thief, "000000").status_code for _ in range(11)]
        if place < 5:
            assert statuses == [200] * 10 + [429]
        else:  # fifty within the hour
            assert set(statuses) == {429}
            refused = gives_code(thief, codes[0])
    assert int(refused.headers["Retry-After"]) > 0
    assert "try again in" in refused.content.decode()
    assert not is_in(thief)


def test_the_owner_in_a_known_browser_passes_by_a_thief_of_the_password(clock):
    _, secret, _ = with_device()
    owner = Client(REMOTE_ADDR=OWNERS)
    gives_password(owner)
    gives_code(owner, shown(secret))
    owner.post("/en/desk/sign-out/")
    for place in range(6):
        thief = Client(REMOTE_ADDR=f"203.0.113.{place}")
        gives_password(thief)
        for _ in range(11):
            gives_code(thief, "000000")
    clock(minutes=1)
    gives_password(owner)
    assert gives_code(owner, shown(secret)).status_code == 302
    assert is_in(owner)


def test_a_refusal_is_written_down_once_and_never_fills_the_list():
    person()
    for _ in range(40):
        tries(OTHERS)
    assert SignIn.objects.filter(what="failed").count() == 10
    (refusal,) = SignIn.objects.filter(what="refused")
    assert refusal.user.username == "clerk"


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/en/desk/account/password/", {"old_password": "wrong", "new_password1": "x"}),
        ("/en/desk/account/second-step/", {"password": "wrong"}),
    ],
)
def test_an_open_desk_is_no_place_to_guess_the_password(client, address, form):
    client.force_login(person())
    statuses = [client.post(address, form).status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]


def test_letters_are_limited_for_a_place_with_a_page_and_for_a_mailbox_in_silence(
    client, settings, monkeypatch
):
    settings.EMAIL_HOST = "mail.example"
    person(email="clerk@example.org")
    sent = []
    monkeypatch.setattr(letters._outgoing, "submit", lambda _, letter: sent.append(letter))
    for number in range(5):
        Client(REMOTE_ADDR=f"203.0.113.{number}").post(
            "/en/desk/forgotten/", {"email": "clerk@example.org"}
        )
    assert [one.reader.email for one in sent] == ["clerk@example.org"] * 3 + [""] * 2
    for _ in range(11):
        page = client.post("/fa/desk/forgotten/", {"email": "somebody@example.org"})
    assert page.status_code == 429
    assert int(page.headers["Retry-After"]) > 0
    assert "تلاش بیش از اندازه" in page.content.decode()
    assert 'value="somebody@example.org"' in page.content.decode()


def test_no_address_stands_in_what_is_counted_or_written():
    person()
    for _ in range(11):
        tries(OTHERS)
    for row in (*RateCount.objects.values(), *SignIn.objects.values()):
        assert OTHERS not in str(row)
        assert "wrong" not in str(row.values())


def test_counters_go_once_their_time_is_over(clock):
    tries(OTHERS)
    clock(days=1)
    tries(OWNERS, "other")
    assert not RateCount.objects.filter(ends_at__lt=timezone.now() - timedelta(hours=1)).exists()


def test_nothing_is_counted_for_an_empty_form_or_a_page_that_is_looked_at(client):
    client.get(DOOR)
    client.get(CODE)
    client.post(DOOR, {"username": "clerk", "password": ""})
    assert not RateCount.objects.exists()
