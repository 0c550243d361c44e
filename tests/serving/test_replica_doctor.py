"""The doctor tells of a replica that is none, that is away, and of a pooler that has no limits."""

from collections.abc import Iterator

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from diplomacy.office.doctor import Level, database, replica
from diplomacy.serving.database_setup import REPLICA


def told(check) -> list[tuple[Level, str]]:
    found = list(check())
    assert all(bool(one.advice) == (one.level is not Level.OK) for one in found)
    return [(one.level, one.told) for one in found]


@pytest.fixture
def named(on_postgresql) -> Iterator[BaseDatabaseWrapper]:
    """Name the database itself as the replica, by a connection that was open before."""
    another = connection.copy(REPLICA)
    another.ensure_connection()
    connections[REPLICA] = another
    connections.settings[REPLICA] = another.settings_dict
    yield another
    another.close()
    del connections[REPLICA], connections.settings[REPLICA]


def test_without_a_replica_there_is_nothing_to_tell():
    assert list(replica.examine()) == []


def test_a_database_that_follows_no_other_is_no_replica(named):
    ((level, text),) = told(replica.examine)
    assert level is Level.FAIL
    assert "a database of its own, which follows no primary" in text


def test_a_replica_that_is_away_is_told(named):
    named.connection.close()
    ((level, text),) = told(replica.examine)
    assert level is Level.FAIL
    assert text.startswith("It does not answer: the connection is closed.")


def test_no_pooler_is_told_where_the_server_answers_itself(on_postgresql):
    assert "A pooler stands between" not in str(told(database.examine))


def test_limits_of_the_site_and_a_pooler_contradict_each_other(on_postgresql, settings):
    settings.DATABASE_POOLED = True
    (found,) = [one for one in told(database.examine) if "DATABASE_POOLED" in one[1]]
    assert found[0] is Level.FAIL
    assert "DATABASE_READ_SECONDS, DATABASE_LOCK_SECONDS, DATABASE_IDLE_SECONDS" in found[1]


def test_behind_a_pooler_the_role_has_the_limits(on_postgresql, settings):
    settings.DATABASE_POOLED = True
    settings.DATABASE_READ_SECONDS = settings.DATABASE_LOCK_SECONDS = 0
    settings.DATABASE_IDLE_SECONDS = 0
    with connection.cursor() as cursor:
        for limit, level in [("0", Level.WARN), ("10s", Level.OK)]:
            cursor.execute(f"SET statement_timeout = '{limit}'")
            found = [one for one in told(database.examine) if "role" in one[1]]
            assert level in [one[0] for one in found if "superuser" not in one[1]]
        cursor.execute("RESET statement_timeout")
