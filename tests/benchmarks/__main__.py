"""The command `python3 run.py bench`: see docs/performance.md."""

import json
import sys

from . import options, report
from .children import Fault
from .databases import FOLDER, manage
from .growth import measured
from .machine import machine

RESULTS = FOLDER / "results.json"


def main(arguments: list[str]) -> int:
    asked = options.read(arguments)
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "log").write_bytes(b"")
    if not asked.quick:
        say("Collecting static files")
        manage(["collectstatic", "--noinput", "--verbosity=0"], "")
    results = {"machine": machine(), "rows": asked.rows, "engines": {}}
    try:
        for engine in asked.engines:
            results["engines"][engine] = measured(engine, asked, say)
    except Fault as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False), "utf-8")
    sys.stdout.write(report.tables(results))
    sys.stdout.write(f"\nAll figures: {RESULTS}\n")
    if asked.write:
        report.write(asked.write, results)
    return 0


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
