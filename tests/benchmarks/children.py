"""Processes that measure, each on a database of its own, asked by lines of JSON."""

import json
import subprocess
import sys
from contextlib import AbstractContextManager
from typing import Any

from .databases import FOLDER, ROOT, environment


class Fault(Exception):
    """A process ended before it had answered; its words are in the file that is named."""


class Child(AbstractContextManager):
    """A module of ours in a process of its own, which ends with the `with`."""

    def __init__(self, module: str, address: str, **variables: str) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        self._log = FOLDER / "log"
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", f"tests.benchmarks.{module}"],
                cwd=ROOT,
                env=environment(address) | variables,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def ask(self, name: str, **parameters: Any) -> Any:
        """Return what the process answers. Raises Fault where it ends instead."""
        self._process.stdin.write(json.dumps([name, parameters]) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise Fault(f"A process ended at {name!r}; {self._log} says why.")
        return json.loads(line)

    def end_of_questions(self) -> None:
        """Wait until it ends, having nothing more to answer. Raises Fault where it failed."""
        self._process.stdin.close()
        if self._process.wait():
            raise Fault(f"A process ended with a fault; {self._log} says which.")

    def __exit__(self, *_: object) -> None:
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.kill()
        self._process.wait()
