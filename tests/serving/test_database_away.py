"""The database goes away for a while: clear answers, soon, and nobody has to start anything."""

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest

from tests.office.drill import address

from .live import SECONDS, STYLE, Live

pytestmark = pytest.mark.slow

PAGES = ["/fa/", "/en/cities/partner/", "/zh-hans/cities/", "/en/desk/sign-in/"]
TITLES = {
    "/fa/": "دفتر اکنون در دسترس نیست",
    "/en/cities/partner/": "The register cannot be reached just now",
    "/zh-hans/cities/": "登记册暂时无法访问",
}


def ask_server(*statements: str) -> None:
    with psycopg.connect(address("postgres"), autocommit=True) as server:
        for statement in statements:
            server.execute(statement)


def name_of(live: Live) -> str:
    return live.place.connection.settings_dict["NAME"]


def end_connections(live: Live) -> str:
    """Return the statement that ends every connection to the database, as a restart does."""
    return (
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name_of(live)}'"
    )


@contextmanager
def away(live: Live) -> Iterator[None]:
    """Have the server end and refuse all connections to the database of the site."""
    name = name_of(live)
    ask_server(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false', end_connections(live))
    try:
        yield
    finally:
        ask_server(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def assert_all_is_well(live: Live) -> None:
    live.wait_for("/readyz", 200, 5)
    answers = [live.get(page) for page in PAGES * 5]
    assert {answer.status for answer in answers} == {200}, live.log[-3000:]


def test_while_the_server_is_away_readers_are_told_to_come_back(on_postgresql, live):
    assert_all_is_well(live)
    tokens = live.forms(2)
    with away(live):
        for page, title in TITLES.items():
            answer = live.get(page)
            assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
            assert title in answer.text
            assert answer.seconds < SECONDS
            assert "Set-Cookie" not in answer.headers
        sent = live.correct(tokens[0])
        assert sent.status == 503
        assert "may not have been saved" in sent.text
        api = live.get("/api/v1/cities/partner/?lang=en")
        assert (api.status, api.headers["Content-Type"]) == (503, "application/json")
        style = live.get("/static/some.css")
        assert (style.status, style.text.encode()) == (200, STYLE)
        assert live.get("/healthz").status == 200
        live.wait_for("/readyz", 503, 3)
        probe = live.get("/readyz")
        assert (probe.text, probe.seconds < SECONDS) == ("not ready\n", True)
    assert_all_is_well(live)
    assert live.correct(tokens[0]).status == 303, "the same form, sent once more"


def test_a_restart_of_the_server_costs_no_reader_anything(on_postgresql, live):
    for _ in range(3):
        assert_all_is_well(live)
        ask_server(end_connections(live))
        assert {live.get(page).status for page in PAGES * 2} == {200}, live.log[-3000:]


def test_a_frozen_connection_is_given_up_for_another(on_postgresql, live):
    assert_all_is_well(live)
    with psycopg.connect(address("postgres"), autocommit=True) as server:
        question = "SELECT pid FROM pg_stat_activity WHERE datname = %s"
        frozen = [pid for (pid,) in server.execute(question, [name_of(live)])]
    assert frozen
    for pid in frozen:  # processes of the server that the tests started
        os.kill(pid, signal.SIGSTOP)
    try:
        answers = [live.get(page) for page in PAGES * 3]
        assert {answer.status for answer in answers} == {200}, live.log[-3000:]
        assert max(answer.seconds for answer in answers) < SECONDS
        assert live.get("/readyz").status == 200
    finally:
        for pid in frozen:
            os.kill(pid, signal.SIGCONT)
    assert_all_is_well(live)


def test_a_server_that_takes_no_writes_is_still_read(on_postgresql, live):
    tokens, name = live.forms(1), name_of(live)
    read_only = f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'
    ask_server(read_only, end_connections(live))
    assert_all_is_well(live)
    assert live.correct(tokens[0]).status == 503
    ask_server(read_only.replace("= on", "= off"), end_connections(live))
    assert live.correct(tokens[0]).status == 303


def test_while_somebody_writes_for_long_the_site_is_read_and_writers_are_told(on_sqlite, live):
    tokens = live.forms(1)
    with closing(sqlite3.connect(name_of(live), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert_all_is_well(live)
        sent = live.correct(tokens[0])
        assert (sent.status, sent.headers["Retry-After"]) == (503, "30")
        assert sent.seconds < SECONDS
        other.execute("ROLLBACK")
    assert live.correct(tokens[0]).status == 303
