"""A replica of the server that the tests started, on this machine, as it streams."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import psycopg
import pytest
from django.db import connection

from tests import pgboot
from tests.office import drill


class Standby:
    """A replica that can be stopped, started, frozen and held back."""

    def __init__(self) -> None:
        host = str(connection.settings_dict["HOST"])
        if pgboot.PREFIX not in host:
            pytest.skip("No replica is made of a server that the tests did not start")
        self.folder, self._run = pgboot.place()
        self._run(
            "pg_basebackup",
            f"--dbname=host={host} user=postgres",
            "--write-recovery-conf",
            "--checkpoint=fast",
            "--no-sync",
        )
        (self.folder / "data").chmod(0o700)

    def start(self) -> None:
        options = f"--options={pgboot.options(self.folder)}"
        self._run("pg_ctl", "start", "--wait", f"--log={self.folder / 'log'}", options)

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--wait", "--mode=immediate")

    def address(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def ask(self, question: str) -> list[tuple]:
        return ask(self.address("postgres"), question)

    @contextmanager
    def held_back(self) -> Iterator[None]:
        """Have it take all that comes, and show nothing of it."""
        self.ask("SELECT pg_wal_replay_pause()")
        try:
            yield
        finally:
            self.ask("SELECT pg_wal_replay_resume()")

    @contextmanager
    def frozen(self, name: str) -> Iterator[None]:
        """Have whatever asks for the database wait for ever."""
        found = self.ask(f"SELECT pid FROM pg_stat_activity WHERE datname = '{name}'")
        first = (self.folder / "data" / "postmaster.pid").read_text().split()[0]
        pids = [int(first), *(pid for (pid,) in found)]  # of the server that was started here
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)


def ask(address: str, question: str) -> list[tuple]:
    with psycopg.connect(address, autocommit=True) as server:
        found = server.execute(question)
        return found.fetchall() if found.description else []


class Asked:
    """Which of two servers is asked about the register."""

    def __init__(self, name: str, standby: Standby) -> None:
        self._addresses = {
            "primary": drill.address("postgres"),
            "replica": standby.address("postgres"),
        }
        self._question = (
            "SELECT max(query_start) FROM pg_stat_activity"
            f" WHERE datname = '{name}' AND query LIKE '%registry_%'"
        )

    def now(self) -> dict[str, datetime | None]:
        return {name: ask(at, self._question)[0][0] for name, at in self._addresses.items()}
