"""On what a run was made: figures of another machine are other figures, ratios stay."""

import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from .databases import ROOT


def machine() -> dict[str, str | int | float]:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return {
        "day": f"{datetime.now(UTC):%Y-%m-%d}",
        "commit": commit.stdout.strip(),
        "processor": _said(Path("/proc/cpuinfo"), r"model name\s*: (.+)") or platform.machine(),
        "processors": os.cpu_count() or 0,
        "memory_gb": round(int(_said(Path("/proc/meminfo"), r"MemTotal: +(\d+)") or 0) / 2**20, 1),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else 0,
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "django": version("django"),
    }


def _said(file: Path, pattern: str) -> str:
    found = re.search(pattern, file.read_text()) if file.exists() else None
    return found[1] if found else ""
