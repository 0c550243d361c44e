"""The goals P1 to P20, and what a run says of those that it measures."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

NOISE = 0.1  # of the constant page, above which no time is judged

# Over the constant page: what SQLite may cost, and PostgreSQL, where a question is a round trip.
FRESH = {"tie": ("P1", 20, 25), "list": ("P3", 20, 25)}
KEPT = {"tie": ("P2", 4, 6.5)}
STATEMENTS = {
    "tie": 14,
    "comparison": 10,
    "home": 10,
    "list": 5,
    "detail": 10,
    "search, common": 6,
    "API list": 5,
    "feed": 5,
}
ELSEWHERE = {
    "P5": "beside Wagtail: not measured, as it would be a site of our own making (record 58)",
    "P15": "import: `tests/benchmarks/import_beside_editor.py`",
    "P16": "derived data: `python -m tests.benchmarks.keeping`",
    "P18": "throughput: `python -m tests.benchmarks.load`",
    "P19": "beside a login attack: `tests/benchmarks/sign_in_flood.py`",
    "P20": "backup and restore: `python -m tests.benchmarks.keeping`",
}
GROWTH, GROWTH_OF_SEARCH, GROWTH_OF_ADMIN = 0.10, 0.25, 0.15
PEERS = {"filtered list": (25, 60), "tie timeline": (10, 20)}  # fresh, and kept
COUNTED = ("home", "list", "counts", "board of promises")  # pages of P8


@dataclass(frozen=True, slots=True)
class Judged:
    goal: str
    measure: str
    engine: str
    found: float
    limit: str
    verdict: str


def judged(results: dict[str, Any]) -> list[Judged]:
    """Return each goal that was measured, in order."""
    found = [
        one
        for engine, measured in results["engines"].items()
        for one in _Judge(engine, measured).all()
    ]
    return sorted(found, key=lambda one: int(one.goal[1:]))


def is_quiet(noise: float | None) -> bool:
    """Return whether times may be judged; `noise` is that of the constant page, None unknown."""
    return noise is not None and noise <= NOISE


class _Judge:
    def __init__(self, engine: str, measured: dict[str, Any]) -> None:
        self.engine, self.measured = engine, measured
        self.sizes = {int(rows): size for rows, size in measured["sizes"].items()}
        self.largest = self.sizes[max(self.sizes)]
        self.pages = {page["name"]: page for page in self.largest["pages"]}
        self.times_hold = is_quiet(measured["noise"])

    def all(self) -> Iterator[Judged]:
        parts: list[Callable[[], Iterator[Judged]]] = [
            self._ratios,
            self._growth,
            self._statements,
            self._hostile,
            self._weights,
            self._memory,
            self._export,
            self._start,
            self._peers,
        ]
        for part in parts:
            yield from part()

    def _judge(
        self, goal: str, measure: str, found: float, most: float, *, timed: bool = True
    ) -> Judged:
        verdict = "met" if found <= most else "not met"
        verdict = "too noisy" if timed and not self.times_hold else verdict
        return Judged(goal, measure, self.engine, found, f"≤ {most:g}", verdict)

    def _ratios(self) -> Iterator[Judged]:
        which = 1 if self.engine == "sqlite" else 2
        for states, goals in [(("fresh",), FRESH), (("kept", "known"), KEPT)]:
            for name, goal in goals.items():
                for state in states:
                    if (ratio := self.pages[name].get(state)) is not None:
                        words = {"fresh": "fresh", "kept": "kept", "known": "304"}[state]
                        yield self._judge(goal[0], f"{name}, {words}", ratio, goal[which])

    def _growth(self) -> Iterator[Judged]:
        for name, power in self.measured["growth"].items():
            page = self.pages[name]
            if page["staff"]:
                yield self._judge("P9", f"growth: {name}", power, GROWTH_OF_ADMIN)
            elif page["search"]:
                yield self._judge("P7", f"growth: {name}", power, GROWTH_OF_SEARCH)
            else:
                goal = "P8" if name in COUNTED else "P6"
                yield self._judge(goal, f"growth: {name}", power, GROWTH)
        yield from self._admin()
        # Over their constant pages: in ms the slow minute of one page is taken for its cost.
        searches = [p["fresh"] for p in self.pages.values() if p["search"] and "fresh" in p]
        if searches and "fresh" in self.pages["list"]:
            worst = max(searches) / self.pages["list"]["fresh"]
            yield self._judge("P7", "dearest search ÷ list", worst, 3)

    def _admin(self) -> Iterator[Judged]:
        few = {page["name"]: page for page in self.sizes[min(self.sizes)]["pages"]}
        for name, page in self.pages.items():
            if page["staff"] and len(self.sizes) > 1 and {"ms"} <= page.keys() & few[name].keys():
                times = page["ms"] / few[name]["ms"]
                yield self._judge("P9", f"largest ÷ smallest: {name}", times, 1.5)

    def _statements(self) -> Iterator[Judged]:
        for name, most in STATEMENTS.items():
            asked = self.pages[name]["statements"]
            yield self._judge("P11", f"statements: {name}", asked, most, timed=False)
        public = [page for page in self.pages.values() if not page["staff"]]
        of_accounts = sum(page["of_accounts"] + page["cookies"] for page in public)
        yield self._judge("P11", "of accounts, cookies", of_accounts, 0, timed=False)
        kept = max(self.pages[name]["statements_kept"] for name in ("home", "tie", "list"))
        yield self._judge("P11", "statements when kept", kept, 1, timed=False)

    def _hostile(self) -> Iterator[Judged]:
        if asked := self.largest.get("hostile"):
            worst = max(asked, key=lambda one: one["ratio"])
            yield self._judge("P10", f"dearest: {worst['name']}", worst["ratio"], 3)

    def _weights(self) -> Iterator[Judged]:
        for one in self.largest.get("weights", []):
            name = one["name"]
            whole = 90 if name == "home" else 60
            limits = [
                ("first view without fonts, kB", one["first_view"] / 1000, 30),
                ("first view, kB", (one["first_view"] + one["fonts"]) / 1000, whole),
                ("requests", one["requests"], 6),
                ("third parties and scripts", one["third_parties"] + one["scripts"], 0),
            ]
            if name == "tie":
                limits.insert(0, ("HTML gzip, kB", one["html_gzip"] / 1000, 14))
            for words, found, most in limits:
                yield self._judge("P12", f"{name}: {words}", found, most, timed=False)

    def _memory(self) -> Iterator[Judged]:
        warm, then, later = self.largest["memory"]["after"]
        empty = self.measured["starting"]["empty"]["memory"]
        if warm and empty:
            yield self._judge("P13", "memory ÷ empty project", then / empty, 1.5, timed=False)
            number = self.largest["memory"]["requests"]
            words = f"memory grows in {number:,} requests, MB"
            yield self._judge("P13", words, later - then, 2, timed=False)

    def _export(self) -> Iterator[Judged]:
        found = self.largest["export"]
        most = 80 if self.engine == "sqlite" else 20
        if found["over_base"] is not None:
            yield self._judge("P14", "export: MB over base", found["over_base"], most, timed=False)
        yield self._judge("P14", "export: s to the first byte", found["first"], 1)
        if found["rows"] > 1:
            seconds = 1e5 / found["per_second"]
            yield self._judge("P14", "export: s for 100,000 rows", seconds, 1)

    def _start(self) -> Iterator[Judged]:
        ours, empty = (self.measured["starting"][name] for name in ("ours", "empty"))
        for measure, words in [("first", "start to first answer"), ("check", "manage.py check")]:
            yield self._judge("P17", f"{words} ÷ empty", ours[measure] / empty[measure], 2)

    def _peers(self) -> Iterator[Judged]:
        """A ratio that is to be large; the noise of a minute is in both of its sides."""
        for name, ratios in (self.measured["peers"] or {"pages": {}})["pages"].items():
            for state, least in zip(("fresh", "kept"), PEERS[name], strict=True):
                verdict = "met" if ratios[state] >= least else "not met"
                verdict = verdict if self.times_hold else "too noisy"
                words = f"datasette ÷ ours: {name}, {state}"
                yield Judged("P4", words, self.engine, ratios[state], f"≥ {least:g}", verdict)
