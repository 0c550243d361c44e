"""Packages that a process loads when it first asks something of them (record 65)."""

from importlib import import_module
from typing import Any


class Package:
    """Stands for a package, or a module of one, and loads it with the first name asked of it.

    `import` where it is used would do the same, and hide in functions what a module rests on.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        # Python's own lock of imports makes the other threads wait for the first.
        found = getattr(import_module(self._name), name)
        setattr(self, name, found)
        return found
