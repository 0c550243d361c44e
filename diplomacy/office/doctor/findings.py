"""What a check says of one thing."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """How much it matters: OK, to be mended some day, or now."""

    OK = "OK"
    WARN = "WARN"
    FAIL = "FAIL"


class Finding(NamedTuple):
    level: Level
    about: str
    told: str
    advice: str = ""  # what to do; nothing where all is well


Check = Callable[[], Iterable[Finding]]


def good(about: str, told: str) -> Finding:
    return Finding(Level.OK, about, told)


def warning(about: str, told: str, advice: str) -> Finding:
    return Finding(Level.WARN, about, told, advice)


def failing(about: str, told: str, advice: str) -> Finding:
    return Finding(Level.FAIL, about, told, advice)


def some(names: Iterable[str], most: int = 3) -> str:
    """Return the first of the names, and how many more there are."""
    names = sorted(names)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
