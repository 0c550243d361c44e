"""Eight who send passwords as fast as they can do not take the pages from the readers."""

import http.client
import re
import time
from statistics import quantiles
from threading import Event, Thread
from urllib.parse import urlencode

import pytest

from .live import Live

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

DOOR = "/en/desk/sign-in/"
READ = "/en/cities/"


@pytest.fixture
def live(register):
    with Live(register, TRUSTED_PROXIES="1").served() as served:
        yield served


def form(live: Live) -> tuple[str, str]:
    """Return the cookie and the token of a sign-in page."""
    page = live.get(DOOR)
    cookie = page.headers["Set-Cookie"].partition(";")[0]
    return cookie, re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]


def attack(live: Live, number: int, stop: Event, statuses: list[int]) -> None:
    """Send passwords, each from another address and for another name, until told to stop."""
    cookie, token = form(live)
    sent = 0
    while not stop.is_set():
        sent += 1
        body = urlencode(
            {"csrfmiddlewaretoken": token, "username": f"n{number}-{sent}", "password": "wrong"}
        )
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": cookie,
            "X-Forwarded-For": f"10.{number}.{sent // 250}.{sent % 250 + 1}",
        }
        server = http.client.HTTPConnection("127.0.0.1", live.port, timeout=60)
        server.request("POST", DOOR, body, headers)
        statuses.append(server.getresponse().status)
        server.close()


def slowest(live: Live, seconds: float) -> float:
    """Return the time within which ninety-nine of a hundred pages were answered."""
    end, taken = time.monotonic() + seconds, []
    while time.monotonic() < end:
        taken.append(live.get(READ).seconds)
    return quantiles(taken, n=100)[-1]


def test_readers_wait_little_longer_while_passwords_are_tried(live):
    quiet = slowest(live, 10)
    stop, statuses = Event(), []
    threads = [Thread(target=attack, args=(live, one, stop, statuses)) for one in range(8)]
    for thread in threads:
        thread.start()
    try:
        under_attack = slowest(live, 30)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    print(f"quiet {quiet:.3f} s, attacked {under_attack:.3f} s, {len(statuses)} tries")  # noqa: T201
    # Ten in ten seconds are let through to the hash, the rest is refused.
    assert 0 < statuses.count(200) <= 10 * (40 / 10 + 2)
    assert set(statuses) <= {200, 429}
    assert under_attack <= 5 * max(quiet, 0.02)
