"""What is known of a replica, and what the settings make of its address."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from diplomacy.serving.database_setup import REPLICA, add_replica, with_options
from diplomacy.serving.replica.following import Reached
from diplomacy.serving.replica.watching import Standing, Watch

from .pairs import InStep, WithoutPrimary, WithoutReplica

LIMITS = "diplomacy.serving.database_limits.DatabaseLimitsMiddleware"


@pytest.fixture
def standing() -> Standing:
    return Standing(5)


def test_it_may_be_read_for_some_seconds_after_it_held_everything(standing):
    assert not standing.may_be_read(0)
    standing.note_written(0, 100)
    standing.note_reached(0, Reached(100, follows=True))
    assert standing.may_be_read(4.9)
    assert not standing.may_be_read(5)


def test_it_holds_what_was_written_when_the_place_was_asked_for_not_when_it_was_reached(standing):
    for now, written, found in [(0, 100, 90), (1, 110, 90), (2, 120, 110)]:
        standing.note_written(now, written)
        standing.note_reached(now, Reached(found, follows=True))
    assert standing.may_be_read(5.9)
    assert not standing.may_be_read(6), "it reached what was written at 1"


def test_one_that_falls_behind_is_told_and_used_again_when_it_has_caught_up(standing):
    for now in range(10):
        standing.note_written(now, 100 + now)
        standing.note_reached(now, Reached(100, follows=True))
        assert standing.may_be_read(now) is (now < 5)
    assert standing.what_is_wrong() == "it is more than 5 seconds behind"
    standing.note_written(10, 110)
    standing.note_reached(10, Reached(110, follows=True))
    assert (standing.what_is_wrong(), standing.may_be_read(10)) == ("", True)


def test_one_that_became_a_database_of_its_own_is_not_read(standing):
    standing.note_written(0, 100)
    standing.note_reached(0, Reached(100, follows=False))
    assert not standing.may_be_read(0)
    assert standing.what_is_wrong() == "it follows no primary"


def test_what_changes_is_told_once(caplog):
    caplog.set_level("INFO")
    watch = Watch(InStep, 5)
    for pair in (InStep(), WithoutReplica(), WithoutReplica(), InStep(), InStep()):
        watch.look(pair)
    assert [one.getMessage() for one in caplog.records] == [
        "The replica is not read: it does not answer (OperationalError). The primary answers.",
        "The replica is read again.",
    ]


def test_while_the_primary_is_away_what_is_known_of_the_replica_holds_no_longer(standing):
    watch = Watch(InStep, 5)
    watch.look(InStep())
    known = watch._standing._holds
    watch.look(WithoutPrimary())
    assert watch._standing._holds == known
    assert watch._standing.may_be_read(known + 4.9)
    assert not watch._standing.may_be_read(known + 5)


# Settings ---------------------------------------------------------------------


def described(engine: str = "postgresql", **more) -> dict:
    engine = f"django.db.backends.{engine}"
    return {"ENGINE": engine, "NAME": "n", "PASSWORD": "", "OPTIONS": {}} | more


def primary(pooled: bool = False, **more) -> dict:
    return {"default": with_options(described(PASSWORD="ours") | more, 60, pooled)}


def test_without_a_replica_there_is_nothing_of_it():
    databases, middleware = primary(), [LIMITS]
    assert add_replica({}, 0, databases, middleware) == []
    assert (list(databases), middleware) == (["default"], [LIMITS])


def test_a_replica_takes_no_writes_and_the_password_of_the_primary_if_it_has_none():
    databases, middleware = primary(), [LIMITS, "next"]
    assert len(add_replica(described(), 3, databases, middleware)) == 1
    found = databases[REPLICA]
    assert found["ENGINE"] == databases["default"]["ENGINE"]
    assert found["PASSWORD"] == "ours"
    assert found["OPTIONS"]["options"] == "-c default_transaction_read_only=on"
    assert found["OPTIONS"]["connect_timeout"] == 2
    assert [one.rpartition(".")[2] for one in middleware] == [
        "DatabaseLimitsMiddleware",
        "ReplicaMiddleware",
        "next",
    ]
    add_replica(described(PASSWORD="own"), 3, databases, middleware)
    assert databases[REPLICA]["PASSWORD"] == "own"


def test_a_pooler_is_told_no_option_that_it_does_not_take():
    databases = primary(pooled=True)
    add_replica(described(), 3, databases, [LIMITS])
    assert databases["default"]["DISABLE_SERVER_SIDE_CURSORS"]
    assert databases[REPLICA]["DISABLE_SERVER_SIDE_CURSORS"]
    assert "options" not in databases[REPLICA]["OPTIONS"]


@pytest.mark.parametrize(
    ("replica", "of", "seconds", "told"),
    [
        (described("sqlite3"), primary(), 5, "SQLite keeps no replica"),
        (described(), primary(ENGINE="django.db.backends.sqlite3"), 5, "SQLite keeps no replica"),
        (described(), primary(), 2, "DATABASE_REPLICA_SECONDS must be at least 3"),
    ],
)
def test_what_can_be_no_replica_is_refused(replica, of, seconds, told):
    with pytest.raises(ImproperlyConfigured, match=told):
        add_replica(replica, seconds, of, [LIMITS])


SHOWN = """
from django.conf import settings as found
print(sorted(found.DATABASES), len(found.DATABASE_ROUTERS), found.DATABASES["default"]["NAME"])
print(any("ReplicaMiddleware" in one for one in found.MIDDLEWARE))
print(found.DATABASE_READ_SECONDS, found.DATABASE_LOCK_SECONDS, found.DATABASE_IDLE_SECONDS)
"""


@pytest.mark.once
def test_the_variables_make_a_site_with_a_replica_behind_a_pooler():
    shown = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", SHOWN],
        cwd=settings.BASE_DIR,
        env={
            "PYTHONDONTWRITEBYTECODE": "1",
            "DATABASE_URL": "postgresql://site@first.example/ties",
            "DATABASE_REPLICA_URL": "postgresql://site@second.example/ties",
            "DATABASE_POOLED": "yes",
        },
        capture_output=True,
        check=True,
        text=True,
    )
    assert shown.stdout.splitlines() == ["['default', 'replica'] 1 ties", "True", "0 0 0"]
