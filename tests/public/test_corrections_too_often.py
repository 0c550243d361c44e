"""Corrections that come too often, or at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from diplomacy.accounts.models import RateCount
from diplomacy.registry.models import Correction, Identity
from tests import builders
from tests.public.correcting import FORM, WORDS, field, send
from tests.public.pages import addresses, words_in

pytestmark = pytest.mark.django_db


def test_who_sends_too_often_is_told_when_and_how_else_and_loses_nothing(visitor, clock, settings):
    settings.CORRECTIONS_PER_HOUR = 2
    Identity.objects.create(city=builders.home_city(), mail="office@example.org")
    for _ in range(2):
        assert send(visitor, visitor.get(FORM), clock).status_code == 303
    page = visitor.get("/fa/corrections/")
    clock(60)
    typed = WORDS | {"token": field(page, "token"), "words": "روز آن نادرست است."}
    refused = visitor.post("/fa/corrections/", typed)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 3600
    assert "mailto:office@example.org" in addresses(refused)
    assert field(refused, "words") == typed["words"]
    assert not words_in(refused, r"[A-Za-z]{2,}", "fa")
    assert Correction.objects.count() == 2
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert send(other, other.get(FORM), clock).status_code == 303


def test_a_forged_header_makes_nobody_another_client(visitor, clock, settings):
    settings.CORRECTIONS_PER_HOUR = 1
    statuses = []
    for number in range(3):
        page = visitor.get(FORM)
        clock(60)
        typed = WORDS | {"token": field(page, "token")}
        forged = {"HTTP_X_FORWARDED_FOR": f"203.0.113.{number}"}
        statuses.append(visitor.post(FORM, typed, **forged).status_code)
    assert statuses == [303, 429, 429]


def test_all_together_are_limited_too(clock, settings):
    settings.CORRECTIONS_IN_ALL = 1
    one, other = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="192.0.2.2")
    first, second = one.get(FORM), other.get(FORM)
    assert send(one, first, clock).status_code == 303
    assert send(other, second, clock).status_code == 429
    assert send(one, first, clock).status_code == 303  # the same once more


@pytest.mark.django_db(transaction=True)
def test_of_one_form_sent_many_times_at_once_one_is_kept(clock, settings):
    settings.CORRECTIONS_PER_HOUR = 1
    page = Client().get(FORM)
    clock(60)

    def once(_) -> int:
        try:
            return send(Client(), page).status_code
        finally:
            connection.close()

    # SQLite in memory does not wait for another writer; in a file it does.
    workers = 6 if connection.vendor == "postgresql" else 1
    with ThreadPoolExecutor(workers) as pool:
        assert set(pool.map(once, range(8))) == {303}
    assert Correction.objects.count() == 1
    assert set(RateCount.objects.values_list("count", flat=True)) == {1}
