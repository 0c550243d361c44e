"""The memory of a process: its own, and its share of what it has in common with others."""

import re
from pathlib import Path

SMAPS = Path("/proc/self/smaps_rollup")  # Linux has it


def own_memory() -> float:
    """Return it in MB (PSS); 0 where the system does not tell."""
    found = (
        re.search(r"^Pss: +(\d+) kB", SMAPS.read_text(), re.MULTILINE) if SMAPS.exists() else None
    )
    return int(found[1]) / 1000 if found else 0.0
