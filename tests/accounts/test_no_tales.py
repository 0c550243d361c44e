"""Whether there is such an account shows in no text, no status and no time."""

import random
from statistics import median
from time import perf_counter

import pytest
from django.contrib.auth import hashers
from django.test import Client

from diplomacy.accounts import letters
from diplomacy.accounts.models import RateCount

from .devices import DOOR, with_device
from .people import PASSWORD, person

pytestmark = pytest.mark.django_db


def test_each_wrong_password_costs_one_hash_whoever_is_asked_for(client, monkeypatch):
    person()
    person("leaver", is_active=False)
    person("invited", password=None)
    with_device("guarded")
    done = []
    compute = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher,
        "encode",
        lambda self, password, salt: done.append(1) or compute(self, password, salt),
    )
    for name in ("clerk", "leaver", "invited", "guarded", "nobody"):
        done.clear()
        client.post(DOOR, {"username": name, "password": "wrong"})
        assert len(done) == 1, name


def test_a_wrong_password_reads_the_same_for_whoever_has_a_device(client):
    person()
    with_device("guarded")
    texts = set()
    for name in ("clerk", "guarded", "nobody"):
        answer = client.post(DOOR, {"username": name, "password": "wrong"})
        texts.add((answer.status_code, str(answer.context["form"].non_field_errors())))
    assert len(texts) == 1


def test_a_place_that_waits_learns_nothing_either(client):
    person()
    for name in ("clerk", "nobody"):
        for _ in range(11):
            answer = client.post(DOOR, {"username": name, "password": "wrong"})
        assert answer.status_code == 429


def test_a_letter_is_mailed_after_the_answer(client, settings, monkeypatch):
    settings.EMAIL_HOST = "mail.example"
    person(email="clerk@example.org")
    waiting = []
    monkeypatch.setattr(letters._outgoing, "submit", lambda *work: waiting.append(work))
    for email in ("clerk@example.org", "nobody@example.org"):
        client.post("/en/desk/forgotten/", {"email": email})
    # Written for nobody as well; what is written for nobody goes nowhere.
    assert [letter.reader.email for _, letter in waiting] == ["clerk@example.org", ""]
    assert [send(letter) for send, letter in waiting] == [True, False]


def test_a_letter_that_waits_is_mailed_by_this_process(settings, mailoutbox):
    settings.EMAIL_HOST = "mail.example"
    letters.send_later(letters.write(person(email="clerk@example.org")))
    letters._outgoing.submit(lambda: None).result(timeout=10)
    assert [letter.to for letter in mailoutbox] == [["clerk@example.org"]]


def times(requests: dict[str, dict[str, str]], address: str, rounds: int) -> dict[str, float]:
    """Return the median time of each request, all of them taken in turns."""
    taken: dict[str, list[float]] = {name: [] for name in requests}
    client = Client()
    for _ in range(rounds):
        for name in random.sample(sorted(requests), len(requests)):
            RateCount.objects.all().delete()
            began = perf_counter()
            client.post(address, requests[name])
            taken[name].append(perf_counter() - began)
    return {name: median(each) for name, each in taken.items()}


@pytest.mark.slow
def test_the_time_of_a_wrong_password_tells_nothing(settings):
    settings.PASSWORD_HASHERS = ["diplomacy.accounts.hashers.Argon2Hasher"]
    person()
    person("leaver", is_active=False)
    person("invited", password=None)
    names = ("clerk", "leaver", "invited", "nobody")
    found = times({name: {"username": name, "password": "wrong"} for name in names}, DOOR, 60)
    assert max(found.values()) <= 1.1 * min(found.values()), found


@pytest.mark.slow
def test_the_time_of_the_way_to_a_new_password_tells_nothing(settings, monkeypatch):
    settings.EMAIL_HOST = "mail.example"
    monkeypatch.setattr(letters._outgoing, "submit", lambda *_: None)
    person(email="clerk@example.org", password=PASSWORD)
    emails = ("clerk@example.org", "nobody@example.org")
    found = times({email: {"email": email} for email in emails}, "/en/desk/forgotten/", 200)
    assert max(found.values()) <= 1.1 * min(found.values()), found
