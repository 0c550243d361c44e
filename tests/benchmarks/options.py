"""What a run is asked to do."""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .report import lacks_marks

ENGINES = ["sqlite", "postgresql"]


@dataclass(frozen=True, slots=True)
class Options:
    rows: list[int]
    engines: list[str]
    rounds: int
    peers: bool
    write: Path | None
    quick: bool
    effort: dict[str, Any]  # of a round
    lasting: dict[str, int]  # requests until warm, and between looks at the memory
    starts: dict[str, int]
    block: float  # seconds of a block of requests to a peer

    @property
    def effort_of_abuse(self) -> dict[str, Any]:
        return self.effort | {"seconds": 3 * self.effort["seconds"]}


def read(arguments: list[str]) -> Options:
    """Return what the arguments of the command say."""
    parser = argparse.ArgumentParser(
        prog="python3 run.py bench",
        description="What pages cost, over constant pages of the same bytes; docs/performance.md.",
    )
    parser.add_argument("--rows", type=_sizes, default="10000,1000000", help="sizes, by commas")
    parser.add_argument("--database", choices=ENGINES, help="one of the two; both without it")
    parser.add_argument("--rounds", type=_count, default=10, help="of which the median counts")
    parser.add_argument("--requests", type=_count, default=2000, help="between looks at memory")
    parser.add_argument("--peers", action="store_true", help="compare with datasette")
    parser.add_argument("--quick", action="store_true", help="one call of each: a trial")
    parser.add_argument(
        "--processor",
        action="store_true",
        help="count time of the processor: for SQLite on a busy machine",
    )
    parser.add_argument("--write", type=_page, metavar="FILE", help="docs/performance.md")
    asked = parser.parse_args(arguments)
    return Options(
        rows=asked.rows,
        engines=[asked.database] if asked.database else ENGINES,
        rounds=1 if asked.quick else asked.rounds,
        lasting={"warming": 20, "requests": 20}
        if asked.quick
        else {"warming": 200, "requests": asked.requests},
        starts={"rounds": 1, "pages": 5} if asked.quick else {"rounds": 5, "pages": 200},
        block=0.1 if asked.quick else 3.0,
        peers=asked.peers,
        write=asked.write,
        quick=asked.quick,
        effort={
            "calls": 1 if asked.quick else 30,
            "seconds": 0.4,  # in which a page of 13 ms is called as often as any
            "clock": "process_time" if asked.processor else "perf_counter",
        },
    )


def _sizes(text: str) -> list[int]:
    """Return the sizes, the smallest first."""
    words = text.split(",")
    if all(one.isascii() and one.isdigit() for one in words):
        sizes = sorted(set(map(int, words)))
        if 100 <= sizes[0] <= sizes[-1] <= 10_000_000:
            return sizes
    raise argparse.ArgumentTypeError(f"numbers from 100 to 10000000, not {text!r}")


def _count(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"a whole number above 0, not {text!r}")


def _page(text: str) -> Path:
    """Return the file to write to: what is wrong with it is told before hours of measuring."""
    try:
        lacking = lacks_marks(Path(text).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"{text!r} cannot be read: {error}") from error
    if lacking:
        raise argparse.ArgumentTypeError(f"{text!r} lacks the marks to write between")
    return Path(text)
