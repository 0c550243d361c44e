"""Whether there is such an account shows in no text, no status and no hash."""

import pytest
from django.contrib.auth import hashers

from diplomacy.accounts import letters

from .devices import DOOR, with_device
from .people import person

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
