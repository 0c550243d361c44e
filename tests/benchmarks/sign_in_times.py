"""How long the door takes to refuse, by whether there is such an account (SESS-03).

    python3 run.py test --sqlite tests/benchmarks/sign_in_times.py -s -n0

prints for each request its median over the smallest one, taken in turns. More than 1.10 on an idle
machine is a tale told by time. Nothing here fails by a time: machines are not quiet.
"""

import random
from statistics import median
from time import perf_counter

import pytest
from django.test import Client

from diplomacy.accounts import letters
from diplomacy.accounts.models import RateCount
from tests.accounts.devices import DOOR
from tests.accounts.people import PASSWORD, person

pytestmark = pytest.mark.django_db


def tell(found: dict[str, float]) -> None:
    least = min(found.values())
    for name, seconds in found.items():
        print(f"{name:20} {seconds / least:.2f}")  # noqa: T201


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


def test_a_wrong_password(settings):
    settings.PASSWORD_HASHERS = ["diplomacy.accounts.hashers.Argon2Hasher"]
    person()
    person("leaver", is_active=False)
    person("invited", password=None)
    names = ("clerk", "leaver", "invited", "nobody")
    found = times({name: {"username": name, "password": "wrong"} for name in names}, DOOR, 60)
    tell(found)


def test_the_way_to_a_new_password(settings, monkeypatch):
    settings.EMAIL_HOST = "mail.example"
    monkeypatch.setattr(letters._outgoing, "submit", lambda *_: None)
    person(email="clerk@example.org", password=PASSWORD)
    emails = ("clerk@example.org", "nobody@example.org")
    found = times({email: {"email": email} for email in emails}, "/en/desk/forgotten/", 200)
    tell(found)
