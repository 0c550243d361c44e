"""A connection that does not answer is given up."""

import socket
from contextlib import closing
from time import monotonic

import pytest
from django.db import connection

from diplomacy.serving.postgresql.base import PATIENCE, answers


@pytest.fixture
def another(on_postgresql):
    with closing(connection.copy()) as made:
        made.ensure_connection()
        yield made


def test_a_connection_that_works_is_usable_as_often_as_it_is_asked(another):
    assert all(another.is_usable() for _ in range(3))
    with another.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    assert another.is_usable()


def test_a_connection_that_was_ended_is_not(another):
    with connection.cursor() as cursor:
        pid = another.connection.info.backend_pid
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    assert not another.is_usable()
    another.connection.close()
    assert not another.is_usable()


class Silent:
    """A connection to somebody who takes everything and says nothing."""

    def __init__(self, end: socket.socket) -> None:
        self.socket = end.fileno()

    def send_query(self, _question: bytes) -> None:
        """It goes out."""

    def is_busy(self) -> bool:
        return True


def test_a_connection_that_is_frozen_is_not(on_postgresql):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        began = monotonic()
        assert not answers(Silent(ours), PATIENCE)
        assert PATIENCE <= monotonic() - began < 2
