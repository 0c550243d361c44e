"""Headers that are all different cost no memory that stays, and no strange one breaks a page."""

import gc
import logging
import tracemalloc

import pytest
from django.test import Client

from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.once]

STRANGE = {
    "accept": ["a/b;q=0." + "9" * 500, "*/*," * 2000, "\xff", ";;;q=", "application/json;q=nan"],
    "accept-language": [
        "x" * 8000,
        "en," * 2000,
        "*;q=0",
        "en;q=1e999",
        "fa-\xff",
        "-",
        "zh-hans-" * 99,
    ],
    "range": ["bytes=0-", "bytes=" + ",".join(f"{n}-{n}" for n in range(1000)), "bytes=9-1", "x"],
    "if-none-match": [", ".join(f'"{n:032}"' for n in range(1000)), "W/" * 500, '"', "*"],
    "if-modified-since": ["x" * 4000, "Thu, 99 Foo 9999 99:99:99 GMT"],
    "cookie": ["a=" + "b" * 8000, ";" * 8000, "=".join("ab" * 2000), "sessionid=" + "9" * 4000],
}


@pytest.fixture
def places() -> list[str]:
    partner = builders.tie().partner
    return [
        "/en/",
        f"/en/cities/{partner.key}/",
        "/api/v1/ties/",
        f"/en/cities/{partner.key}/feed.atom",
    ]


@pytest.mark.parametrize("header", STRANGE)
def test_no_strange_header_breaks_a_page(places, header):
    for value in STRANGE[header]:
        for place in places:
            answer = Client().get(place, headers={header: value})
            assert answer.status_code in (200, 206, 304, 400, 406), (place, value[:40])
            assert not answer.cookies


# What the client of the tests itself keeps of each request.
OF_TESTS = ("*/weakref.py", "*/django/dispatch/dispatcher.py", "*/django/test/*", __file__)


def kept() -> int:
    """Return the bytes that are allocated by now, without those of the tests."""
    gc.collect()
    without = [tracemalloc.Filter(False, place) for place in OF_TESTS]
    found = tracemalloc.take_snapshot().filter_traces(without)
    return sum(one.size for one in found.statistics("filename"))


def test_values_that_are_all_different_leave_nothing_behind(places):
    """Ask 600 times, each with values of its own: Django keeps a thousand languages at most."""

    def ask(first: int, last: int) -> None:
        client = Client()
        for number in range(first, last):
            headers = {
                "accept-language": f"x{number}-{number:04},en;q=0.{number}",
                "accept": f"text/x{number}",
                "user-agent": f"agent {number}",
                "cookie": f"a{number}={number}",
                "if-none-match": f'"{number:032}"',
                "x-forwarded-for": f"192.0.2.{number}",
            }
            client.get(f"/styles/base.css?x={number}", headers=headers)
            client.get(places[0] if number % 50 == 0 else "/robots.txt", headers=headers)

    logging.disable()  # pytest holds what is logged until the test is over
    ask(0, 100)
    tracemalloc.start()
    try:
        ask(100, 300)
        before = kept()
        ask(300, 900)
        assert kept() - before < 200 * 600
    finally:
        tracemalloc.stop()
        logging.disable(logging.NOTSET)
