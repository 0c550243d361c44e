"""One engine, all sizes: rounds in turns, so that what lasts minutes disturbs all of them alike."""

import math
from collections.abc import Callable
from statistics import median
from typing import Any

from .children import Child
from .databases import Databases
from .options import Options
from .peers import compared
from .starting import started

FEWEST_ROUNDS = 3  # that tell of a noise
EXPORTED = 60  # seconds, within which a whole list is to be written

Say = Callable[[str], None]
Times = dict[str, dict[str, list[list[float]]]]


def measured(engine: str, options: Options, say: Say) -> dict[str, Any]:
    """Return all that is found out on this engine, and its noise."""
    databases = Databases(engine, say)
    addresses = {rows: databases.of(rows) for rows in options.rows}
    children = {rows: Child("worker", address) for rows, address in addresses.items()}
    try:
        found = {}
        for rows, child in children.items():
            say(f"{engine}, {rows:,} entries: statements and weights")
            # Files are collected for a whole run alone; without them there is nothing to weigh.
            weighed = [] if options.quick else child.ask("weights")
            found[rows] = child.ask("describe") | {"weights": weighed}
        times: dict[int, Times] = {rows: {} for rows in children}
        for number in range(options.rounds):
            say(f"{engine}: round {number + 1} of {options.rounds}")
            for rows, child in children.items():
                _add(times[rows], child.ask("round", **options.effort))
        for rows, child in children.items():
            for page in found[rows]["pages"]:
                page.update(summed_up(times[rows].get(page["name"], {})))
            say(f"{engine}, {rows:,} entries: hostile requests")
            found[rows]["hostile"] = child.ask("abuse", **options.effort_of_abuse)
        largest = addresses[max(addresses)]
        found[max(addresses)] |= {
            "memory": _lasting(f"{engine}: memory", largest, say, "serve", **options.lasting),
            "export": _lasting(f"{engine}: a whole list", largest, say, "export", seconds=EXPORTED),
        }
        say(f"{engine}: starting")
        starting = started(addresses[min(addresses)], **options.starts)
        peers = compared(largest, say, options.block) if options.peers else None
    finally:
        for child in children.values():
            child.__exit__()
    return {
        "noise": noise(times),
        "sizes": {str(rows): one for rows, one in found.items()},
        "growth": growth(found),
        "starting": starting,
        "peers": peers,
    }


def _lasting(words: str, address: str, say: Say, name: str, **parameters: Any) -> dict[str, Any]:
    """Return what a process that has done nothing before answers."""
    say(words)
    with Child("lasting", address) as child:
        return child.ask(name, **parameters)


def _add(times: Times, heard: dict[str, dict[str, list[float]]]) -> None:
    for name, states in heard.items():
        for state, pair in states.items():
            times.setdefault(name, {}).setdefault(state, []).append(pair)


def summed_up(states: dict[str, list[list[float]]]) -> dict[str, Any]:
    """Return for each state the median over all rounds of page ÷ constant page; ms, fresh."""
    found: dict[str, Any] = {
        state: median(page / constant for page, constant in pairs)
        for state, pairs in states.items()
    }
    if "fresh" in states:
        found["ms"] = 1000 * median(page for page, _ in states["fresh"])
    return found


def noise(times: dict[int, Times]) -> float | None:
    """Return how far the constant page varies from round to round: the median over all pages.

    None where there were too few rounds to tell.
    """
    spreads = [
        (max(of := [constant for _, constant in pairs]) - min(of)) / median(of)
        for pages in times.values()
        for states in pages.values()
        for pairs in states.values()
        if len(pairs) >= FEWEST_ROUNDS
    ]
    return median(spreads) if spreads else None


def growth(found: dict[int, dict[str, Any]]) -> dict[str, float]:
    """Return for each page the power of the number of entries with which its time grows."""
    if len(found) < 2:
        return {}
    few, many = min(found), max(found)
    by_name = [
        {page["name"]: page.get("fresh") for page in found[rows]["pages"]} for rows in (few, many)
    ]
    return {
        name: math.log(late / early) / math.log(many / few)
        for name, early in by_name[0].items()
        if early and (late := by_name[1].get(name))
    }
