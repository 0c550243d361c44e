"""What memory a process takes that serves for long, or that writes a whole list."""

import time
from itertools import cycle, islice
from typing import Any

from .answering import answer_lines
from .asking import ask, begun, forget
from .memory import own_memory
from .pages import pages

WRITTEN_EVERY = 20  # requests
TIMELINE = "/api/v1/timeline.csv"  # every entry


class Lasting:
    def serve(self, warming: int, requests: int) -> dict[str, Any]:
        """Return its memory in MB: warm, after so many mixed requests, and as many again."""
        asked = cycle([page.address for page in pages() if not page.staff])
        after = []
        for number in (warming, requests, requests):
            for place, address in enumerate(islice(asked, number)):
                if place % WRITTEN_EVERY == 0:
                    forget()
                ask(address)
            after.append(own_memory())
        return {"requests": requests, "after": after}

    def export(self, seconds: float) -> dict[str, Any]:
        """Return what it takes to write all entries as CSV, or as many as the seconds allow."""
        ask("/fa/")
        base = peak = own_memory()
        began = time.perf_counter()
        first, rows = 0.0, 0
        _, _, parts = begun(TIMELINE)
        for number, part in enumerate(parts, 1):
            first = first or time.perf_counter() - began
            rows += part.count(b"\r\n")
            if number % 20 == 0:
                peak = max(peak, own_memory())
                if time.perf_counter() - began > seconds:
                    break
        took = time.perf_counter() - began
        parts.close()
        return {
            "rows": rows,
            "whole": took <= seconds,
            "per_second": rows / took,
            "first": first,
            "over_base": peak - base if base else None,
        }


if __name__ == "__main__":
    answer_lines(Lasting())
