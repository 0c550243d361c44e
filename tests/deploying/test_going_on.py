"""The deployed site goes on through slow visitors, reloads and kills, and ends in good order."""

import json
import os
import re
import resource
import signal
import socket
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from .proxied import STYLE, UNVERIFIED, Answer, Deployed, own_page

# The mark for the database is for the fixture, which fills it once.
pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.django_db]


def test_slow_and_idle_visitors_hinder_nobody(site):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 4096:
        pytest.skip("This machine allows too few connections")
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, hard))
    there = ("127.0.0.1", site.https_port)
    held = []
    try:
        held = [socket.create_connection(there, 30) for _ in range(1000)]
        for number in range(40):  # more than the register has threads
            plain = socket.create_connection(there, 30)
            slow = UNVERIFIED.wrap_socket(plain)
            slow.sendall(b"POST /en/corrections/ HTTP/1.1\r\nHost: 127.0.0.1\r\n")
            if number % 2:
                slow.sendall(b"Content-Length: 1000\r\n\r\nwords=")
            held.append(slow)
        assert [site.get(path).status for path in ("/fa/", "/en/", "/healthz")] == [200] * 3
        held[0].settimeout(20)
        assert held[0].recv(1) == b""  # who sends nothing is let go
    finally:
        for one in held:
            one.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_reloading_refuses_nobody(site):
    before = workers_of(site)
    end = threading.Event()
    statuses: list[int | str] = []

    def ask() -> None:
        while not end.is_set():
            try:
                statuses.append(site.get("/en/").status)
            except OSError as error:
                statuses.append(repr(error))

    asking = [threading.Thread(target=ask) for _ in range(3)]
    for thread in asking:
        thread.start()
    try:
        site.web.send_signal(signal.SIGHUP)
        site.wait(lambda: workers_of(site) and not workers_of(site) & before, 30)
        site.proxy.send_signal(signal.SIGHUP)
        asked = len(statuses)
        site.wait(lambda: len(statuses) > asked + 10)
    finally:
        end.set()
        for thread in asking:
            thread.join()
    assert set(statuses) == {200}


def test_a_process_that_is_killed_is_replaced_and_the_others_go_on(site):
    killed, *others = workers_of(site)
    os.kill(int(killed), signal.SIGKILL)
    assert others
    assert site.get("/en/").status == 200
    site.wait(lambda: len(workers_of(site) - {killed}) == 2)
    assert {*others} <= workers_of(site)
    assert site.get("/en/").status == 200


def workers_of(site: Deployed) -> set[str]:
    """Return the processes that gunicorn has started."""
    pid = site.web.pid
    return {*Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def test_what_is_due_is_done_once(site):
    done = site.daily()
    assert done.returncode == 0, done.stderr
    data = site.place.documents.parent
    assert len(list((data / "backups").iterdir())) == 1
    assert list((site.folder / "open-data").glob("*.zip"))
    assert "No mail server" in done.stdout
    assert site.get("/data/register.zip").status == 200
    again = site.daily()
    assert (again.returncode, again.stdout) == (0, "")
    assert len(list((data / "backups").iterdir())) == 1


def test_requests_at_hand_end_before_the_register_and_the_proxy_do(site):
    tokens = forms(site, 2)
    assert site.get("/static/some.css").status == 200
    answer = while_it_waits(site, tokens[0], lambda: site.web.send_signal(signal.SIGTERM))
    assert answer.status == 303
    assert site.web.wait(20) == 0
    assert site.healthy() != 0

    away = site.get("/fa/")
    assert away.status == 502
    assert own_page(away)
    assert away.headers["Retry-After"] == "30"
    told = site.get("/api/v1/cities/")
    assert (told.status, json.loads(told.body)["status"]) == (503, 503)
    assert told.headers["Access-Control-Allow-Origin"] == "*"
    assert site.get("/static/some.css").body == STYLE  # which the proxy has kept
    assert site.get("/proxy-pages/pages.css").headers["Content-Type"] == "text/css"

    site.start_web()
    assert site.get("/fa/").status == 200
    answer = while_it_waits(site, tokens[1], lambda: site.proxy.send_signal(signal.SIGQUIT))
    assert answer.status == 303
    assert site.proxy.wait(20) == 0
    site.start_proxy()
    log = (site.folder / "proxy.log").read_text("utf-8")
    assert "127.0.0.1" not in log


def forms(site: Deployed, number: int) -> list[str]:
    """Return the tokens of so many forms for corrections, old enough to be sent."""
    pages = [site.get("/en/corrections/").text for _ in range(number)]
    time.sleep(3)  # nobody reads and writes in less
    return [re.search(r'name="token" value="([^"]+)"', page)[1] for page in pages]


def while_it_waits(site: Deployed, token: str, act: Callable[[], None]) -> Answer:
    """Send a correction that waits for a lock, act, let it go on, and return its answer."""
    answers = []
    form = {"words": "The day is wrong.", "token": token, "website": ""}
    sending = threading.Thread(target=lambda: answers.append(site.post("/en/corrections/", form)))
    name = site.place.connection.settings_dict["NAME"]
    with closing(sqlite3.connect(name, timeout=10, isolation_level=None)) as lock:
        lock.execute("BEGIN IMMEDIATE")
        sending.start()
        time.sleep(1.5)
        act()
        time.sleep(1)
        lock.execute("ROLLBACK")
    sending.join()
    return answers[0]
