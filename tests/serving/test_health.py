"""Two addresses say whether the site answers and whether it can be used, and nothing more."""

import logging
import threading
import time

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import Resolver404, resolve

from diplomacy.serving import health
from diplomacy.serving.former_migrations import FORMER, LAST, halfway
from diplomacy.serving.health import ALIVE, READY, Readiness


def readiness(monkeypatch, probe) -> Readiness:
    made = Readiness(probe)
    monkeypatch.setattr(health, "readiness", made)
    return made


@pytest.fixture
def ready(monkeypatch) -> Readiness:
    return readiness(monkeypatch, str)


@pytest.fixture
def unready(monkeypatch) -> Readiness:
    return readiness(monkeypatch, lambda: "The database does not answer (/var/lib/secret).")


# Without the mark django_db any query raises: neither answer asks the database in its own thread.
@pytest.mark.parametrize("address", [ALIVE, READY])
def test_a_probe_gets_a_word_and_a_status_whatever_host_it_names(ready, address, settings):
    settings.SECURE_SSL_REDIRECT = True
    for host in ("10.1.2.3:8000", "elsewhere.example", "", "so bad a <host>"):
        answer = Client().get(address, HTTP_HOST=host)
        assert (answer.status_code, answer.content) == (200, b"ok\n")
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert answer["Cache-Control"] == "no-store"
        assert not answer.cookies
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_what_is_not_ready_says_so_without_a_reason(unready):
    answer = Client().get(READY)
    assert (answer.status_code, answer.content) == (503, b"not ready\n")
    assert not answer.cookies
    assert not {"Server", "X-Powered-By", "ETag", "Vary"} & {*answer.headers}
    assert Client().get(ALIVE).status_code == 200


def test_a_probe_may_ask_for_the_head_and_may_send_nothing(ready):
    assert Client().head(READY).content == b""
    for method in ("post", "put", "delete", "options"):
        refused = getattr(Client(), method)(READY)
        assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("address", ["/healthz/", "/readyz/", "/fa/healthz", "/healthz/x"])
def test_other_addresses_are_not_answered_so(address):
    assert health.HealthMiddleware(lambda request: None)(RequestFactory().get(address)) is None
    with pytest.raises(Resolver404):
        resolve(address)


def test_the_reason_stands_in_the_log_once(unready, caplog):
    with caplog.at_level(logging.INFO, logger="diplomacy.serving.health"):
        for _ in range(3):
            assert not unready.good()
    assert [line.getMessage() for line in caplog.records] == [
        "Not ready: The database does not answer (/var/lib/secret)."
    ]


def test_asking_often_asks_the_database_once():
    asked = []
    watch = Readiness(lambda: asked.append(1) or "")
    assert all(watch.good() for _ in range(50))
    assert len(asked) == 1


def test_what_changes_is_seen_within_seconds(monkeypatch):
    monkeypatch.setattr(health, "KEPT", 0.05)
    reasons = ["", "gone", ""]
    watch = Readiness(lambda: reasons.pop(0))
    seen = []
    for _ in range(3):
        seen.append(watch.good())
        time.sleep(0.1)
    assert seen == [True, False, True]


def test_a_database_that_hangs_is_told_in_time_and_asked_once(monkeypatch):
    monkeypatch.setattr(health, "PATIENCE", 0.2)
    hanging, asked = threading.Event(), []

    def hang() -> str:
        asked.append(1)
        hanging.wait(5)
        return ""

    watch, began = Readiness(hang), time.monotonic()
    assert not any(watch.good() for _ in range(20))
    assert time.monotonic() - began < 1, "later ones need not wait as long again"
    hanging.set()
    time.sleep(0.05)
    assert watch.good()
    assert len(asked) == 1


def test_a_probe_that_fails_is_not_ready():
    assert not Readiness(lambda: 1 / 0).good()


class Kept:
    """The connection of the test, which nobody closes before its end."""

    cursor = staticmethod(connection.cursor)

    def close(self) -> None:
        pass


@pytest.mark.django_db
def test_a_site_that_lacks_nothing_is_ready(monkeypatch, tmp_path):
    with connection.cursor() as cursor:  # also where the tests run without migrations
        cursor.execute("CREATE TABLE IF NOT EXISTS django_migrations (app text, name text)")
    monkeypatch.setattr(health, "written_folders", lambda: [tmp_path])
    monkeypatch.setattr(health, "connection", Kept())
    monkeypatch.setattr(health, "known_migrations", frozenset)
    assert health.what_is_missing() == ""
    assert list(tmp_path.iterdir()) == [], "what was written to try is gone"
    monkeypatch.setattr(health, "known_migrations", lambda: frozenset([("registry", "9999_x")]))
    assert "1 migrations are not applied" in health.what_is_missing()
    monkeypatch.setattr(health, "known_migrations", frozenset)
    monkeypatch.setattr(health, "written_folders", lambda: [tmp_path / "absent"])
    assert "cannot be written to" in health.what_is_missing()


def test_every_migration_of_the_program_is_known(settings):
    settings.MIGRATION_MODULES = {}  # also where the tests run without
    known = health.known_migrations.__wrapped__()
    assert {app for app, _name in known} >= {"registry", "accounts", "office", "sessions"}


@pytest.fixture
def names_of_the_program(settings, monkeypatch) -> None:
    settings.MIGRATION_MODULES = {}
    for name in ("known_migrations", "_folded"):  # as they are kept in a run without migrations
        monkeypatch.setattr(health, name, getattr(health, name).__wrapped__)


@pytest.mark.parametrize("app", sorted(LAST))
def test_where_all_former_migrations_are_noted_the_first_of_today_stand(names_of_the_program, app):
    former = {one for one in FORMER if one[0] == app}
    today = {one for one in health.known_migrations() if one[0] == app and one[1] < "0003"}
    # What a later version brings is none of the former, however low its number.
    later = {(app, "0002_a_later_one"), (app, "0005_a_later_one"), (app, "9999_x")}
    assert health.standing(former | later) == today | later


def test_where_some_former_ones_are_noted_none_of_today_is_taken_for_them(names_of_the_program):
    for app, last in LAST.items():
        some = {one for one in FORMER if one[0] == app} - {(app, last)}
        assert halfway(some) == {app}
        assert health.standing(some) >= some
        assert not halfway(some | {(app, last)})
    assert not halfway(health.known_migrations())
    assert not FORMER & health.known_migrations(), "a name that is used again would be forgotten"
