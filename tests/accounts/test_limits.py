"""Limits on how often something is done: kept in the database, without anybody's address."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from diplomacy.accounts.limits import DAY, HOUR, Limit, TooOften, client_of, count_one
from diplomacy.accounts.models import RateCount

THREE = Limit("knocking", 3, HOUR)
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """Return what sets the time of the limits."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(NOON)
    return set_to


def knock(client: str = "192.0.2.1", *limits: Limit) -> bool:
    """Count one knock; return whether it was within the limits."""
    try:
        count_one(limits or [THREE], client)
    except TooOften:
        return False
    return True


@pytest.mark.django_db
def test_the_last_one_allowed_is_let_in_and_the_next_is_not(clock):
    assert [knock() for _ in range(5)] == [True, True, True, False, False]
    assert RateCount.objects.get().count == 3


@pytest.mark.django_db
def test_another_client_another_purpose_and_the_next_window_count_from_nothing(clock):
    for _ in range(3):
        knock()
    assert knock("192.0.2.2")
    assert knock("192.0.2.1", Limit("ringing", 3, HOUR))
    clock(NOON + timedelta(hours=1, seconds=-1))
    assert not knock()
    clock(NOON + timedelta(hours=1))
    assert knock()


@pytest.mark.django_db
def test_it_says_after_how_many_seconds_to_come_again(clock):
    clock(NOON + timedelta(minutes=59))
    for _ in range(3):
        knock()
    with pytest.raises(TooOften) as refused:
        count_one([THREE], "192.0.2.1")
    assert refused.value.seconds == 61


@pytest.mark.django_db
def test_what_one_limit_refuses_is_counted_under_none(clock):
    everybody = Limit("knocking", 1, DAY, by_all=True)
    assert knock("192.0.2.1", THREE, everybody)
    assert not knock("192.0.2.2", THREE, everybody)
    assert sorted(RateCount.objects.values_list("client", "count"))[0] == ("", 1)
    assert RateCount.objects.count() == 2


@pytest.mark.django_db
def test_windows_that_begin_together_are_counted_apart(clock):
    clock(NOON.replace(hour=0))
    by_day = Limit("knocking", 2, DAY)
    assert knock("192.0.2.1", THREE, by_day)
    assert sorted(RateCount.objects.values_list("seconds", "count")) == [(HOUR, 1), (DAY, 1)]


@pytest.mark.django_db
def test_no_address_is_kept_and_none_is_followed_into_the_next_day(clock, settings):
    settings.SECRET_KEY = "one"
    knock()
    clock(NOON + timedelta(hours=1))
    knock()
    clock(NOON + timedelta(days=1))
    RateCount.objects.update(ends_at=NOON + timedelta(days=9))
    knock()
    clock(NOON + timedelta(hours=2))
    settings.SECRET_KEY = "another"
    knock()
    kept = list(RateCount.objects.order_by("id").values_list("client", flat=True))
    assert kept[0] == kept[1]
    assert len(set(kept)) == 3
    assert not any("192" in each for each in kept)


@pytest.mark.django_db
def test_rows_of_windows_that_are_over_go_with_the_next_new_one(clock):
    knock()
    clock(NOON + timedelta(hours=2))
    knock()
    assert RateCount.objects.get().starts_at == NOON + timedelta(hours=2)


@pytest.mark.django_db
def test_a_limit_of_nothing_lets_nobody_in(clock):
    assert not knock("192.0.2.1", Limit("knocking", 0, HOUR))


@pytest.mark.django_db
def test_counting_costs_few_queries(clock, django_assert_max_num_queries):
    knock()
    with django_assert_max_num_queries(4):  # two of them mark the transaction
        knock()


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_no_count_is_lost(clock):
    def once(_) -> bool:
        try:
            return knock("192.0.2.1", Limit("knocking", 7, HOUR))
        finally:
            connection.close()

    # SQLite in memory does not wait for another writer; in a file it does.
    workers = 8 if connection.vendor == "postgresql" else 1
    with ThreadPoolExecutor(workers) as pool:
        let_in = list(pool.map(once, range(16)))
    assert let_in.count(True) == 7
    assert RateCount.objects.get().count == 7


@pytest.mark.parametrize(
    ("proxies", "forwarded", "client"),
    [
        (0, None, "192.0.2.9"),
        (0, "203.0.113.5", "192.0.2.9"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "198.51.100.1, 203.0.113.5", "203.0.113.5"),
        (2, "198.51.100.1, 203.0.113.5, 10.0.0.1", "203.0.113.5"),
        (2, "203.0.113.5", "192.0.2.9"),
        (1, "", "192.0.2.9"),
        (1, "unknown", "192.0.2.9"),
        (1, "203.0.113.5,", "192.0.2.9"),
        (1, "<script>\0", "192.0.2.9"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "2001:db8:1:2::9", "2001:db8:1:2::/64"),
        (1, "fe80::1%eth0", "fe80::/64"),
        (1, "::ffff:203.0.113.5", "203.0.113.5"),
    ],
)
def test_a_client_is_who_the_trusted_proxy_saw(settings, proxies, forwarded, client):
    settings.TRUSTED_PROXIES = proxies
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.9", **headers)
    assert client_of(request) == client


def test_who_comes_through_a_socket_without_an_address_is_one_client():
    assert client_of(RequestFactory().get("/", REMOTE_ADDR="")) == ""
