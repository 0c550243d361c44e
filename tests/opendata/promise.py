"""The promise of version 1: what docs/openapi-v1.json says may be added to, never taken from."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROMISED = Path(__file__).parents[2] / "docs" / "openapi-v1.json"

_WORDS = {"description", "summary", "title", "example", "examples", "tags", "default"}


def promised() -> dict[str, Any]:
    """Return the description as it was promised."""
    return json.loads(PROMISED.read_text("utf-8"))


def broken(before: Any, now: Any, place: str = "") -> Iterator[str]:
    """Yield what a description no longer keeps of the one before, each with its place.

    Words may change, and anything may be added but a parameter that must be given.
    """
    if isinstance(before, dict) and isinstance(now, dict):
        if now.get("in") and now.get("required") and not before.get("required"):
            yield f"{place} has to be given"
        for name, value in before.items():
            if name not in now:
                yield f"{place}/{name} is gone"
            elif name not in _WORDS or place.endswith("/properties"):
                yield from broken(value, now[name], f"{place}/{name}")
    elif isinstance(before, list) and isinstance(now, list):
        yield from _broken_list(before, now, place)
    elif before != now:
        yield f"{place} was {before!r} and is {now!r}"


def _broken_list(before: list, now: list, place: str) -> Iterator[str]:
    if place.endswith("/parameters"):
        found = {one["name"]: one for one in now}
        known = {one["name"]: one for one in before}
        yield from broken(known, found, place)
        added = found.keys() - known.keys()
        yield from (f"{place}/{one} has to be given" for one in added if found[one]["required"])
    else:
        yield from (f"{place} no longer holds {one!r}" for one in before if one not in now)
