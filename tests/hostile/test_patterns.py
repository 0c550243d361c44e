"""No text, however long, sends a pattern of ours into endless matching.

Time of the processor, not of the clock, and ten times what the slowest takes: a pattern that goes
over a text again for each of its signs needs far more.
"""

import importlib
import pkgutil
import re
from time import process_time

import pytest

import diplomacy

SIGNS = 20_000
SECONDS = 0.6

# Texts that lead on for long and then end otherwise.
TEXTS = {
    "letters": "a" * SIGNS + "!",
    "Persian letters": "آ" * SIGNS + "!",
    "Chinese signs": "重" * SIGNS + "!",
    "digits": "1" * SIGNS + "x",
    "spaces": "x" + " " * SIGNS + "x",
    "lines": ">" + "\n" * SIGNS + "x",
    "parts": "a-" * (SIGNS // 2) + "_!",
    "numbers": "1,111" * (SIGNS // 5) + "x",
    "dotted": "a." * (SIGNS // 2) + "\n",
    "addresses": "http://" * (SIGNS // 7),
    "mail": "a@" * (SIGNS // 2),
    "colons": "a:" * (SIGNS // 2) + "@",
    "slashes": "/" * SIGNS + "\0",
    "backslashes": "\\" * SIGNS + "\0",
    "comments": "/*" * (SIGNS // 2),
    "quotes": '"' * (SIGNS - 1) + "\\",
    "brackets": "(" * SIGNS,
    "words": "in " * (SIGNS // 3) + "x",
}
# What never meets a text from outside, or only from its beginning (`match`).
BOUNDED = {
    "diplomacy.ingest.tables.cells._REMARK": "reads the names of our own choices",
    "diplomacy.registry.blanking.names._FORM": "is asked at the beginning alone",
    "diplomacy.paper._BDI": "reads our own page, in which no < of others stands",
    "diplomacy.paper._AUTO": "reads our own page, in which no < of others stands",
}


def patterns() -> dict[str, re.Pattern[str]]:
    """Return the patterns that modules hold, by their names."""
    found = {}
    for module in pkgutil.walk_packages(diplomacy.__path__, "diplomacy."):
        if ".migrations" in module.name or module.name.endswith((".settings", ".wsgi")):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                found.setdefault(value, f"{module.name}.{name}")
    return {name: pattern for pattern, name in found.items()}


PATTERNS = patterns()


@pytest.mark.once
@pytest.mark.parametrize("text", TEXTS)
def test_no_pattern_goes_over_a_long_text_again_and_again(text):
    for name, pattern in PATTERNS.items():
        if name not in BOUNDED:
            began = process_time()
            for _ in pattern.finditer(TEXTS[text]):
                pass
            assert process_time() - began < SECONDS, name


def test_the_exceptions_are_patterns_of_ours():
    assert set(BOUNDED) <= set(PATTERNS)
    assert len(PATTERNS) > 60
